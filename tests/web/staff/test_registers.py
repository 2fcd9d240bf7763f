"""The register on screen: searched without accents, sorted, paged, exported without formulas, printed, closed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from signing.register_form import PRESCRIBED
from signing.register_print import Row
from storage.audit.tables import AuditEntry
from storage.copies import register
from tests.web.staff.world import OFFICE_PIN, Browser, World
from web.staff.register_export import exported, harmless

HOSTILE = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x")')
As = Callable[[str | None], Browser]


@pytest.fixture
def book(world: World) -> str:
    """A register with a hundred and twenty numbers: some void, one with a hostile name."""
    certifier = world.actor("certifier")
    with world.database.session() as session:
        opened = register.open_register(session, certifier, year=2026)
        for number in range(1, 121):
            name = {7: "Đặng Thị Hường", 8: HOSTILE[0]}.get(number, f"Người {number % 9}")
            entry = register.reserve(
                session, certifier, year=2026, requester_name=name, original_name=f"Giấy khai sinh {200 - number}",
                signer_name="Lê Minh Châu", signer_title="Phó Chủ tịch", fee=2000,
            )  # fmt: skip
            if number % 40 == 0:
                register.void(session, certifier, entry.id, "hỏng thiết bị")
            else:
                register.settle_issued(session, entry.id)
        return opened.id


def numbers(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'<td class="number strong">(\d+)</td>', page)]


def test_a_name_is_found_without_accents_and_stands_in_no_address(as_: As, book: str) -> None:
    browser = as_("certifier")
    found = browser.post(f"/registers/{book}", {"text": "dang huong"})
    assert numbers(found.text) == [7]
    assert 'method="post" id="find"' in found.text
    assert numbers(browser.get(f"/registers/{book}?text=huong").text) == list(range(1, 101))


def test_columns_sort_both_ways_and_pages_go_through_the_year(as_: As, book: str) -> None:
    browser = as_("auditor")
    first = browser.get(f"/registers/{book}").text
    assert numbers(first) == list(range(1, 101))
    assert numbers(browser.post(f"/registers/{book}", {"page": "2"}).text) == list(range(101, 121))
    backwards = browser.post(f"/registers/{book}", {"order": "-number"}).text
    assert numbers(backwards)[:3] == [120, 119, 118]
    assert 'aria-sort="descending"' in backwards
    by_original = browser.post(f"/registers/{book}", {"order": "original"}).text
    assert numbers(by_original)[0] == 100, "Giấy khai sinh 100 comes before 101"
    assert numbers(browser.post(f"/registers/{book}", {"order": "nonsense", "page": "0"}).text)[0] == 1


def test_voids_are_filtered_with_their_reason_and_days_bound_the_search(as_: As, book: str) -> None:
    browser = as_("seal_keeper")
    voids = browser.post(f"/registers/{book}", {"state": "void"}).text
    assert numbers(voids) == [40, 80, 120]
    assert voids.count("hỏng thiết bị") == 3
    assert "Không có dòng nào như vậy" in browser.post(f"/registers/{book}", {"last_day": "2025-12-31"}).text
    assert numbers(browser.post(f"/registers/{book}", {"first_day": "31/12/2099"}).text), "no day is no bound"


def test_the_volumes_of_a_year_are_searched_together(as_: As, world: World, book: str) -> None:
    from tests.storage.test_register_numbers import close

    certifier = world.actor("certifier")
    with world.database.session() as session:
        close(session, world.actor("seal_keeper"), book)
        second = register.open_register(session, certifier, year=2026)
        register.reserve(
            session, certifier, year=2026, requester_name="Đặng Thị Hường", original_name="Bằng lái",
            signer_name="Lê Minh Châu", signer_title="", fee=0,
        )  # fmt: skip
    browser = as_("certifier")
    assert numbers(browser.post(f"/registers/{second.id}", {"text": "huong"}).text) == [121]
    assert numbers(browser.post(f"/registers/{second.id}", {"text": "huong", "whole_year": "yes"}).text) == [7, 121]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Trần Thị Cúc", "12", "a=b", "số 1-2"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def _rows() -> list[Row]:
    return [Row({column.code: cell for column in PRESCRIBED}) for cell in HOSTILE]


def test_a_csv_is_utf8_with_its_mark_and_without_formulas() -> None:
    data = exported(PRESCRIBED, _rows(), "csv", "x")
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert lines[0][3] == "Tên của bản chính giấy tờ, văn bản"
    assert all(cell.startswith("'") for line in lines[1:] for cell in line)


def test_an_xlsx_holds_text_alone() -> None:
    data = exported(PRESCRIBED, _rows(), "xlsx", "x")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
        texts = "".join(ElementTree.fromstring(packed.read("xl/sharedStrings.xml")).itertext())
        names = packed.namelist()
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = sheet.findall(f".//{main}c")
    assert len(cells) == len(PRESCRIBED) * (1 + len(HOSTILE))
    assert {cell.get("t") for cell in cells} == {"s"}, "every cell is a string by its type"
    assert not sheet.findall(f".//{main}f")
    assert not sheet.findall(f".//{main}hyperlink")
    assert "=HYPERLINK" in texts
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]


def _exported(browser: Browser, book: str, **given: Any) -> Any:
    return browser.post(f"/registers/{book}/export", {"format": "csv", "purpose": "Báo cáo quý IV", **given})


def test_an_export_says_what_for_and_holds_no_more_persons_than_needed(as_: As, world: World, book: str) -> None:
    browser = as_("auditor")
    assert _exported(browser, book, purpose=" ").status_code == 400
    answer = _exported(browser, book)
    assert answer.status_code == 200
    text = answer.data.decode("utf-8-sig")
    assert len(text.splitlines()) == 121
    assert "Đặng Thị Hường" not in text, "names of requesters are left out unless asked for"
    assert "Bỏ số: hỏng thiết bị" in text
    with_names = _exported(browser, book, with_names="yes", text="huong").data.decode("utf-8-sig")
    assert "Đặng Thị Hường" in with_names
    assert len(with_names.splitlines()) == 2
    with world.database.session() as session:
        entries = session.query(AuditEntry).filter_by(action="register.export").order_by(AuditEntry.at).all()
    assert [(one.purpose, one.details["lines"], one.details["with_names"]) for one in entries] == [
        ("Báo cáo quý IV", 120, False), ("Báo cáo quý IV", 1, True),
    ]  # fmt: skip


def test_an_xlsx_export_opens_as_a_workbook(as_: As, book: str) -> None:
    answer = _exported(as_("certifier"), book, format="xlsx")
    assert answer.headers["Content-Disposition"].endswith(".xlsx")
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None


@pytest.fixture
def signed(world: World, authority: Path) -> Iterator[World]:
    with world.signs(authority):
        yield world


def test_a_month_is_printed_kept_and_fetched(signed: World, book: str) -> None:
    browser = Browser(signed.app(), signed, "certifier")
    assert browser.post(f"/registers/{book}/prints", {"month": "13"}).status_code == 400
    assert browser.post(f"/registers/{book}/prints", {"month": "11"}).status_code == 303
    shown = browser.get(f"/registers/{book}/prints").text
    link = re.search(r"/registers/prints/[\w-]+\.pdf", shown)
    assert link is not None
    assert browser.get(link[0]).data.startswith(b"%PDF")


def test_the_seal_keeper_closes_with_the_pin_and_the_signed_volume_is_fetched(signed: World, book: str) -> None:
    app = signed.app()
    keeper = Browser(app, signed, "seal_keeper")
    assert "117" in keeper.get(f"/registers/{book}/close").text
    wrong = keeper.post(f"/registers/{book}/close", {"pin": "999999"})
    assert wrong.status_code == 403
    assert "999999" not in wrong.text
    assert Browser(app, signed, "certifier").post(f"/registers/{book}/close", {"pin": OFFICE_PIN}).status_code == 403
    assert keeper.get(f"/registers/{book}/closing.pdf").status_code == 404
    assert keeper.post(f"/registers/{book}/close", {"pin": OFFICE_PIN}).status_code == 303
    assert keeper.get(f"/registers/{book}/closing.pdf").data.startswith(b"%PDF")
    assert "Sổ này đã khóa" in keeper.get(f"/registers/{book}/close").text
