"""What offices press on papers that are not theirs: the certification of a copy, and the stamp of what has come in.

Neither changes what the paper is, and neither number is the paper's own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
from PIL import Image

from samples import ink, world
from samples.sheet import Sheet, px
from samples.stage import Paper, commune_office
from samples.world import long_date

_DAY = re.compile(r"ngày (\d\d?) tháng (\d\d?) năm (\d{4})")
_CERTIFIED = (92.0, 58.0)
_RECEIVED = (52.0, 24.0)


def certified(paper: Paper, rng: Random) -> Paper:
    """The paper as a certified copy: "Chứng thực bản sao đúng với bản chính" on its last page, where there is room.

    Returned unchanged where there is none.
    """
    day = _issued(paper) + timedelta(days=rng.randint(1, 300))
    office = commune_office(world.place(rng), day)
    stamp = Sheet(rng, size=_CERTIFIED, margins=(1, 1, 1), points=10.5, family="times")
    stamp.colour = ink.BLUE if rng.random() < 0.5 else ink.BLACK
    number = f"Số chứng thực: {rng.randint(10, 9000)}, quyển số: 0{rng.randint(1, 9)}/{day.year}-SCT/BS"
    for text, style in (
        ("CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "b"),
        (number, ""),
        (long_date(day).capitalize(), "i"),
        (rng.choice(("CHỦ TỊCH", "PHÓ CHỦ TỊCH")), "b"),
    ):
        stamp.line((text, style), align="c", after=0.3)
    stamp.picture(ink.seal(office.issuing, office.seal_below, px(30), rng), 14, stamp.y - 4)
    stamp.picture(ink.signature(px(36), px(14), rng), 34, stamp.y)
    stamp.y += 18
    stamp.line((world.name_of_official(rng), "b"), align="c")
    return _pressed(paper, len(paper.pages) - 1, stamp, rng, mark="certified_copy")


def received(paper: Paper, rng: Random) -> Paper:
    """The paper with the red box of an office's post-room: "ĐẾN Số: … Ngày: …", by hand, in the margin of page one."""
    day = _issued(paper) + timedelta(days=rng.randint(1, 6))
    stamp = Sheet(rng, size=_RECEIVED, margins=(2, 1.5, 2), points=10, family="arial")
    stamp.colour = ink.RED
    stamp.box(0.5, 0.5, _RECEIVED[0] - 0.5, _RECEIVED[1] - 0.5, 0.5, ink.RED)
    stamp.line(("CÔNG VĂN ĐẾN", "b"), align="c")
    stamp.line("Số: ", (str(rng.randint(20, 4000)), "h"))
    stamp.line("Ngày: ", (f"{day.day}/{day.month}/{day.year}", "h"))
    return _pressed(paper, 0, stamp, rng, mark="received")


def _issued(paper: Paper) -> date:
    """The latest day on which the paper says something was done: an extract is younger than the entry it is of."""
    named = [value for key, value in paper.fields.items() if key in ("issue_date", "registration_date")]
    days = [date.fromisoformat(value) for value in named]
    days += [date(int(y), int(m), int(d)) for d, m, y in _DAY.findall("\n".join(paper.texts))]
    return max(days, default=date(2024, 5, 6))


def _pressed(paper: Paper, number: int, stamp: Sheet, rng: Random, *, mark: str) -> Paper:
    page = paper.pages[number]
    image = stamp.image.rotate(rng.uniform(-2.5, 2.5), Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    spot = _room(page, image.size, low=mark == "certified_copy")
    if spot is None:
        return paper
    pressed = page.copy()
    ink.press(pressed, image, *spot)
    pages = tuple(pressed if k == number else one for k, one in enumerate(paper.pages))
    texts = tuple("\n".join([text, *stamp.lines]) if k == number else text for k, text in enumerate(paper.texts))
    return replace(paper, pages=pages, texts=texts, marks=(*paper.marks, mark))


def _room(page: Image.Image, size: tuple[int, int], *, low: bool) -> tuple[int, int] | None:
    """A spot where nothing dark stands: from below for a certification, from the upper left for the post-room."""
    across, down = page.width // 10, page.height // 10
    grey = np.asarray(page.convert("L"))[: down * 10, : across * 10]
    dark = grey.reshape(down, 10, across, 10).min(axis=(1, 3)) < 150
    wide, high = size[0] // 10 + 1, size[1] // 10 + 1
    rows = range(12, dark.shape[0] - high - 12, 6)
    for y in reversed(rows) if low else rows:
        for x in range(14, dark.shape[1] - wide - 12, 8):
            if not dark[y : y + high, x : x + wide].any():
                return x * 10, y * 10
    return None
