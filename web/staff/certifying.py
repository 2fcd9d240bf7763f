"""What the page of the certifier shows: the paper, what was asked, who compared, what was noticed, what stands in the
way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from signing import act
from signing.hints import Hint, hints, state_office_can_look
from signing.noticed import all_looked_at, paper_of
from signing.refusals import ARTICLE_22
from signing.statement import fee
from storage.base import now
from storage.copies import copies, register
from storage.copies.tables import CertifiedCopy
from storage.documents.readings import pages_of_document
from storage.documents.review import document_by_id
from storage.documents.tables import Document, Page
from storage.offices.desk import desk_of
from storage.offices.tables import Office
from storage.requests import requests
from storage.requests.calendar import calendar_of
from storage.requests.comparisons import comparison_of
from storage.requests.refusals import kept_back
from storage.requests.tables import CertificationRequest, Comparison, SuspectedForgery
from terms.errors import StateError
from terms.working_days import Rule, due
from web.access import actor, services
from web.staff.names import names_of

UNDER_WAY = ("prepared", "draft", "certified")


@dataclass(frozen=True)
class Form:
    """What the certifier has filled in so far; shown again when something was refused. Never the PIN."""

    requester_name: str = ""
    original_name: str = ""
    purpose: str = ""
    copies_made: int = 1
    answers: dict[str, object] = field(default_factory=dict)
    ticks: tuple[int, ...] = ()
    request_id: str = ""
    reason: str = ""

    @property
    def items(self) -> list[str]:
        """The items of Article 22 that were answered with yes."""
        return [item.code for item in ARTICLE_22 if self.answers.get(item.code) is True]


@dataclass(frozen=True)
class Subject:
    """The document to certify, all that is known of it, and what stands in the way of it.

    `separate`: the office has somebody else compare; `compared`: the comparison that holds, by `comparer`.
    `due`: when it must be done, from the request or, where there is none yet, if it is taken in now.
    """

    document: Document
    pages: list[Page]
    has_register: bool
    under_way: CertifiedCopy | None
    asked: CertificationRequest | None
    separate: bool
    compared: Comparison | None
    comparer: str
    kept_back: SuspectedForgery | None
    due: tuple[dt.datetime, Rule]
    hints: Sequence[Hint]
    looked_for_seals: bool

    @property
    def is_blocked(self) -> bool:
        """Whether nothing can be signed at present, whatever is filled in."""
        waits = self.separate and (self.compared is None or self.compared.compared_by == actor().person_id)
        return bool(self.under_way or self.kept_back or not self.has_register or waits)

    @property
    def can_look(self) -> bool:
        """Whether the copy seems to be for a state office that can look this paper up."""
        return self.asked is not None and state_office_can_look(self.document.kind, self.asked.purpose)

    @property
    def fee(self) -> int:
        """The fee of one copy in đồng."""
        return fee(len(self.pages))


def filled() -> Form:
    """What the form of the page says."""
    form = request.form
    yes_no: dict[str, object] = {
        item.code: form[f"answer-{item.code}"] == "yes"
        for item in ARTICLE_22
        if form.get(f"answer-{item.code}") in ("yes", "no")
    }
    return Form(
        requester_name=form.get("requester_name", "").strip(),
        original_name=form.get("original_name", "").strip(),
        purpose=form.get("purpose", "").strip(),
        copies_made=max(1, min(form.get("copies_made", type=int, default=1), requests.MOST_COPIES)),
        answers=yes_no,
        ticks=tuple(int(tick) for tick in form.getlist("tick") if tick.isdecimal() and len(tick) < 6),
        request_id=form.get("request", ""),
        reason=form.get("reason", "").strip(),
    )


def subject_of(session: Session, document_id: str, request_id: str = "") -> Subject:
    """Everything about this document, for the request named or the open one about it."""
    document = document_by_id(session, actor(), document_id)
    if document.state not in ("confirmed", "stored"):
        raise StateError("wrong_state", detail=_("giấy tờ chưa được xác nhận"))
    under_way = next(
        (copy for copy in copies.copies_of(session, actor(), document_id) if copy.state in UNDER_WAY), None
    )
    pages = pages_of_document(session, actor(), document_id)
    asked = asked_for(session, document_id, request_id)
    compared = comparison_of(session, actor(), document_id)
    paper = paper_of(session, actor(), services().catalogue, document, pages)
    return Subject(
        document=document,
        pages=pages,
        has_register=register.open_register_of(session, actor()) is not None,
        under_way=under_way,
        asked=asked,
        separate=desk_of(session.get_one(Office, document.office_id)).separate_comparer,
        compared=compared,
        comparer=names_of(session, [compared.compared_by]).get(compared.compared_by, "") if compared else "",
        kept_back=kept_back(session, actor(), document_id),
        due=_due(session, document, asked),
        hints=hints(paper),
        looked_for_seals=all_looked_at(paper),
    )


def asked_for(session: Session, document_id: str, request_id: str) -> CertificationRequest | None:
    """The request the certifier means: the one named if it may be answered with this document, else the open one."""
    if request_id:
        named = requests.request_by_id(session, actor(), request_id)
        if named.state == "open" and named.document_id in (None, document_id) and named.kind == "electronic_copy":
            return named
    return requests.open_request_of(session, actor(), document_id)


def first_form(session: Session, subject: Subject) -> Form:
    """The form as the page first shows it: what the request says, no answer and no tick."""
    name = act.suggested_name(session, actor(), services().catalogue, subject.document)
    asked = subject.asked
    if asked is None:
        return Form(original_name=name)
    return Form(
        requester_name=asked.requester_name,
        original_name=asked.original_name or name,
        purpose=asked.purpose,
        copies_made=asked.copies_wanted,
        request_id=asked.id,
    )


def _due(session: Session, document: Document, asked: CertificationRequest | None) -> tuple[dt.datetime, Rule]:
    moment, rule = due(now(), calendar_of(session, document.office_id))
    if asked is not None and asked.due_at is not None:
        return asked.due_at, rule
    return moment, rule
