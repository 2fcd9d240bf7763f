"""The factory of the API application."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import Any

from flask import Response
from flask_openapi3 import Info, OpenAPI

from web.api import access, bookings, documents, intake, owners, problems, tokens, verification
from web.services import Services

DESCRIPTION = """Hoso turns paper dossiers into data that is asked for once. Ask by number with a purpose and a dossier
code; fetch what a person has confirmed; hand in scans; have signed PDFs judged. Personal numbers stand in bodies, never
in addresses. Errors are problem documents (RFC 9457) with a stable `code`."""


def create_app(services: Services) -> OpenAPI:
    """The API, to be mounted at `/api/v1`."""
    app = OpenAPI(
        "hoso-api",
        root_path=str(Path(__file__).parent),
        static_folder=None,
        info=Info(title="Hoso API", version=_version(), description=DESCRIPTION),
        servers=[{"url": "/api/v1"}],
        security_schemes={
            "token": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "/api/v1/token", "scopes": dict(access.SCOPES)}},
            }
        },
        validation_error_status=422,
        validation_error_model=problems.Problem,
        validation_error_callback=problems.on_invalid,
        doc_ui=False,
    )
    app.config.update(MAX_CONTENT_LENGTH=services.max_upload, LIMIT=f"{services.max_upload // 2**20} MB")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # DefaultJSONProvider, which OpenAPI keeps
    app.extensions["hoso"] = services
    app.before_request(access.guard)
    app.after_request(_headers)
    problems.install(app)
    for part in (tokens, owners, documents, intake, bookings, verification):
        app.register_api(part.api)

    @app.route("/openapi.json")
    @access.allow(access.ANYONE)
    def description() -> dict[str, Any]:
        return app.api_doc

    return app


def _headers(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _version() -> str:
    try:
        return importlib.metadata.version("hoso")
    except importlib.metadata.PackageNotFoundError:
        return "0.1.0"
