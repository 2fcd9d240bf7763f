"""The way in: everybody's first page, the language, the look, help."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storage.scope import ROLES
from web.access import actor, allow, anyone, services
from web.language import LANGUAGE_COOKIE, LANGUAGES
from web.staff import words

part = Blueprint("home", __name__)

YEAR_S = 365 * 24 * 3600


@part.get("/")
@allow(*ROLES)
def page() -> Response:
    """Send everybody to the first place of their own bar."""
    return redirect(url_for(words.navigation(actor().roles)[0].endpoint), 303)


@part.get("/help")
@allow(*ROLES)
def help_() -> str:
    return render_template("help.html")


@part.post("/look")
@anyone
def look() -> Response:
    """Remember language and theme in this browser; a signed-in person's language is kept on the account page."""
    response = redirect(own_path(request.form.get("next")), 303)
    language = request.form.get("language")
    if language in LANGUAGES:
        _keep(response, LANGUAGE_COOKIE, language)
    theme = request.form.get("theme")
    if theme in ("light", "dark"):
        _keep(response, "hoso_theme", theme)
    elif theme == "auto":
        response.delete_cookie("hoso_theme")
    return response


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="Lax", secure=services().is_tls, path="/")


def own_path(path: str | None) -> str:
    """`path` if it is a page of this application, else the first page: never somebody else's address."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path:
        return path
    return "/"
