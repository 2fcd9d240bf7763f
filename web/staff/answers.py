"""What goes wrong becomes an answer a person can act on; what goes right may leave a note on the next page."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from terms.errors import HosoError, InputError
from web.access import services
from web.language import language, size

log = logging.getLogger("hoso.web")

_BY_STATUS = {403: "not_allowed", 404: "not_found", 429: "too_many_requests"}


def install(app: Flask) -> None:
    """Give every failure of `app` a page, and every request a reference that the log carries too."""
    app.before_request(_give_reference)
    app.register_error_handler(HosoError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    app.after_request(_reference_header)


def note(text: str, tone: str = "sure") -> None:
    """Leave a note for the next page; `tone`: sure, doubt or wrong."""
    flash(text, tone)


def see(endpoint: str, **values: Any) -> AnyResponse:
    """Send the browser on to the page `endpoint` after an act was done (a plain form or htmx alike)."""
    address = url_for(endpoint, **values)
    if is_htmx():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = address
        return response
    return redirect(address, 303)


def is_htmx() -> bool:
    """Does htmx ask for a part of the page rather than a browser for the whole?"""
    return request.headers.get("HX-Request") == "true"


def _give_reference() -> None:
    g.reference = secrets.token_hex(6)


def _reference_header(response: Response) -> Response:
    if g.get("reference"):
        response.headers["X-Request-Id"] = g.reference
    return response


def _refused(error: HosoError) -> AnyResponse:
    # The code and never the details: those may name a person.
    level = logging.ERROR if error.problem.status >= 500 else logging.INFO
    log.log(level, "%s %s %s: %s", g.get("reference"), request.method, request.endpoint, error.code)
    if error.code == "not_signed_in" and request.method == "GET":
        return _to_sign_in()
    return _page(error)


def _http(error: HTTPException) -> AnyResponse:
    if error.code is not None and error.code < 400:
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        return _refused(InputError("too_large", limit=size(services().max_upload)))
    code = _BY_STATUS.get(error.code or 500)
    refusal = HosoError(code) if code else HosoError("bad_request", detail=error.name)
    return _page(refusal, status=error.code)


def _unexpected(error: Exception) -> AnyResponse:
    log.exception("%s %s %s failed", g.get("reference"), request.method, request.endpoint)
    return _page(HosoError("internal", reference=g.get("reference", "")))


def _to_sign_in() -> AnyResponse:
    if is_htmx():
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url_for("signin.page")
        return response
    wanted = request.path if request.path != "/" else None
    return redirect(url_for("signin.page", next=wanted), 303)


def _page(error: HosoError, status: int | None = None) -> AnyResponse:
    status = status or error.problem.status
    message = error.message(language())
    if is_htmx():
        response = make_response(render_template("parts/notice.html", tone="wrong", text=message), status)
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response({"code": error.code, "message": message}, status)
    return make_response(render_template("error.html", error=error, message=message, status=status), status)
