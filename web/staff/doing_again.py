"""A copy that was sent back or withdrawn, done again: nothing that its certifier had filled in is typed twice."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from signing import batch_list, prepared
from signing.pages import pages_of_document
from storage.copies import copies, register
from web.access import actor
from web.staff.certifying import Form, Subject, first_form


def form_again(session: Session, subject: Subject, copy_id: str) -> Form:
    """The form as it was for that copy; as the page first shows it where it is another's, another paper's or not void.

    The ticks come back only if the pages are those that were compared.
    """
    fresh = first_form(session, subject)
    copy = copies.copy_by_id(session, actor(), copy_id)
    if copy.document_id != subject.document.id or copy.state != "void" or copy.certifier_id != actor().person_id:
        return fresh
    pages = prepared.pages_compared(pages_of_document(session, actor(), subject.document))
    same = batch_list.compared(copy.manifest or {}) == pages
    entry = register.entry_by_id(session, actor(), copy.entry_id) if copy.entry_id else None
    return replace(
        fresh,
        requester_name=copy.requester_name,
        original_name=entry.original_name if entry else copy.original_name,
        copies_made=entry.copies_made if entry else copy.copies_made,
        answers=dict(copy.answers or {}),
        ticks=tuple(copy.pages_compared or ()) if same else (),
    )
