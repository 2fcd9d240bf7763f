"""Signing with a program on one's own machine: the page that sends a file out, and the two doors for the program.

The program has no session. It knows a one-time token in the address; nothing else it says is looked at, and what it
brings back is judged by the signing worker. The doors are closed unless the settings open them.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from signing import errands
from storage.copies import copies
from storage.scope import CERTIFIER, SEAL_KEEPER
from terms.errors import HosoError, InputError
from web.access import actor, allow, services, session_token, signing, whoever_knows_the_token
from web.language import language
from web.staff import answers

part = Blueprint("errands", __name__)


@part.post("/copies/<copy_id>/errands")
@allow(CERTIFIER, SEAL_KEEPER)
def send_out(copy_id: str) -> AnyResponse:
    """Send the copy out and show where the program finds it; the token is shown on this page alone."""
    _of_own_office(copy_id)
    sent = errands.send_out(signing(), session_token(), copy_id)
    return make_response(
        render_template(
            "errand.html",
            sent=sent,
            fetch=url_for("errands.collect", token=sent.token, _external=True),
            deliver=url_for("errands.hand_back", token=sent.token, _external=True),
        )
    )


@part.post("/copies/<copy_id>/errands/cancel")
@allow(CERTIFIER, SEAL_KEEPER)
def call_off(copy_id: str) -> AnyResponse:
    """Take back what is out; its token opens nothing any more."""
    _of_own_office(copy_id)
    if errands.call_off_all(signing(), session_token(), copy_id):
        answers.note(_("Đã dừng. Tệp gửi đi không còn nhận về được nữa."))
    return answers.see("copies.page", copy_id=copy_id)


@part.get("/agent/<token>.pdf")
@whoever_knows_the_token
def collect(token: str) -> Response:
    """The file to be signed, for the program."""
    response = make_response(errands.collect(signing(), token))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = 'attachment; filename="ky-so.pdf"'
    return response


@part.post("/agent/<token>")
@whoever_knows_the_token
def hand_back(token: str) -> AnyResponse:
    """The signed file, from the program: as the body, or as the one file of a form.

    Answered as the signing programs in use here expect: `Status` 0 and the name of the file, or another status and a
    message for the person who sits before it.
    """
    try:
        room = errands.room_for(signing(), token)
        errands.hand_back(signing(), token, _body(room))
    except HosoError as refusal:
        said = {"Status": refusal.problem.status, "Message": refusal.message(language()), "Code": refusal.code}
        return make_response(jsonify(said), refusal.problem.status)
    return make_response(jsonify({"Status": 0, "Message": "", "FileName": "ky-so.pdf", "FileServer": ""}))


def _of_own_office(copy_id: str) -> None:
    """Raise AccessError("not_found") for a copy of another office."""
    with services().database.session() as session:
        copies.copy_by_id(session, actor(), copy_id)


def _body(room: int) -> bytes:
    """What was sent, never more than `room` bytes and one. Raises InputError("bad_request")."""
    if request.mimetype == "multipart/form-data":
        files = list(request.files.values())
        if len(files) != 1:
            raise InputError("bad_request", detail=_("gửi đúng một tệp"))
        return files[0].stream.read(room + 1)
    return request.stream.read(room + 1)
