"""Taking a copy by its delivery link: a page that asks for the second secret, and the file for whoever knows it.

The same page stands behind every link, whether there is such a link or not; one refusal says nothing of why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storage.blobs.store import BlobStore
from storage.database import Database
from storage.deliveries import links
from terms.errors import HosoError
from web.language import language
from web.public.limits import RateLimit

_MISS_COSTS = 9  # tokens besides the one of every question


class Deliveries(Protocol):
    """What anybody may ask of delivery links."""

    def take(self, token: str, secret: str) -> tuple[bytes, int] | None:
        """The file behind a link and its secret, and its number; None for anything else."""
        ...


@dataclass(frozen=True)
class StoredDeliveries:
    """Links in the database. `database` changes rows of their table and nothing else (`changes_only`)."""

    database: Database
    blobs: BlobStore

    def take(self, token: str, secret: str) -> tuple[bytes, int] | None:
        with self.database.session() as session:
            found = links.open_link(session, token, secret)
        if found is None:
            return None
        with self.blobs.open(found.pdf_sha256, verify=True) as stream:
            return stream.read(), found.number


def deliveries(kept: Deliveries) -> Blueprint:
    """The routes, over `kept`."""
    blueprint = Blueprint("deliveries", __name__, url_prefix="/d")

    @blueprint.get("/<token>")
    def ask(token: str) -> ResponseReturnValue:
        _count()
        return render_template("delivery.html", refusal=None)

    @blueprint.post("/<token>")
    def take(token: str) -> ResponseReturnValue:
        """The file, as it was issued. A secret travels in a form and never in an address, which is kept in logs."""
        _count()
        found = kept.take(token[:100], request.form.get("secret", "")[:40])
        if found is None:
            _limit().charge(request.remote_addr, _MISS_COSTS)
            refusal = HosoError("delivery_refused")
            page = render_template("delivery.html", refusal=refusal.message(language()))
            return page, refusal.problem.status
        data, number = found
        name = _("ban-sao-chung-thuc-so-%(number)s.pdf", number=number)
        headers = {"Content-Type": "application/pdf", "Content-Disposition": f'attachment; filename="{name}"'}
        return data, 200, headers

    return blueprint


def _limit() -> RateLimit:
    found: RateLimit = current_app.extensions["hoso_lookups"]
    return found


def _count() -> None:
    if not _limit().allow(request.remote_addr):
        raise HosoError("too_many_requests")
