"""How the office reads: from which confidence on nobody looks, what the machine learned here, and whether to share it.

For the administrator, who sees counts and printed labels here, and no citizen's data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ingest.learning import read_again
from ocr.understanding.thresholds import Bought, Curve, measured
from storage.learning import consent
from storage.learning.labels import current_labels, generations, withdraw_labels
from storage.offices.break_glass import allows_break_glass, set_break_glass
from storage.offices.second_factor import MODES, second_factor_of, set_second_factor
from storage.offices.tables import Office
from storage.offices.thresholds import LEAST, MOST, set_review_threshold
from storage.scope import ADMINISTRATOR
from terms.errors import InputError
from web.access import actor, allow, services
from web.language import share, tenths
from web.staff import answers
from web.staff.names import names_of

part = Blueprint("office", __name__, url_prefix="/office")

OFFERED = (0.8, 0.85, 0.9, 0.95, 0.97, 0.99)
_WIDTH, _HEIGHT, _EDGE = 640, 300, 56


@dataclass(frozen=True)
class Dot:
    """A threshold on the drawn curve: where it lies in the picture, and what it buys."""

    x: float
    y: float
    bought: Bought


@dataclass(frozen=True)
class Drawing:
    """The curve as a picture: `line` joins the measured points; `ticks` of both axes are places and their figures."""

    line: str
    dots: list[Dot]
    present: Dot
    across: list[tuple[float, str]]
    up: list[tuple[float, str]]
    width: int = _WIDTH
    height: int = _HEIGHT
    edge: int = _EDGE


@part.get("")
@allow(ADMINISTRATOR)
def page() -> str:
    with services().database.session() as session:
        office = session.get_one(Office, actor().office_id)
        switches = consent.consents_of(session, actor())
        history = generations(session, actor())
        present = current_labels(session, office.id)
        shared = consent.is_shared(session, office.id)
        names = names_of(session, [one.decided_by for one in switches] + [one.adopted_by for one in history])
    curve = measured()
    return render_template(
        "office.html", threshold=office.review_threshold, curve=curve, offered=[curve.bought(one) for one in OFFERED],
        present=curve.bought(office.review_threshold), drawing=_drawn(curve, office.review_threshold), least=LEAST,
        most=MOST, shared=shared, switches=switches, history=history, learned=present, names=names,
        catalogue=services().catalogue, second_factor=second_factor_of(office), modes=MODES,
        break_glass=allows_break_glass(office),
    )  # fmt: skip


@part.post("/threshold")
@allow(ADMINISTRATOR)
def threshold() -> Response:
    """Set the office's threshold; it holds at once, for everything that still waits for a person."""
    wanted = _per_cent(request.form.get("threshold", ""))
    with services().database.session() as session:
        set_review_threshold(session, actor(), actor().office_id, wanted)
    bought = measured().bought(wanted)
    said = _("Ngưỡng soát lại là %(threshold)s.", threshold=share(wanted))
    answers.note(f"{said} {_meaning(bought)}")
    return answers.see("office.page")


@part.post("/consent")
@allow(ADMINISTRATOR)
def set_consent() -> Response:
    """Switch on or off that what was learned here is shared with other offices of this installation."""
    wanted = request.form.get("share") == "yes"
    with services().database.session() as session:
        consent.set_consent(session, actor(), actor().office_id, share=wanted)
    if wanted:
        answers.note(_("Đã đồng ý chia sẻ nhãn máy học được."))
    else:
        answers.note(_("Đã thôi chia sẻ. Không gì của cơ quan được dùng chung nữa."))
    return answers.see("office.page")


@part.post("/signing")
@allow(ADMINISTRATOR)
def signing_rules() -> Response:
    """Whether a second factor is asked for, and whether one person may break the glass."""
    with services().database.session() as session:
        set_second_factor(session, actor(), actor().office_id, request.form.get("second_factor", ""))
        set_break_glass(session, actor(), actor().office_id, allowed=request.form.get("break_glass") == "yes")
    answers.note(_("Đã ghi quy định ký số của cơ quan."))
    return answers.see("office.page")


@part.post("/labels/withdraw")
@allow(ADMINISTRATOR)
def withdraw() -> Response:
    """Take the labels learned last back, and have what still waits read without them."""
    with services().database.session() as session:
        withdraw_labels(session, actor())
        read_again(session, actor(), send=services().send_job)
    answers.note(_("Đã bỏ các nhãn mới học. Giấy tờ đang chờ sẽ được đọc lại."))
    return answers.see("office.page")


def _per_cent(typed: str) -> float:
    """A threshold as it is typed, in per cent, with a comma or a point. Raises InputError("bad_request")."""
    try:
        value = round(float(typed.replace("%", "").replace(",", ".").strip()) / 100, 4)
    except ValueError as error:
        raise InputError("bad_request", detail=_("ngưỡng là một số phần trăm")) from error
    if not LEAST <= value <= MOST:
        bounds = _("ngưỡng từ %(least)s đến %(most)s", least=share(LEAST), most=share(MOST))
        raise InputError("bad_request", detail=bounds)
    return value


def _meaning(bought: Bought) -> str:
    return _(
        "Cứ 1000 trường, %(flagged)s trường phải xem, %(errors)s lỗi lọt qua.",
        flagged=tenths(round(bought.flagged)),
        errors=tenths(bought.let_through),
    )


def _drawn(curve: Curve, threshold: float) -> Drawing:
    """The curve over a grid of whole figures: to the right what must be looked at, upwards what passes wrong."""
    across = _whole_steps(max(point.flagged for point in curve.points))
    up = _whole_steps(max(point.let_through for point in curve.points))

    def dot(bought: Bought) -> Dot:
        x = _EDGE + (_WIDTH - 2 * _EDGE) * bought.flagged / across[-1]
        y = _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * bought.let_through / up[-1]
        return Dot(round(x, 1), round(y, 1), bought)

    dots = [dot(point) for point in curve.points]
    return Drawing(
        line=" ".join(f"{one.x},{one.y}" for one in dots),
        dots=dots,
        present=dot(curve.bought(threshold)),
        across=[(dot(Bought(0, step, 0)).x, tenths(step)) for step in across],
        up=[(dot(Bought(0, 0, step)).y, tenths(step)) for step in up],
    )


def _whole_steps(most: float, count: int = 4) -> list[float]:
    """Figures from 0 to at least `most` in about `count` even steps of 1, 2 or 5 times a power of ten."""
    rough = max(most, 0.1) / count
    size = 10 ** math.floor(math.log10(rough))
    step = next(one * size for one in (1, 2, 5, 10) if one * size >= rough)
    return [step * number for number in range(math.ceil(max(most, 0.1) / step) + 1)]
