"""Signing in and out. Sessions live in the database; the browser holds a random token."""

from __future__ import annotations

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storage.offices import signin
from storage.scope import ROLES
from terms.errors import HosoError
from web.access import allow, anyone, services, session_cookie
from web.language import language
from web.staff.pages.home import own_path

part = Blueprint("signin", __name__)


@part.get("/signin")
@anyone
def page() -> Response | str:
    if g.signed_in is not None:
        return redirect(url_for("home.page"), 303)
    return render_template("signin.html", wanted=request.args.get("next", ""), username="", refusal=None)


@part.post("/signin")
@anyone
def sign_in() -> Response:
    """Open a session, or say why not; the same words whether the name or the password was wrong."""
    username = request.form.get("username", "").strip()
    try:
        with services().database.session() as session:
            opened = signin.sign_in(session, username, request.form.get("password", ""), ip=request.remote_addr)
    except HosoError as refusal:
        return make_response(
            render_template(
                "signin.html",
                wanted=request.form.get("next", ""),
                username=username,
                refusal=refusal.message(language()),
            ),
            refusal.problem.status,
        )
    response = redirect(own_path(request.form.get("next")), 303)
    response.set_cookie(
        session_cookie(), opened.token, httponly=True, samesite="Lax", secure=services().is_tls, path="/"
    )
    return response


@part.post("/signout")
@allow(*ROLES)
def sign_out() -> Response:
    with services().database.session() as session:
        signin.sign_out(session, request.cookies[session_cookie()])
    response = redirect(url_for("signin.page"), 303)
    response.delete_cookie(session_cookie(), path="/", secure=services().is_tls, httponly=True, samesite="Lax")
    # What this person saw must not come back by the browser's back key on a shared machine.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
