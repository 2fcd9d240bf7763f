"""The owners' electronic store: asked by number, with a purpose and a dossier; every answer leaves its trace."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from storage.audit.log import mask_numbers
from storage.deliveries import links
from storage.dossiers import dossiers
from storage.owners import store
from storage.scope import COUNTER, REVIEWER
from terms.errors import AccessError, HosoError
from web.access import actor, allow, services
from web.language import language
from web.staff.words import READERS

part = Blueprint("owners", __name__, url_prefix="/owners")


@part.get("")
@allow(COUNTER, REVIEWER)
def page() -> str:
    return render_template("owners.html", asked=None, hits=None, refusal=None)


@part.post("/lookup")
@allow(COUNTER, REVIEWER)
def lookup() -> str | tuple[str, int]:
    """What the store holds for a number. The dossier named must be one of this office: a purpose cannot be made up."""
    asked = {name: request.form.get(name, "").strip() for name in ("personal_id", "purpose", "dossier_code")}
    try:
        if not asked["purpose"] or not asked["dossier_code"]:
            raise AccessError("purpose_required")
        with services().database.session() as session:
            dossiers.dossier_by_code(session, actor(), asked["dossier_code"])
            hits = store.lookup(session, actor(), **asked)
    except HosoError as refusal:
        message = refusal.message(language())
        if refusal.code == "not_found":
            message = _("Không có hồ sơ mã này ở cơ quan của bạn. Tra cứu phải gắn với một hồ sơ có thật.")
        return render_template("owners.html", asked=asked, hits=None, refusal=message), refusal.problem.status
    return render_template("owners.html", asked=asked, hits=hits, refusal=None)


@part.get("/<owner_id>")
@allow(*READERS)
def papers(owner_id: str) -> str:
    """What this office itself holds of an owner it has met."""
    with services().database.session() as session:
        owner = store.owner_by_id(session, actor(), owner_id)
        documents = store.store_of(session, actor(), owner_id)
        numbers = [mask_numbers(row.value) for row in store.identifiers_of(session, actor(), owner_id)]
        uses = store.uses_of(session, actor(), owner_id)[:20]
        certified = links.copies_of_owner(session, actor(), owner_id)
    return render_template(
        "owner.html", owner=owner, documents=documents, numbers=numbers, uses=uses, certified=certified
    )
