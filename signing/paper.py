"""Certifying copies on paper: Article 22 answered, a number of their own book, the statement to print and sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from signing.act import signed_in_as, take_number
from signing.letters import printable
from signing.paper_file import PaperStatement, statement_block, statement_page
from signing.refusals import check_answers
from signing.services import SigningServices
from storage.copies import paper
from storage.copies.register import entry_by_id
from storage.copies.tables import PaperCopy, Register
from storage.offices.tables import Office
from storage.requests import requests
from storage.requests.refusals import kept_back
from storage.scope import CERTIFIER, Actor, fetch
from terms.errors import InputError, StateError

Form = Literal["page", "block"]


@dataclass(frozen=True)
class PaperRequest:
    """What the certifier says, original and copies in hand. `pages`: of the original; `copies_made` have one number.

    `request_id`: the request that is answered; without one it is opened now. `document_id`: where the original was
    scanned as well.
    """

    requester_name: str
    original_name: str
    pages: int
    copies_made: int
    answers: Mapping[str, object]
    request_id: str | None = None
    document_id: str | None = None


def begin(services: SigningServices, token: str, request: PaperRequest) -> str:
    """Check what the law asks, reserve the number and say for what: the id of the paper copies.

    Raises InputError("answers_incomplete"), ("refused_by_law"), ("bad_request"), StateError("no_open_register"),
    ("kept_back"), ("wrong_state").
    """
    requester, original = printable(request.requester_name), printable(request.original_name)
    if not requester or not original:
        raise InputError("bad_request", detail="họ tên người yêu cầu, tên bản chính / requester and original")
    if not 1 <= request.pages <= paper.MOST_PAGES or not 1 <= request.copies_made <= requests.MOST_COPIES:
        raise InputError("bad_request", detail="số trang, số bản / pages, copies")
    answers = check_answers(request.answers)
    with services.database.session() as session:
        signed_in = signed_in_as(session, token)
        actor = signed_in.actor
        actor.require(CERTIFIER)
        if request.document_id and kept_back(session, actor, request.document_id) is not None:
            raise StateError("kept_back")
        if request.request_id is None:
            asked = requests.Asked(
                requester, "paper_copy", original, copies_wanted=request.copies_made, document_id=request.document_id
            )
            answered = requests.open_request(session, actor, asked)
        else:
            answered = requests.request_by_id(session, actor, request.request_id)
            if answered.state != "open" or answered.kind != "paper_copy":
                raise StateError("wrong_state", detail=f"yêu cầu / the request: {answered.kind}, {answered.state}")
        entry = take_number(
            session, signed_in, requester, original, request.pages, request.copies_made, kind="paper_copy"
        )
        begun = paper.begin_paper_copy(
            session, actor, entry.id, page_count=request.pages, answers=answers, request_id=answered.id,
            document_id=request.document_id,
        )  # fmt: skip
        return begun.id


def draw_statement(services: SigningServices, actor: Actor, copy: PaperCopy, form: Form) -> bytes:
    """The statement of these copies as PDF, for as long as their number is not void."""
    if copy.state == "void":
        raise StateError("wrong_state", detail="số này đã bỏ / this number is void")
    with services.database.session() as session:
        entry = entry_by_id(session, actor, copy.entry_id)
        office = session.get_one(Office, copy.office_id)
        said = PaperStatement(
            wording=services.settings.paper_wording,
            number=entry.number,
            register=fetch(session, actor, Register, entry.register_id).symbol,
            moment=entry.reserved_at,
            office_name=office.name,
            original_name=entry.original_name,
            certifier_name=entry.signer_name,
            certifier_title=entry.signer_title,
            demo=office.is_demo,
        )
    return statement_block(said) if form == "block" else statement_page(said)
