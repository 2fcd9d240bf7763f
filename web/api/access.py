"""Who may call: a bearer token with the scope the endpoint names. An endpoint that names none is denied to everyone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import current_app, g, request

from storage.offices import clients
from storage.scope import Actor
from terms.errors import AccessError
from web.services import Services

SCOPES = {
    "dossiers": "Open dossiers and follow them",
    "originals": "Hand in scans",
    "documents": "Read documents and their content",
    "owners": "Look up what the store holds for an owner",
    "bookings": "Book certified copies and follow them",
    "search": "Search the office's documents",
    "verify": "Have signed PDFs judged",
}
ANYONE = "*"
View = TypeVar("View", bound=Callable[..., Any])


def allow(scope: str) -> Callable[[View], View]:
    """Say which scope an endpoint wants (`ANYONE` for none)."""
    if scope != ANYONE and scope not in SCOPES:
        raise ValueError(f"no such scope: {scope}")

    def mark(view: View) -> View:
        cast(Any, view).wanted_scope = scope
        return view

    return mark


def services() -> Services:
    """What the application was built with."""
    return cast(Services, current_app.extensions["hoso"])


def actor() -> Actor:
    """Who calls; set by `guard` before any endpoint that is not for anyone."""
    return cast(Actor, g.actor)


def guard() -> None:
    """Before each request: deny unless the endpoint says who may call it and the token fits."""
    if request.endpoint is None:
        return
    view = current_app.view_functions[request.endpoint]
    wanted = getattr(view, "wanted_scope", None)
    if wanted == ANYONE:
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise AccessError("not_signed_in")
    with services().database.session() as session:
        caller = clients.resolve_token(session, token.strip(), ip=request.remote_addr)
    if caller is None:
        raise AccessError("not_signed_in")
    g.actor = caller
    if wanted is None or wanted not in g.actor.scopes:
        raise AccessError("not_allowed")
