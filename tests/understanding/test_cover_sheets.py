"""Cover sheets part a pile: none is a paper, none joins what it parts, and its word for a kind is half believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ocr.model import Code, PageReading
from ocr.understanding import Together, understand
from ocr.understanding.covers import cover_on
from terms.covers import Cover
from tests.understanding.paper import CATALOGUE, page
from tests.understanding.test_other_papers import DECISION, LETTER, WEDDING_MENU
from tests.understanding.test_piles import ADDRESSEES, BIRTH, REPORT, RUNNING

SHEET = "^TỜ BÌA: MỞ GIẤY TỜ MỚI\n^Cover sheet: a new paper\n\nĐặt tờ này lên trên giấy khai sinh rồi quét cả tập.\n"


def cover(says: Cover, number: int = 1) -> PageReading:
    return page(SHEET, number, codes=[Code("QRCode", says.payload, (900, 900, 600, 600))])


def pile(*pages: str | Cover) -> list[PageReading]:
    return [
        cover(one, number) if isinstance(one, Cover) else page(one, number) for number, one in enumerate(pages, start=1)
    ]


def kinds(*pages: str | Cover) -> list[tuple[str, tuple[int, ...]]]:
    return [(document.kind, document.pages) for document in understand(pile(*pages), CATALOGUE)]


def test_a_cover_sheet_parts_what_would_go_on() -> None:
    going_on = RUNNING + ADDRESSEES
    assert kinds(REPORT, going_on) == [("administrative_document", (1, 2))]
    assert [pages for _, pages in kinds(REPORT, Cover(), going_on)] == [(1,), (3,)]


def test_a_cover_sheet_is_no_paper_and_its_words_are_not_understood() -> None:
    assert kinds(Cover(kind="birth_certificate")) == []
    assert kinds(Cover(dossier="H60-261120-0001"), BIRTH, Cover(), Cover()) == [("birth_certificate", (2,))]


def test_a_kind_on_the_sheet_names_a_paper_that_says_nothing_of_itself_but_not_surely() -> None:
    assert kinds(WEDDING_MENU) == [("other", (1,))]
    (document,) = understand(pile(Cover(kind="diploma"), RUNNING), CATALOGUE)
    assert document.kind == "diploma"
    assert document.kind_confidence < 0.9
    assert "Tờ bìa" in document.why


def test_a_kind_on_the_sheet_does_not_rename_a_paper_that_says_what_it_is() -> None:
    found = kinds(Cover(kind="diploma"), BIRTH, Cover(kind="land_use_certificate"), DECISION, Cover(kind="x"), LETTER)
    assert found == [("birth_certificate", (2,)), ("administrative_document", (4,)), ("administrative_document", (6,))]


def test_the_kind_is_said_of_the_next_paper_only() -> None:
    first, second = understand(pile(Cover(kind="birth_certificate"), BIRTH, Cover(), RUNNING), CATALOGUE)
    assert "Tờ bìa" in first.why
    assert "Tờ bìa" not in second.why


def test_what_a_person_put_together_stays_so_though_a_cover_sheet_lies_between() -> None:
    (document,) = understand(pile(REPORT, Cover(), RUNNING), CATALOGUE, [Together((1, 2, 3))])
    assert document.pages == (1, 2, 3)


def test_a_sheet_that_never_was_on_paper_is_known_by_its_letters() -> None:
    printed = page(f"{SHEET}{Cover(dossier='H60-261120-0001').payload}")
    assert cover_on(replace(printed, source="text")) == Cover(dossier="H60-261120-0001")
    assert cover_on(printed) is None


@pytest.mark.parametrize("text", ["HOSO1:P:00", "HOSO9:P", "https://example.test/HOSO1:P", Cover().payload + "0"])
def test_a_code_that_is_not_ours_or_was_misread_makes_no_cover_sheet(text: str) -> None:
    pages = [page(REPORT), page(RUNNING, 2, codes=[Code("QRCode", text, (900, 900, 600, 600))])]
    assert [document.pages for document in understand(pages, CATALOGUE)] == [(1, 2)]


def test_a_full_page_with_our_code_on_it_stays_a_paper() -> None:
    whole = page(RUNNING * 8, codes=[Code("QRCode", Cover().payload, (900, 900, 600, 600))])
    assert cover_on(whole) is None
