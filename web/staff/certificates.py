"""The warning that a certificate is about to end: to whoever signs with it, and to the administrators of the office."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _

from signing.renewal import known
from signing.trust import SEAL_KEY
from storage.base import now
from storage.offices.tables import Person
from storage.scope import ADMINISTRATOR, SEAL_KEEPER, visible
from web.access import actor, services
from web.language import day


def ending() -> list[tuple[str, str]]:
    """What the person signed in should know of certificates that end within sixty days: tone and words, most urgent
    first."""
    signed_in, room = g.get("signed_in"), services().signing
    if signed_in is None or room is None:
        return []
    soon = [one for one in known(room.settings) if one.is_ending(now())]
    concerns = _keys_that_concern() if soon else set()
    said = []
    for one in sorted(soon, key=lambda certificate: certificate.until):
        if one.name not in concerns:
            continue
        about = {"holder": one.holder, "day": day(one.until), "days": one.days_left(now())}
        words = _("Chứng thư số của %(holder)s hết hạn ngày %(day)s (còn %(days)s ngày). Xin gia hạn ngay.", **about)
        if one.days_left(now()) < 0:
            words = _("Chứng thư số của %(holder)s đã hết hạn ngày %(day)s, không ký được nữa. Hãy gia hạn.", **about)
        said.append(("wrong" if one.is_urgent(now()) else "doubt", words))
    return said


def _keys_that_concern() -> set[str | None]:
    """One's own key; the office's, for who seals with it; everybody's of the office, for its administrator."""
    roles = g.signed_in.actor.roles
    keys = {g.signed_in.person.key_name}
    if roles & {ADMINISTRATOR, SEAL_KEEPER} and g.get("office") is not None:
        keys.add(g.office.settings.get(SEAL_KEY))
    if ADMINISTRATOR in roles:
        with services().database.reading() as session:
            keys |= {person.key_name for person in session.scalars(visible(actor(), Person))}
    return keys
