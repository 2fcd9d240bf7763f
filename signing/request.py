"""What the certifier asks of the act, and all that the law asks of it before a number is spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from signing.pages import DocumentPages, pages_of_document
from signing.refusals import check_answers, check_ticks
from storage.copies import copies, register
from storage.documents.holding import hold_document
from storage.documents.tables import Document
from storage.offices.desk import desk_of
from storage.offices.tables import Office
from storage.requests import requests
from storage.requests.comparisons import comparison_of
from storage.requests.refusals import kept_back
from storage.requests.tables import CertificationRequest
from storage.scope import CERTIFIER, Actor
from terms.errors import AccessError, InputError, StateError


@dataclass(frozen=True)
class CopyRequest:
    """What the certifier says at the counter, the original in hand.

    `answers`: for each item of `signing.refusals.ARTICLE_22`, by its code, whether it applies. `pages_compared`: the
    pages ticked as compared, from 1; nothing where somebody else compares. `original_name`: as it goes into the
    register; made from the document if empty. `copies_made`: all copies of one original made at one time have one
    number. `request_id`: the request that is answered; without one it is opened now, for `purpose`.
    """

    document_id: str
    requester_name: str
    answers: Mapping[str, object]
    pages_compared: Sequence[int]
    original_name: str = ""
    copies_made: int = 1
    request_id: str | None = None
    purpose: str = ""


@dataclass(frozen=True)
class Ready:
    """A request that may be certified: `comparer_id` is whoever compared, where that was not the certifier."""

    document: Document
    pages: DocumentPages
    answers: dict[str, bool]
    pages_compared: list[int]
    asked: CertificationRequest | None
    comparer_id: str | None


def check_request(session: Session, actor: Actor, request: CopyRequest) -> Ready:
    """All that the law asks before a copy is begun; holds the document.

    Raises AccessError("not_allowed"), InputError("answers_incomplete"), ("refused_by_law"), StateError("wrong_state"),
    ("not_compared"), ("kept_back"), ("no_open_register").
    """
    actor.require(CERTIFIER)
    if not request.requester_name.strip():
        raise InputError("bad_request", detail="họ tên người yêu cầu / the requester's name")
    document = hold_document(session, actor, request.document_id)
    if document.office_id != actor.office_id:
        raise AccessError("not_found")
    if document.state not in ("confirmed", "stored"):
        raise StateError("wrong_state", detail=f"the document is {document.state}, not confirmed")
    if kept_back(session, actor, document.id) is not None:
        raise StateError("kept_back")
    asked = _asked(session, actor, request)
    pages = pages_of_document(session, actor, document)
    answers = check_answers(request.answers)
    comparer_id = comparer(session, actor, document)
    ticked = list(range(1, len(pages.pages) + 1)) if comparer_id else request.pages_compared
    ticked = check_ticks(ticked, len(pages.pages))
    if any(copy.state in ("prepared", "draft", "certified") for copy in copies.copies_of(session, actor, document.id)):
        raise StateError("wrong_state", detail="a copy of this document is being made")
    if register.open_register_of(session, actor) is None:
        raise StateError("no_open_register")
    return Ready(document, pages, answers, ticked, asked, comparer_id)


def answered(session: Session, actor: Actor, request: CopyRequest, ready: Ready, original_name: str) -> str:
    """The id of the request that the copy answers: the one named, or one opened now."""
    if ready.asked is not None:
        return requests.link_document(session, actor, ready.asked.id, ready.document.id).id
    asked = requests.Asked(
        requester_name=request.requester_name,
        original_name=original_name,
        purpose=request.purpose,
        copies_wanted=request.copies_made,
        document_id=ready.document.id,
    )
    return requests.open_request(session, actor, asked).id


def comparer(session: Session, actor: Actor, document: Document) -> str | None:
    """Who compared the document, where the office has somebody else than the certifier do it; None where it has not.

    Raises StateError("not_compared") while nobody else has.
    """
    if not desk_of(session.get_one(Office, document.office_id)).separate_comparer:
        return None
    compared = comparison_of(session, actor, document.id)
    if compared is None or compared.compared_by == actor.person_id:
        raise StateError("not_compared")
    return compared.compared_by


def _asked(session: Session, actor: Actor, request: CopyRequest) -> CertificationRequest | None:
    if request.request_id is None:
        return None
    asked = requests.request_by_id(session, actor, request.request_id)
    if asked.state != "open" or asked.kind != "electronic_copy":
        raise StateError("wrong_state", detail=f"yêu cầu / the request: {asked.kind}, {asked.state}")
    if asked.document_id not in (None, request.document_id):
        raise StateError("wrong_state", detail="yêu cầu này về giấy tờ khác / the request is about another paper")
    return asked
