"""Who may sign as what, and when: terms of office and of authorisation, with their dates (Decree 30/2020, Article 13).

Whoever has terms for a purpose must be in one of them on the day of signing; for whoever has none, the title of the
person's own row stands, as it did before there were terms.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.offices.people import administers
from storage.offices.tables import Person
from storage.scope import Actor, fetch, visible
from storage.signings.tables import SigningTerm
from storage.text import VIETNAM, kept, required
from terms.errors import AccessError, InputError, StateError
from terms.titles import BETWEEN

FORMS = ("", "KT.", "TL.", "TUQ.")
"""Ký trực tiếp; ký thay (for the head), thừa lệnh (by order), thừa ủy quyền (by authorisation)."""
_PURPOSES = {"certify": "chứng thực / to certify", "seal": "ký số của cơ quan / to seal"}


def today() -> str:
    """The day where Viet Nam is, ISO."""
    return now().astimezone(VIETNAM).date().isoformat()


def set_term(
    session: Session,
    actor: Actor,
    person_id: str,
    *,
    purpose: str,
    title: str,
    first_day: str,
    last_day: str | None = None,
    form: str = "",
    for_title: str = "",
    basis: str = "",
) -> SigningTerm:
    """A term in which the person signs as `title`, for `for_title` where `form` says so, by `basis`.

    Raises AccessError unless `actor` administers the office; InputError("bad_request") for days that are none or in the
    wrong order, and for a form without the one signed for; StateError("wrong_state") for a term that overlaps another.
    """
    administers(actor, actor.office_id)
    person = fetch(session, actor, Person, person_id)
    if purpose not in _PURPOSES or form not in FORMS or bool(form) != bool(for_title.strip()):
        raise InputError(
            "bad_request", detail="hình thức ký và người được ký thay / the form and whom it is signed for"
        )
    begin = _day(first_day)
    end = _day(last_day) if last_day else None
    if end is not None and end < begin:
        raise InputError("bad_request", detail="ngày kết thúc trước ngày bắt đầu / it ends before it begins")
    for other in terms_of(session, actor, person.id):
        if other.purpose == purpose and _overlap(begin, end, other):
            raise StateError("wrong_state", detail="trùng một thời hạn khác / it overlaps another term")
    term = SigningTerm(
        office_id=actor.office_id,
        person_id=person.id,
        purpose=purpose,
        form=form,
        for_title=kept(for_title.strip(), 100),
        title=required(title, 100, "the title"),
        basis=kept(basis.strip(), 500),
        first_day=begin,
        last_day=end,
        set_by=actor.person_id,
    )
    session.add(term)
    session.flush()
    details = {"purpose": purpose, "title": title_of(term), "first_day": begin, "last_day": end}
    record(session, actor, "term.set", "person", person.id, details=details)
    return term


def end_term(session: Session, actor: Actor, term_id: str, last_day: str | None = None) -> SigningTerm:
    """The term ends on `last_day` (today by default). Raises as `set_term` does; StateError for one that is over."""
    administers(actor, actor.office_id)
    term = fetch(session, actor, SigningTerm, term_id, lock=True)
    end = _day(last_day) if last_day else max(today(), term.first_day)
    if term.last_day is not None and term.last_day <= end:
        raise StateError("wrong_state", detail="thời hạn này đã hết / the term is over by then")
    if end < term.first_day:
        raise InputError("bad_request", detail="ngày kết thúc trước ngày bắt đầu / it ends before it begins")
    term.last_day, term.ended_by = end, actor.person_id
    record(session, actor, "term.end", "person", term.person_id, details={"last_day": end})
    session.flush()
    return term


def terms_of(session: Session, actor: Actor, person_id: str) -> list[SigningTerm]:
    """The terms of this person, latest first."""
    query = visible(actor, SigningTerm).where(SigningTerm.person_id == person_id)
    return list(session.scalars(query.order_by(SigningTerm.first_day.desc(), SigningTerm.id.desc())))


def signing_title(session: Session, actor: Actor, person: Person, purpose: str) -> str:
    """As what this person signs today in the actor's office, on one line. Raises AccessError("no_term")."""
    own = [
        term
        for term in terms_of(session, actor, person.id)
        if term.purpose == purpose and term.office_id == actor.office_id
    ]
    if not own:
        return person.title
    day = today()
    for term in own:
        if term.first_day <= day and (term.last_day is None or day <= term.last_day):
            return title_of(term)
    raise AccessError("no_term", purpose=_PURPOSES[purpose])


def title_of(term: SigningTerm) -> str:
    """The title on one line: `KT. CHỦ TỊCH – PHÓ CHỦ TỊCH`."""
    return f"{term.form} {term.for_title}{BETWEEN}{term.title}" if term.form else term.title


def _overlap(begin: str, end: str | None, other: SigningTerm) -> bool:
    return (other.last_day is None or begin <= other.last_day) and (end is None or other.first_day <= end)


def _day(text: str) -> str:
    try:
        return dt.date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise InputError("bad_request", detail="ngày không đúng / no date") from error
