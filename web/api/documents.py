"""Documents: what is known of one, and its content; and the search of the office's own."""

from __future__ import annotations

import base64
from typing import Any

from flask import Response, request, send_file
from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.documents import review
from storage.owners import store
from storage.scope import fetch, system, visible
from storage.search.search import search
from storage.tables import Document, DocumentPage, Use
from terms.errors import AccessError, StateError
from web.api.access import actor, allow, services
from web.api.models import DocumentOut, DocumentPath, FieldOut, ReachQuery, SearchAnswer, SearchHit, SearchRequest
from web.api.problems import documented
from web.api.summaries import summary

api = APIBlueprint("documents", __name__, abp_tags=[Tag(name="documents", description="Giấy tờ")])


@api.get(
    "/documents/<document_id>",
    summary="What is known of a document",
    operation_id="read_document",
    responses={200: DocumentOut, 304: None, **documented("not_found")},
    security=[{"token": ["documents"]}],
)
@allow("documents")
def read_document(path: DocumentPath, query: ReachQuery) -> Response:
    """Of the caller's office; or of another, when the caller has looked its owner up for the dossier that it names."""
    with services().database.session() as session:
        document = _reach(session, path.document_id, "view", query.dossier_code)
        answer = _described(session, document)
        response = Response(answer.model_dump_json(), mimetype="application/json")
        response.set_etag(f"{document.id}-{document.version}")
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@api.get(
    "/documents/<document_id>/content",
    summary="The document itself as PDF/A",
    operation_id="download_document",
    responses={
        200: {
            "description": "The file",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        },
        206: {
            "description": "A part",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: None,
        **documented("not_found", "wrong_state"),
    },
    security=[{"token": ["documents"]}],
)
@allow("documents")
def download_document(path: DocumentPath, query: ReachQuery) -> Response:
    """The converted file with the law's mark. `Repr-Digest` and `ETag` are its SHA-256; ranges are answered."""
    with services().database.session() as session:
        document = _reach(session, path.document_id, "download", query.dossier_code)
        sha256, name = document.converted_sha256, document.doc_code
    if sha256 is None:
        raise StateError("wrong_state", detail="chưa chuyển đổi (not converted yet)")
    if request.if_none_match.contains(sha256):
        return Response(status=304, headers={"ETag": f'"{sha256}"'})  # before the file is opened
    response = send_file(
        services().blobs.path(sha256),
        mimetype="application/pdf",
        download_name=f"{name}.pdf",
        as_attachment=True,
        etag=sha256,
        last_modified=None,
    )
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@api.post(
    "/search",
    summary="Search the office's documents",
    operation_id="search_documents",
    responses={200: SearchAnswer, **documented()},
    security=[{"token": ["search"]}],
)
@allow("search")
def search_documents(body: SearchRequest) -> dict[str, Any]:
    """Accents are optional; the exact spelling comes first. The words stand in the body: they may name a person."""
    with services().database.session() as session:
        found = search(session, actor(), body.text, limit=body.limit, after=body.after)
    hits = [
        SearchHit(
            document_id=hit.document_id,
            doc_code=hit.doc_code,
            kind=hit.kind,
            title=hit.title,
            state=hit.state,
            snippet=hit.snippet.text,
            marks=list(hit.snippet.marks),
            cursor=hit.cursor,
        )
        for hit in found
    ]
    return SearchAnswer(hits=hits).model_dump()


def _reach(session: Session, document_id: str, act: str, dossier_code: str | None) -> Document:
    """A document of the caller's office; or, for a dossier it looked the owner up for, one of another office's store.

    The purpose of that look-up goes on record with this use. Raises AccessError("not_found").
    """
    try:
        document = fetch(session, actor(), Document, document_id)
        record(session, actor(), f"document.{act}", "document", document.id)
        return document
    except AccessError:
        if dossier_code is None:
            raise
    asked = (
        visible(actor(), Use)
        .where(Use.act == "lookup", Use.dossier_code == dossier_code, Use.api_client_id == actor().api_client_id)
        .order_by(Use.id.desc())
        .limit(1)
    )
    lookup = session.scalars(asked).one_or_none()
    if lookup is None:
        raise AccessError("not_found")
    return store.open_for_reuse(
        session, actor(), document_id, act=act, purpose=lookup.purpose, dossier_code=dossier_code
    )


def _described(session: Session, document: Document) -> DocumentOut:
    # Reached already, perhaps across offices: the fields are read as its own office sees them.
    fields = review.fields_of(session, system(document.office_id), document.id)
    pages = session.scalar(
        select(func.count()).select_from(DocumentPage).where(DocumentPage.document_id == document.id)
    )
    values = {
        state.name: FieldOut(value=state.value, confidence=state.confidence, confirmed=state.decision is not None)
        for state in fields
    }
    return DocumentOut(
        **summary(document).model_dump(),
        state=document.state,
        pages=pages or 0,
        fields=values,
        conversion_mark=document.conversion_mark,
        sha256=document.converted_sha256,
    )
