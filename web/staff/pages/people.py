"""People, their roles, and the systems that may call the API: for the administrator, who sees no citizen's papers."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from signing.outfit import assign_key
from storage.offices import clients, people
from storage.offices.tables import Person
from storage.scope import ADMINISTRATOR, ROLES, fetch
from storage.signings import terms
from terms.errors import StateError
from web.access import actor, allow, services, session_token, signing
from web.api.access import SCOPES
from web.staff import answers

part = Blueprint("people", __name__, url_prefix="/people")


@part.get("")
@allow(ADMINISTRATOR)
def page() -> str:
    with services().database.session() as session:
        found = people.people_of(session, actor())
        roles = {person.id: people.roles_of(session, person.id, actor().office_id) for person in found}
        systems = clients.clients_of(session, actor())
        held = {person.id: terms.terms_of(session, actor(), person.id) for person in found}
    return render_template(
        "people.html", people=found, roles=roles, all_roles=ROLES, clients=systems, scopes=SCOPES, terms=held,
        forms=terms.FORMS, today=terms.today(), title_of=terms.title_of,
    )  # fmt: skip


@part.post("")
@allow(ADMINISTRATOR)
def create() -> Response:
    form = request.form
    with services().database.session() as session:
        person = people.create_person(
            session, actor(), office_id=actor().office_id, username=form.get("username", ""),
            full_name=form.get("full_name", ""), title=form.get("title", ""), password=form.get("password", ""),
            roles=form.getlist("role"),
        )  # fmt: skip
        if form.get("key_name"):
            assign_key(session, actor(), person.username, form["key_name"].strip())
    answers.note(_("Đã thêm %(name)s.", name=person.full_name))
    return answers.see("people.page")


@part.post("/<person_id>/roles")
@allow(ADMINISTRATOR)
def roles(person_id: str) -> Response:
    """Bring somebody's roles here in line with the ticks. Nobody takes the last administrator's role: their own."""
    wanted = set(request.form.getlist("role"))
    if person_id == actor().person_id and ADMINISTRATOR not in wanted:
        raise StateError("wrong_state", detail=_("không ai tự bỏ vai trò quản trị của mình"))
    with services().database.session() as session:
        fetch(session, actor(), Person, person_id)
        held = people.roles_of(session, person_id, actor().office_id)
        for role in sorted(wanted - held):
            people.grant_role(session, actor(), person_id, role, office_id=actor().office_id)
        for role in sorted(held - wanted):
            people.revoke_role(session, actor(), person_id, role, office_id=actor().office_id)
    answers.note(_("Đã đổi vai trò. Có hiệu lực ngay."))
    return answers.see("people.page")


@part.post("/<person_id>/active")
@allow(ADMINISTRATOR)
def active(person_id: str) -> Response:
    if person_id == actor().person_id:
        raise StateError("wrong_state", detail=_("không ai tự khóa tài khoản của mình"))
    with services().database.session() as session:
        if request.form.get("active") == "yes":
            people.reactivate(session, actor(), person_id)
        else:
            people.deactivate(session, actor(), person_id)
    return answers.see("people.page")


@part.post("/<person_id>/key")
@allow(ADMINISTRATOR)
def key(person_id: str) -> Response:
    """Say which key of the signing worker is this person's own; an empty name takes it away."""
    with services().database.session() as session:
        person = fetch(session, actor(), Person, person_id)
        assign_key(session, actor(), person.username, request.form.get("key_name", "").strip() or None)
    answers.note(_("Đã ghi khóa ký."))
    return answers.see("people.page")


@part.post("/<person_id>/password")
@allow(ADMINISTRATOR)
def password(person_id: str) -> Response:
    with services().database.session() as session:
        people.set_password(session, actor(), person_id, request.form.get("password", ""))
    answers.note(_("Đã đặt mật khẩu mới; mọi phiên của người này đã kết thúc."))
    return answers.see("people.page")


@part.post("/<person_id>/terms")
@allow(ADMINISTRATOR)
def set_term(person_id: str) -> Response:
    """A term in which somebody signs, and as what: the decision says so, and its dates hold."""
    given = request.form
    with services().database.session() as session:
        terms.set_term(
            session, actor(), person_id, purpose=given.get("purpose", ""), form=given.get("form", ""),
            for_title=given.get("for_title", ""), title=given.get("title", ""), basis=given.get("basis", ""),
            first_day=given.get("first_day", ""), last_day=given.get("last_day") or None,
        )  # fmt: skip
    answers.note(_("Đã ghi thời hạn ký."))
    return answers.see("people.page")


@part.post("/terms/<term_id>/end")
@allow(ADMINISTRATOR)
def end_term(term_id: str) -> Response:
    """The term ends today, or on the day that is given."""
    with services().database.session() as session:
        terms.end_term(session, actor(), term_id, request.form.get("last_day") or None)
    answers.note(_("Đã kết thúc thời hạn ký."))
    return answers.see("people.page")


@part.post("/<person_id>/second-factor")
@allow(ADMINISTRATOR)
def reset_factor(person_id: str) -> Response:
    """Take somebody's second factor away (a lost phone); they enrol anew at their account page."""
    with services().database.session() as session:
        fetch(session, actor(), Person, person_id)
    signing().worker.ask({"do": "reset_second_factor", "token": session_token(), "person_id": person_id})
    answers.note(_("Đã gỡ mã xác thực thứ hai. Người này đăng ký lại ở trang Tài khoản."))
    return answers.see("people.page")


@part.post("/clients")
@allow(ADMINISTRATOR)
def add_client() -> Response:
    """A new system that may call the API. Its secret is on the answer of this request and nowhere else, ever."""
    with services().database.session() as session:
        client, secret = clients.create_client(
            session, actor(), name=request.form.get("name", ""), scopes=request.form.getlist("scope")
        )
    return make_response(render_template("client_secret.html", client=client, secret=secret))


@part.post("/clients/<client_id>/close")
@allow(ADMINISTRATOR)
def close_client(client_id: str) -> Response:
    with services().database.session() as session:
        clients.close_client(session, actor(), client_id)
    return answers.see("people.page")
