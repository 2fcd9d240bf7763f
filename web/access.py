"""The guard at the door: who calls, may they, and did the request come from our own page.

Denied by default: a view without a declaration answers 403, whoever asks. A view declares one of
`@allow(roles…)` (staff holding one of the roles) or `@anyone` (nobody need sign in). The guard runs before every
request of the application. (The API has a guard of its own: tokens, not sessions.)
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

from signing.services import SigningServices
from storage.offices import signin
from storage.offices.tables import Office
from storage.scope import ROLES, Actor
from terms.errors import AccessError, UnavailableError
from web.services import Services

View = TypeVar("View", bound=Callable[..., Any])

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
VISITOR_COOKIE = "hoso_visitor"

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


@dataclass(frozen=True)
class Declaration:
    """Who may call a view: anyone, or staff with one of `roles`.

    `by_token`: a program that knows a token in the address; who is signed in in that browser plays no part.
    """

    everybody: bool = False
    by_token: bool = False
    roles: frozenset[str] = frozenset()


def allow(*roles: str) -> Callable[[View], View]:
    """Staff who hold one of `roles` may call this view."""
    if not roles or not set(roles) <= set(ROLES):
        raise ValueError(f"not roles: {roles}")
    return _declare(Declaration(roles=frozenset(roles)))


def anyone(view: View) -> View:
    """Nobody need sign in for this view."""
    return _declare(Declaration(everybody=True))(view)


def whoever_knows_the_token(view: View) -> View:
    """The view answers to a random token in its address alone: it looks at no session, so no form can be forged."""
    return _declare(Declaration(everybody=True, by_token=True))(view)


def declaration_of(app: Flask, endpoint: str | None) -> Declaration | None:
    """What the view behind `endpoint` declares, None if nothing: the tests walk the URL map with it."""
    view = app.view_functions.get(endpoint or "")
    return getattr(view, "__access__", None)


def services() -> Services:
    """The services of the running application."""
    found: Services = current_app.extensions["hoso"]
    return found


def actor() -> Actor:
    """Who calls. Raises AccessError("not_signed_in") where nobody is known (only in views open to anyone)."""
    if g.get("actor") is None:
        raise AccessError("not_signed_in")
    caller: Actor = g.actor
    return caller


def signing() -> SigningServices:
    """What the acts of signing need. Raises UnavailableError("key_unavailable") where the program signs nothing."""
    found = services().signing
    if found is None:
        raise UnavailableError("key_unavailable")
    return found


def opens_agents() -> bool:
    """Whether files may leave for programs on people's own machines here."""
    found = services().signing
    return found is not None and found.settings.agents


def session_token() -> str:
    """The token of the caller's own session: with it the signing worker finds out by itself who asks."""
    if g.get("signed_in") is None:
        raise AccessError("not_signed_in")
    token: str = g.signed_in.token
    return token


def session_cookie() -> str:
    """The name of the cookie with the session's token. Under TLS a browser accepts `__Host-` from this host alone."""
    return "__Host-hoso" if services().is_tls else "hoso_session"


def csrf_token() -> str:
    """The token a form of this visitor must carry: the session's, or before sign-in one bound to a cookie."""
    if g.get("signed_in") is not None:
        token: str = g.signed_in.csrf
        return token
    if g.get("visitor") is None:
        g.visitor = secrets.token_urlsafe(24)
        g.new_visitor = True
    return hmac.new(services().secret_key, f"form:{g.visitor}".encode(), sha256).hexdigest()


def install(app: Flask) -> None:
    """Put the guard before every request of `app` and the strict headers on every answer."""
    app.before_request(_guard)
    app.after_request(_finish)
    app.jinja_env.globals["csrf_token"] = csrf_token


def _declare(declaration: Declaration) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.__access__ = declaration  # type: ignore[attr-defined]
        return view

    return mark


def _guard() -> None:
    g.signed_in = g.actor = g.office = None
    g.visitor = request.cookies.get(VISITOR_COOKIE)
    declared = declaration_of(current_app, request.endpoint)
    if request.endpoint is None:
        _recognise()
        return  # no such page: the router's own 404 or 405 follows
    if declared is None:
        raise AccessError("not_allowed")
    if request.endpoint == "static" or declared.by_token:
        return
    _recognise()
    if not declared.everybody:
        if g.actor is None:
            raise AccessError("not_signed_in")
        g.actor.require(*declared.roles)
    if request.method not in SAFE_METHODS:
        _check_form()


def _recognise() -> None:
    token = request.cookies.get(session_cookie())
    if not token:
        return
    with services().database.session() as session:
        g.signed_in = signin.resolve(session, token)
        if g.signed_in is not None:
            g.actor = replace(g.signed_in.actor, ip=request.remote_addr)
            g.office = session.get(Office, g.actor.office_id)


def _check_form() -> None:
    """The request must carry the token of the form's own session, so that no other site can send it."""
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if g.signed_in is None and g.visitor is None:
        raise AccessError("bad_csrf")
    if not hmac.compare_digest(given.encode(), csrf_token().encode()):
        raise AccessError("bad_csrf")


def _finish(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), payment=()"
    if services().is_tls:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    headers.setdefault("Cache-Control", "no-store")
    if g.get("new_visitor"):
        response.set_cookie(
            VISITOR_COOKIE, g.visitor, httponly=True, samesite="Lax", secure=services().is_tls, path="/"
        )
    return response
