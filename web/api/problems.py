"""Refusals as problem documents (RFC 9457): the stable code of `terms.errors`, in the language the caller asks for."""

from __future__ import annotations

import logging
from typing import Any

from flask import Response, current_app, json, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from storage.database import new_id
from terms.errors import PROBLEMS, HosoError

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
CODES_BY_STATUS = {404: "not_found", 405: "bad_request", 413: "too_large", 415: "unsupported_format"}


class Problem(BaseModel):
    """What went wrong: `code` is stable and for programs, `title` for people."""

    type: str
    title: str
    status: int
    code: str
    retry: bool
    detail: str | None = None


def respond(error: HosoError, *, detail: str | None = None, status: int | None = None) -> Response:
    """The response for a refusal."""
    problem = error.problem
    language = request.accept_languages.best_match(["vi", "en"], default="vi")
    document = Problem(
        type=f"urn:hoso:problem:{error.code}",
        title=error.message(language),
        status=status or problem.status,
        code=error.code,
        retry=problem.retry,
        detail=detail,
    )
    response = Response(json.dumps(document.model_dump(exclude_none=True)), document.status, mimetype=MEDIA_TYPE)
    if document.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="hoso"'
    if document.status in (429, 503):
        response.headers["Retry-After"] = "30"
    return response


def on_invalid(error: ValidationError) -> Response:
    """The response for a request that does not fit the schema: which parts, never the values sent."""
    places = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'body'}: {e['msg']}" for e in error.errors()[:10])
    return respond(HosoError("bad_request", detail=places), detail=places, status=422)


def install(app: Any) -> None:
    """Let every error of the application leave as a problem document."""

    @app.errorhandler(HosoError)
    def refused(error: HosoError) -> Response:
        return respond(error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        code = CODES_BY_STATUS.get(error.code or 500, "bad_request" if (error.code or 500) < 500 else "internal")
        return respond(HosoError(code, detail=error.name, limit=current_app.config.get("LIMIT")), status=error.code)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        reference = new_id()
        log.exception("unexpected error %s", reference)
        return respond(HosoError("internal", reference=reference))


def documented(*codes: str) -> dict[Any, Any]:
    """The responses of an operation for these codes, as OpenAPI wants them."""
    statuses: dict[int, list[str]] = {}
    for code in dict.fromkeys((*codes, "not_signed_in", "not_allowed", "bad_request", "internal")):
        statuses.setdefault(422 if code == "bad_request" else PROBLEMS[code].status, []).append(code)
    return {
        str(status): {
            "description": ", ".join(named),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, named in sorted(statuses.items())
    }
