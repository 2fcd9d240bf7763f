"""One's own account: language, look, password, where one is signed in."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from storage.database import now
from storage.offices import people, signin
from storage.offices.passwords import matches
from storage.offices.tables import Office, Person, StaffSession
from storage.scope import ROLES, fetch
from terms.errors import AccessError, InputError
from web.access import actor, allow, services, session_cookie
from web.language import LANGUAGES
from web.staff import answers

part = Blueprint("account", __name__, url_prefix="/account")


@part.get("")
@allow(*ROLES)
def page() -> str:
    person = g.signed_in.person
    with services().database.session() as session:
        open_sessions = session.scalars(
            select(StaffSession)
            .where(
                StaffSession.person_id == person.id,
                StaffSession.revoked_at.is_(None),
                StaffSession.expires_at > now(),
            )
            .order_by(StaffSession.seen_at.desc())
        ).all()
        offices = [session.get(Office, office_id) for office_id in signin.offices_open_to(session, person.id)]
    return render_template(
        "account.html", sessions=open_sessions, offices=offices, csrf_of_this_session=g.signed_in.csrf
    )


@part.post("/language")
@allow(*ROLES)
def language() -> Response:
    wanted = request.form.get("language")
    if wanted in LANGUAGES:
        with services().database.session() as session:
            fetch(session, actor(), Person, g.signed_in.person.id).language = wanted
    return answers.see("account.page")


@part.post("/password")
@allow(*ROLES)
def password() -> Response:
    """Change the password: the old one is asked for, all other sessions end."""
    person = g.signed_in.person
    if not matches(person.password_hash, request.form.get("old", "")):
        raise AccessError("wrong_credentials")
    new = request.form.get("new", "")
    if new != request.form.get("again"):
        raise InputError("bad_request", detail=_("hai lần gõ mật khẩu mới không giống nhau"))
    with services().database.session() as session:
        people.set_password(session, actor(), person.id, new)
    answers.note(_("Đã đổi mật khẩu. Hãy đăng nhập lại bằng mật khẩu mới."))
    return answers.see("signin.page")


@part.post("/office")
@allow(*ROLES)
def office() -> Response:
    """Go on in another office in which one holds a role."""
    with services().database.session() as session:
        signin.switch_office(session, request.cookies[session_cookie()], request.form.get("office", ""))
    return answers.see("home.page")


@part.post("/sessions/revoke")
@allow(*ROLES)
def revoke() -> Response:
    """Sign out everywhere, here too."""
    with services().database.session() as session:
        signin.revoke_all(session, g.signed_in.person.id)
    answers.note(_("Đã đăng xuất khỏi mọi thiết bị."))
    return answers.see("signin.page")
