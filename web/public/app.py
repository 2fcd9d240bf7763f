"""The public application: its parts put together, strict headers on every answer, a page for every error."""

from __future__ import annotations

import logging
import secrets
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from terms.errors import HosoError
from web import language
from web.public import deliveries, pages, words
from web.public.limits import RateLimit
from web.public.services import PublicServices

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
LARGEST_FORM = 64 * 1024  # what stands around a file in a form
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_CODES = {404: "page_not_found", 405: "bad_request", 413: "too_large", 429: "too_many_requests"}


def create_app(services: PublicServices) -> Flask:
    """The WSGI application of the public verification pages."""
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=services.max_upload + LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM)
    app.extensions["hoso_public"] = services
    app.extensions["hoso_lookups"] = RateLimit(services.lookups_per_minute)
    app.extensions["hoso_uploads"] = RateLimit(services.uploads_per_minute)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(words=words, language=language.language, asset=_assets(app), here=_here)
    app.jinja_env.filters["moment"] = language.moment
    app.url_defaults(_keep_language)
    Babel(
        app,
        default_locale="vi",
        default_timezone="Asia/Ho_Chi_Minh",
        default_translation_directories=str(HERE / "translations"),
        locale_selector=_chosen_language,
    )
    app.register_blueprint(pages.pages(services))
    if services.deliveries is not None:
        app.register_blueprint(deliveries.deliveries(services.deliveries))
    app.after_request(_headers(services))
    app.register_error_handler(Exception, _problem)
    if services.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=services.trusted_proxies, x_proto=1)  # type: ignore[method-assign]
    return app


def _chosen_language() -> str:
    """What the address says, else what the browser prefers; Vietnamese first."""
    asked = request.args.get("lang", "")
    if asked in language.LANGUAGES:
        return asked
    return request.accept_languages.best_match(language.LANGUAGES, "vi") or "vi"


def _keep_language(endpoint: str, values: dict[str, object]) -> None:
    """A language chosen in the address stays chosen on the next page; there is no cookie to remember it."""
    if request and endpoint != "static" and request.args.get("lang") in language.LANGUAGES:
        values.setdefault("lang", request.args["lang"])


def _here(lang: str) -> str:
    """This page in another language; the home page where this one cannot be asked for again."""
    if request.method not in ("GET", "HEAD") or request.endpoint is None or request.endpoint == "static":
        return url_for("pages.home", lang=lang)
    return url_for(request.endpoint, **{**(request.view_args or {}), "lang": lang})


def _assets(app: Flask) -> object:
    """Addresses of static files with a digest of their content, so that browsers may keep them for good."""
    files = [path for path in (HERE / "static").iterdir() if path.is_file()]
    digests = {path.name: sha256(path.read_bytes()).hexdigest()[:12] for path in files}

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=digests[name])

    return asset


def _headers(services: PublicServices) -> object:
    def finish(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        headers["X-Robots-Tag"] = "noindex, nofollow"
        if services.is_tls:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        kept = request.endpoint == "static" and "v" in request.args and response.status_code == 200
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-store"
        return response

    return finish


def _problem(error: Exception) -> ResponseReturnValue:
    """A page for whatever went wrong; a stack trace goes to the log under a reference, never to a person."""
    if isinstance(error, HosoError):
        known = error
    elif isinstance(error, RequestEntityTooLarge):
        limit = request.max_content_length or 0
        known = HosoError("too_large", limit=words.megabytes(limit - LARGEST_FORM))
    elif isinstance(error, HTTPException):
        if error.code is not None and error.code < 400:
            return error
        known = HosoError(_CODES.get(error.code or 500, "bad_request"), detail=error.name)
    else:
        reference = secrets.token_hex(4)
        log.error("public pages failed (%s)", reference, exc_info=error)
        known = HosoError("internal", reference=reference)
    status = error.code or 500 if isinstance(error, HTTPException) else known.problem.status
    text = known.message(language.language())
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"code": known.code, "message": text}, status
    page = render_template("problem.html", status=status, message=text, code=known.code)
    return (page, status, {"Retry-After": "60"}) if status == 429 else (page, status)
