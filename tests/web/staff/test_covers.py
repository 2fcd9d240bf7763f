"""Cover sheets at the pages: printed for a dossier of one's own office, and what they did is told on the dossier."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pypdfium2

from ocr.codes import codes_on
from storage.documents import originals, readings
from storage.documents.readings import PageRow
from storage.dossiers import dossiers
from terms.covers import Cover, parse_cover
from tests.web.staff.world import Browser, World

As = Callable[[str | None], Browser]


def covers_in(pdf: bytes) -> list[Cover | None]:
    """What the codes of the pages say, as a scanner sees them."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        drawn = np.asarray(document[number].render(scale=2).to_pil().convert("L"))
        (code,) = codes_on(cv2.blur(drawn, (3, 3)))
        found.append(parse_cover(code.text))
    document.close()
    return found


def open_one(world: World, role: str = "counter", code: str | None = None) -> str:
    with world.database.session() as session:
        return dossiers.open_dossier(session, world.actor(role), title="Đăng ký kết hôn", code=code).code


def test_the_sheet_of_a_dossier_is_printed_from_its_page(world: World, as_: As) -> None:
    code = open_one(world)
    browser = as_("counter")
    assert f"/covers/dossiers/{code}.pdf" in browser.get(f"/dossiers/{code}").text
    answer = browser.get(f"/covers/dossiers/{code}.pdf")
    assert answer.content_type == "application/pdf"
    assert covers_in(answer.data) == [Cover(dossier=code)]


def test_separator_sheets_are_printed_for_any_kind_and_as_many_as_wanted(world: World, as_: As) -> None:
    browser = as_("reviewer")
    assert "Giấy khai sinh" in browser.get("/covers").text
    assert "/covers" in as_("counter").get("/dossiers/new").text
    answer = browser.get("/covers/separators.pdf?kind=birth_certificate&count=2")
    assert covers_in(answer.data) == [Cover(kind="birth_certificate")] * 2
    assert covers_in(browser.get("/covers/separators.pdf?kind=&count=1").data) == [Cover()]


def test_too_many_sheets_and_sheets_of_other_offices_are_refused(world: World, as_: As) -> None:
    browser = as_("counter")
    assert browser.get("/covers/separators.pdf?count=51").status_code == 400
    assert browser.get("/covers/separators.pdf?count=0").status_code == 400
    there = open_one(world, "everything_elsewhere")
    assert browser.get(f"/covers/dossiers/{there}.pdf").status_code == 404
    assert browser.get("/covers/dossiers/none.pdf").status_code == 404


def test_the_dossier_says_where_its_pages_went_and_which_sheet_nobody_knows(world: World, as_: As) -> None:
    first, second = open_one(world), open_one(world)
    there = open_one(world, "everything_elsewhere")
    sheets = {2: Cover(dossier=second), 4: Cover(dossier=there)}
    with world.database.session() as session:
        actor = world.actor("counter")
        dossier = dossiers.dossier_by_code(session, actor, first)
        original, _ = originals.add_original(
            session, actor, sha256="0" * 64, size=1, media_type="application/pdf", filename="tập.pdf",
            source="upload", dossier_id=dossier.id,
        )  # fmt: skip
        rows = [
            PageRow(number, 1000, 1400, 120, 0, 0.0, 0.99, cover=sheets[number].payload if number in sheets else None)
            for number in range(1, 6)
        ]
        readings.save_pages(session, actor, original.id, rows)
        originals.follow_covers(session, actor, dossier.id)
    text = as_("counter").get(f"/dossiers/{first}").text
    assert f'href="/dossiers/{second}"' in text
    assert "không phải của hồ sơ nào" in text
    assert there not in text
    assert [f"Trang {number} của" in text for number in range(1, 6)] == [True, False, False, True, True]
    other = as_("counter").get(f"/dossiers/{second}").text
    assert [f"Trang {number} của" in other for number in range(1, 6)] == [False, True, True, False, False]
    assert "không phải của hồ sơ nào" not in other
