"""Handing in scans, and following them."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_openapi3 import APIBlueprint, Tag

from ingest import intake
from storage.dossiers import dossiers
from storage.scope import visible
from storage.tables import Document
from web.api.access import actor, allow, services
from web.api.models import DossierOut, DossierPath, DossierRequest, Uploaded, UploadQuery
from web.api.problems import documented
from web.api.summaries import summary

api = APIBlueprint("intake", __name__, abp_tags=[Tag(name="intake", description="Tiếp nhận và số hóa")])
ANY_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            media: {"schema": {"type": "string", "format": "binary"}}
            for media in (
                "application/octet-stream",
                "application/pdf",
                "image/jpeg",
                "image/png",
                "image/tiff",
                "image/heic",
            )
        },
    }
}


@api.post(
    "/originals",
    summary="Hand in a scan",
    operation_id="upload_original",
    responses={
        200: Uploaded,
        201: Uploaded,
        **documented("empty_file", "unsupported_format", "too_large", "not_found", "disk_full"),
    },
    openapi_extensions=ANY_BODY,
    security=[{"token": ["originals"]}],
)
@allow("originals")
def upload_original(query: UploadQuery) -> tuple[dict[str, Any], int]:
    """The body is the file itself. Answered once it is safe on disk: 201, or 200 when the office holds these bytes."""
    dossier_id: str | intake.NewDossier = intake.NewDossier(query.filename)
    if query.dossier_code is not None:
        with services().database.session() as session:
            dossier_id = dossiers.dossier_by_code(session, actor(), query.dossier_code).id
    received = intake.receive(
        services().database,
        services().blobs,
        request.stream,
        actor=actor(),
        filename=query.filename,
        source="api",
        dossier_id=dossier_id,
        limits=services().limits,
        send=services().send_job,
    )
    answer = Uploaded(
        original_id=received.original_id,
        sha256=received.sha256,
        duplicate_of=received.duplicate_of,
        job_id=received.job_id,
        dossier_id=received.dossier_id,
    )
    return answer.model_dump(), 200 if received.duplicate_of else 201


@api.post(
    "/dossiers",
    summary="Open a dossier",
    operation_id="open_dossier",
    responses={201: DossierOut, **documented("conflict")},
    security=[{"token": ["dossiers"]}],
)
@allow("dossiers")
def open_dossier(body: DossierRequest) -> tuple[dict[str, Any], int]:
    """With a code of its own in the official format, or with the one that is given."""
    with services().database.session() as session:
        dossier = dossiers.open_dossier(session, actor(), title=body.title, code=body.code)
        code = dossier.code
    return _dossier(code), 201


@api.get(
    "/dossiers/<code>",
    summary="How far a dossier is",
    operation_id="read_dossier",
    responses={200: DossierOut, **documented("not_found")},
    security=[{"token": ["dossiers"]}],
)
@allow("dossiers")
def read_dossier(path: DossierPath) -> dict[str, Any]:
    """Its state, the pages read so far, and the documents found."""
    return _dossier(path.code)


def _dossier(code: str) -> dict[str, Any]:
    with services().database.session() as session:
        dossier = dossiers.dossier_by_code(session, actor(), code)
        progress = dossiers.progress(session, actor(), dossier.id)
        found = session.scalars(
            visible(actor(), Document)
            .where(Document.dossier_id == dossier.id, Document.state != "rejected")
            .order_by(Document.position)
        )
        answer = DossierOut(
            id=dossier.id,
            code=dossier.code,
            title=dossier.title,
            state=dossier.state,
            pages_done=progress.pages_done,
            pages_total=progress.pages_total,
            documents=[summary(document) for document in found],
        )
    return answer.model_dump(mode="json")
