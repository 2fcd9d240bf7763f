"""The audit log: who did what, when and why; and whether the chain of it is whole."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from storage.audit import log
from storage.copies.copies import broken_glass
from storage.offices.people import people_of
from storage.scope import AUDITOR
from web.access import actor, allow, services
from web.staff import answers
from web.staff.acts import ACTIONS
from web.staff.names import names_of

part = Blueprint("audit", __name__, url_prefix="/audit")

PAGE_SIZE = 60


@part.get("")
@allow(AUDITOR)
def page() -> str:
    asked = {name: request.args.get(name) or None for name in ("action", "actor_id", "object_id", "after")}
    with services().database.session() as session:
        rows = log.entries(session, actor(), limit=PAGE_SIZE + 1, **asked)
        names = names_of(session, [row.actor_id for row in rows])
        people = people_of(session, actor())
        sealed, _head = log.head(session)
        unsealed = log.unsealed(session)
        alone = broken_glass(session, actor())
        names |= names_of(session, [copy.certifier_id for copy in alone])
    shown = rows[:PAGE_SIZE]
    return render_template(
        "audit.html", rows=shown, names=names, people=people, asked=asked, actions=ACTIONS, sealed=sealed,
        unsealed=unsealed, alone=alone, more_after=shown[-1].id if len(rows) > PAGE_SIZE else None,
    )  # fmt: skip


@part.post("/verify")
@allow(AUDITOR)
def verify() -> Response:
    """Recompute every hash of the chain."""
    with services().database.session() as session:
        findings = log.verify_chain(session)
        count, head = log.head(session)
    if findings:
        places = ", ".join(str(finding.sequence) for finding in findings[:5])
        broken = _("Nhật ký KHÔNG nguyên vẹn: %(count)s chỗ sai (mục %(places)s).", count=len(findings), places=places)
        answers.note(f"{broken} {_('Báo ngay người quản trị hệ thống.')}", "wrong")
    else:
        whole = _("Nhật ký nguyên vẹn: %(count)s mục nối nhau không đứt.", count=count)
        answers.note(f"{whole} {_('Mã cuối: %(head)s…', head=head[:12])}")
    return answers.see("audit.page")
