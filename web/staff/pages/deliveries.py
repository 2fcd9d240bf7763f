"""Delivering a copy by link: the receipt with the secret, told once, and taking links back."""

from __future__ import annotations

import segno
from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from storage.copies import copies, register
from storage.deliveries import links
from storage.scope import CERTIFIER, COUNTER, SEAL_KEEPER
from web.access import actor, allow, services
from web.staff import answers

part = Blueprint("deliveries", __name__)


@part.post("/copies/<copy_id>/links")
@allow(COUNTER, CERTIFIER, SEAL_KEEPER)
def create(copy_id: str) -> Response:
    """A new link. Its secret is on the answer of this request, to be printed, and nowhere else, ever.

    The QR code holds the link alone: whoever photographs it opens nothing.
    """
    with services().database.session() as session:
        copy = copies.copy_by_id(session, actor(), copy_id)
        made = links.create_link(session, actor(), copy_id, days=request.form.get("days", type=int, default=links.DAYS))
        entry = register.entry_by_id(session, actor(), str(copy.entry_id))
    address = f"{services().public_address}/d/{made.token}"
    picture = Markup(segno.make_qr(address, error="m").svg_inline(scale=4, border=4))  # noqa: S704 - drawn by ourselves
    return make_response(
        render_template("delivery_slip.html", copy=copy, entry=entry, made=made, address=address, picture=picture)
    )


@part.post("/deliveries/<link_id>/revoke")
@allow(COUNTER, CERTIFIER, SEAL_KEEPER)
def revoke(link_id: str) -> Response:
    with services().database.session() as session:
        link = links.revoke_link(session, actor(), link_id)
    answers.note(_("Đã thu hồi. Liên kết này không mở được nữa."))
    return answers.see("copies.page", copy_id=link.copy_id)
