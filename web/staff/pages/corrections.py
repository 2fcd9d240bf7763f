"""What people had to correct, by kind and field, the worst first, with what to do about it.

Who may not see citizens' papers (an administrator who holds no other role) sees the examples masked and without a way
to the paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _l

from storage.base import now
from storage.learning.corrections import KIND, PAGES, Corrections, TrainingRow, corrections, masked, training_rows
from storage.scope import ADMINISTRATOR, REVIEWER
from web.access import actor, allow, services
from web.language import language
from web.staff import values
from web.staff.words import READERS, kind_name

part = Blueprint("corrections", __name__, url_prefix="/corrections")

PERIODS = {"30": _l("30 ngày qua"), "90": _l("90 ngày qua"), "365": _l("một năm qua"), "all": _l("từ trước tới nay")}
_NAMED = 3
_WHOLE = {KIND: _l("Loại giấy tờ"), PAGES: _l("Tách trang")}

ADVICE = {
    "label": _l("Máy không tìm thấy giá trị: thêm nhãn in trên giấy vào danh mục, hoặc cho máy học lại."),
    "scanner": _l("Máy đọc nhầm một hai chữ: xem lại chất lượng quét (300 dpi, lau kính, đủ sáng)."),
    "other_value": _l("Máy lấy nhầm giá trị khác: cho máy học lại."),
    "retrain": _l("Máy nhận nhầm loại: cho máy học lại, hoặc thêm tiêu đề của giấy vào danh mục."),
    "split": _l("Máy tách nhầm tập giấy: đặt tờ bìa giữa các giấy khi quét, hoặc quét từng giấy một."),
}  # fmt: skip

ORDERS: dict[str, Callable[[Corrections], Any]] = {
    "worst": lambda one: (-one.weight, -one.corrected),
    "kind": lambda one: (kind_name(one.kind), _field_name(one)),
    "field": lambda one: (_field_name(one), kind_name(one.kind)),
    "seen": lambda one: -one.seen,
    "corrected": lambda one: -one.corrected,
    "share": lambda one: -one.share,
    "trend": lambda one: -(one.trend if one.trend is not None else -2),
}


@part.get("")
@allow(REVIEWER, ADMINISTRATOR)
def page() -> str:
    period = request.args.get("period", "90")
    order = request.args.get("order", "worst")
    period = period if period in PERIODS else "90"
    order = order if order in ORDERS else "worst"
    since = None if period == "all" else now() - dt.timedelta(days=int(period))
    with services().database.reading() as session:
        found = corrections(row for row in training_rows(session, actor(), since=since) if _is_known(row))
    return render_template(
        "corrections.html", found=sorted(found, key=ORDERS[order]), period=period, periods=PERIODS, order=order,
        worst=[one for one in found if one.keeps_being_corrected][:_NAMED], advice=ADVICE, field_name=_field_name,
        example=_example, may_see=_may_see(),
    )  # fmt: skip


def _is_known(row: TrainingRow) -> bool:
    """False for a field of another kind, decided before somebody said what the paper is."""
    kind = services().catalogue.kinds.get(row.kind)
    return kind is not None and (row.name in _WHOLE or any(spec.name == row.name for spec in kind.fields))


def _may_see() -> bool:
    return bool(actor().roles.intersection(READERS))


def _field_name(one: Corrections | TrainingRow) -> str:
    """What the field is called in the language of the page."""
    if one.name in _WHOLE:
        return str(_WHOLE[one.name])
    return services().catalogue[one.kind].field(one.name).labels[language()]


def _example(row: TrainingRow) -> tuple[str, str]:
    """What the machine said and what a person put in its place, as the person who looks may see it."""
    if row.name == KIND:
        return kind_name(row.proposed or ""), kind_name(row.decided or "")
    if row.name == PAGES:
        return str(_l("máy tách")), str(_l("người sắp lại"))
    spec = services().catalogue[row.kind].field(row.name)
    read, decided = (values.shown(spec, value) for value in (row.proposed, row.decided))
    return (read, decided) if _may_see() else (masked(read), masked(decided))
