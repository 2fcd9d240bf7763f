"""Judging signed PDFs, and the catalogue of kinds."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_openapi3 import APIBlueprint, Tag

from terms.errors import HosoError, InputError
from web.api.access import ANYONE, allow, services
from web.api.models import KindOut, KindsAnswer, VerdictOut
from web.api.problems import documented

api = APIBlueprint("verification", __name__, abp_tags=[Tag(name="verification", description="Kiểm tra chữ ký số")])
PDF_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@api.post(
    "/verify",
    summary="Judge a signed PDF",
    operation_id="verify_pdf",
    responses={200: VerdictOut, **documented("empty_file", "too_large")},
    openapi_extensions=PDF_BODY,
    security=[{"token": ["verify"]}],
)
@allow("verify")
def verify_pdf() -> dict[str, Any]:
    """The body is the file itself. The verdict is as `./run verify --json` gives it; nothing is kept."""
    data = request.get_data(cache=False)
    if not data:
        raise InputError("empty_file")
    verify = services().verify
    if verify is None:
        raise HosoError("not_built_yet")
    return verify(data)


@api.get(
    "/kinds",
    summary="The kinds of paper and their fields",
    operation_id="list_kinds",
    responses={200: KindsAnswer},
    security=[],
)
@allow(ANYONE)
def list_kinds() -> dict[str, Any]:
    """The catalogue: it is no secret. `digest` changes when it does."""
    catalogue = services().catalogue
    kinds = [
        KindOut(
            code=kind.code, name_vi=kind.names["vi"], name_en=kind.names["en"], fields=[f.name for f in kind.fields]
        )
        for kind in catalogue.kinds.values()
    ]
    return KindsAnswer(digest=catalogue.digest, kinds=kinds).model_dump()
