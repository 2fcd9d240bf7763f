"""The staff application: the parts of it put together, the guard before them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, g, request, url_for
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from storage import scope
from web import access, language
from web.health import health
from web.services import Services
from web.staff import answers, certificates, hint_words, values, words
from web.staff.pages import PARTS

STATIC = Path(__file__).parent / "static"


def create_app(services: Services) -> Flask:
    """The WSGI application of the staff pages, with the API under `/api/v1`."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=services.secret_key,
        SESSION_COOKIE_NAME="hoso_note",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=services.is_tls,
        MAX_CONTENT_LENGTH=services.max_upload + 64 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=2000,
        TRAP_HTTP_EXCEPTIONS=False,
    )
    app.extensions["hoso"] = services
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.install(app, _chosen_language)
    answers.install(app)
    access.install(app)
    access.anyone(app.view_functions["static"])
    for part in (health, *PARTS):
        app.register_blueprint(part)
    _name_static_files_by_content(app)
    app.jinja_env.globals.update(
        words=words,
        hint_words=hint_words,
        scope=scope,
        nav=words.navigation,
        shown=values.shown,
        max_upload=services.max_upload,
    )
    app.context_processor(_person)
    _mount_api(app, services)
    return app


def _chosen_language() -> str | None:
    if g.get("signed_in") is not None:
        return str(g.signed_in.person.language)
    return request.cookies.get(language.LANGUAGE_COOKIE)


def _person() -> dict[str, Any]:
    signed_in = g.get("signed_in")
    return {
        "me": signed_in.person if signed_in else None,
        "my_roles": signed_in.actor.roles if signed_in else frozenset(),
        "office": g.get("office"),
        "theme": request.cookies.get("hoso_theme"),
        "ending_certificates": certificates.ending,
    }


def _name_static_files_by_content(app: Flask) -> None:
    """Put a digest of a static file's content into its address, so that browsers may keep it for good."""
    digests = {
        path.relative_to(STATIC).as_posix(): sha256(path.read_bytes()).hexdigest()[:12]
        for path in STATIC.rglob("*")
        if path.is_file()
    }

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=digests[name])

    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def _keep(response: Any) -> Any:
        if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _mount_api(app: Flask, services: Services) -> None:
    from web import api

    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/api/v1": api.create_app(services)})  # type: ignore[method-assign]
