"""One's own account: language, look, password, second factor, where one is signed in."""

from __future__ import annotations

import re

import segno
from flask import Blueprint, g, make_response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response

from signing.channel import LONGEST_SECRET
from signing.second_factor import address
from storage.database import now
from storage.offices import people, signin
from storage.offices.passwords import matches
from storage.offices.tables import Office, Person, StaffSession
from storage.scope import CERTIFIER, ROLES, SEAL_KEEPER, fetch
from terms.errors import AccessError, InputError
from terms.text import nfc
from web.access import actor, allow, services, session_cookie, session_token, signing
from web.language import LANGUAGES
from web.language import language as chosen
from web.staff import answers
from web.staff.second_factor import own_factor

part = Blueprint("account", __name__, url_prefix="/account")

_KEY = re.compile(r"[A-Z2-7]{16,64}")


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
        "account.html",
        sessions=open_sessions,
        offices=offices,
        csrf_of_this_session=g.signed_in.csrf,
        factor=own_factor(),
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


@part.post("/second-factor")
@allow(CERTIFIER, SEAL_KEEPER)
def enrol() -> Response:
    """A new secret for an app, shown on this answer and nowhere else, ever; the signing worker keeps it."""
    password = bytearray(nfc(request.form.get("old", "")), "utf-8", "replace")[:LONGEST_SECRET]
    told = signing().worker.ask({"do": "enrol_second_factor", "token": session_token()}, password)
    return make_response(_to_confirm(str(told["key"])))


@part.post("/second-factor/confirm")
@allow(CERTIFIER, SEAL_KEEPER)
def confirm_factor() -> Response:
    """The app's first code: from now on the second factor counts."""
    code, key = request.form.get("code", ""), request.form.get("key", "")
    try:
        question = {"do": "confirm_second_factor", "token": session_token()}
        signing().worker.ask(question, bytearray(code.replace(" ", ""), "utf-8", "replace")[:LONGEST_SECRET])
    except AccessError as refusal:
        if refusal.code != "wrong_code" or not _KEY.fullmatch(key):
            raise
        return make_response(_to_confirm(key, refusal.message(chosen())), refusal.problem.status)
    answers.note(_("Đã đăng ký. Khi ký, chương trình sẽ hỏi mã trong ứng dụng nếu cơ quan yêu cầu."))
    return answers.see("account.page")


def _to_confirm(key: str, refusal: str | None = None) -> str:
    """The page with the secret as a QR code, drawn into the page itself."""
    held = address(key, account=g.signed_in.person.username, issuer=f"Hoso {g.office.code}")
    picture = Markup(segno.make_qr(held, error="m").svg_inline(scale=5, border=4))  # noqa: S704 - drawn by ourselves
    return render_template("second_factor.html", picture=picture, key=key, refusal=refusal)
