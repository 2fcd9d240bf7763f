"""The refusal in writing and the minutes of a paper kept back: what they say, and that they are PDF/A."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from signing.official import place_of
from signing.refusals import ARTICLE_22
from signing.written import write_minutes, write_refusal
from storage.check import check
from storage.offices import people
from storage.offices.desk import Desk, set_desk
from storage.requests import requests
from storage.requests.refusals import KeptBack, Refused
from storage.requests.requests import Asked
from storage.requests.tables import RefusalLetter, SuspectedForgery
from storage.scope import Actor
from storage.signings import terms
from terms.errors import HosoError
from tests.signing.scene import Counter
from tests.verapdf import assert_pdfa

LETTERS = "Ngày sinh bị tẩy và viết đè.\nỞ ĐẶNG THỊ HƯỜNG chữ “Ư” khác nét."
WHOM = Refused("Trần Thị Cúc", "Giấy khai sinh số 215/2020", ["altered", "damaged"], LETTERS)
TAKEN = KeptBack("Phạm Văn Tý", "Bằng tốt nghiệp số B 123", "Dấu in màu", "Mua lại", "Lê Thị Chứng")


def certifier(counter: Counter) -> Actor:
    with counter.database.session() as session:
        return people.actor_for(session, counter.people["anh"])


def words_of(path: Path) -> str:
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def refuse(counter: Counter, said: Refused = WHOM) -> tuple[RefusalLetter, Path]:
    with counter.database.session() as session:
        letter = write_refusal(session, counter.services.blobs, certifier(counter), said)
    return letter, counter.services.blobs.path(letter.pdf_sha256 or "")


def test_the_refusal_says_to_whom_of_what_why_and_what_may_be_done(counter: Counter) -> None:
    letter, path = refuse(counter)
    text = words_of(path)
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 01/TB-UBND", "THÔNG BÁO",
        "Trần Thị Cúc", "Giấy khai sinh số 215/2020", "Điều 22", "Ngày sinh bị tẩy và viết đè.",
        "ĐẶNG THỊ HƯỜNG", "khiếu nại", "Nguyễn Thị Ánh", "Nơi nhận:", "DÙNG THỬ",
    ):  # fmt: skip
        assert expected in text, expected
    named = {item.code for item in ARTICLE_22 if " ".join(item.vi.split()) in text}
    assert named == {"altered", "damaged"}, "the items that apply, word for word, and no others"
    assert_pdfa(path, "3b")
    assert [found for found in check(counter.database, counter.services.blobs) if found.level != "note"] == []
    assert letter.number == 1


def test_a_refusal_without_an_item_of_article_22_still_gives_its_reason(counter: Counter) -> None:
    _, path = refuse(counter, Refused("Cúc", "Bản sao học bạ", [], "Đây là bản sao, không phải bản chính."))
    text = words_of(path)
    assert "Đây là bản sao, không phải bản chính." in text
    assert "quy định tại Điều 22" not in text


def test_a_long_refusal_keeps_its_signature_together_with_words(counter: Counter) -> None:
    everything = [item.code for item in ARTICLE_22]
    for lines in (1, 8, 14):
        _, path = refuse(counter, Refused("Cúc", "Giấy", everything, "Một lý do dài.\n" * lines))
        pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
        last = [page for page in pages.split("\f") if page.strip()][-1]
        assert "Nguyễn Thị Ánh" in last
        assert "thông báo để Ông (Bà) biết" in " ".join(last.split())


def test_the_symbols_are_the_offices_own(counter: Counter) -> None:
    with counter.database.session() as session:
        set_desk(session, None, counter.office_id, Desk(refusal_symbol="TC-VP", minutes_symbol="BBTG-VP"))
    _, path = refuse(counter)
    assert "Số: 01/TC-VP" in words_of(path)


def test_the_minutes_say_when_who_which_paper_and_what_makes_one_suspect_it(counter: Counter) -> None:
    with counter.database.session() as session:
        found = write_minutes(session, counter.services.blobs, certifier(counter), TAKEN)
    path = counter.services.blobs.path(found.pdf_sha256 or "")
    text = words_of(path)
    for expected in (
        "BIÊN BẢN", "Số: 01/BB-UBND", "Phạm Văn Tý", "Lê Thị Chứng", "Bằng tốt nghiệp số B 123", "Dấu in màu",
        "Mua lại", "Điều 9", "02 bản", "NGƯỜI CHỨNG KIẾN",
    ):  # fmt: skip
        assert expected in text, expected
    assert_pdfa(path, "3b")


def test_minutes_without_a_witness_and_without_a_statement_say_so(counter: Counter) -> None:
    with counter.database.session() as session:
        found = write_minutes(session, counter.services.blobs, certifier(counter), KeptBack("Tý", "Bằng", "Dấu in màu"))
    text = words_of(counter.services.blobs.path(found.pdf_sha256 or ""))
    assert "NGƯỜI CHỨNG KIẾN" not in text
    assert "Không có ý kiến." in text


@pytest.mark.parametrize(
    "said",
    [
        Refused("Trần 陳", "Giấy", [], "x"),
        Refused("Cúc", "Giấy \N{GRINNING FACE}", [], "x"),
        Refused("Cúc", "Giấy", [], "lý do 一"),
        Refused("Cúc", "Giấy", ["no such item"], "x"),
    ],
    ids=["name", "paper", "reason", "item"],
)
def test_what_cannot_be_printed_is_refused_and_no_number_is_spent(counter: Counter, said: Refused) -> None:
    with pytest.raises(HosoError) as refusal:
        refuse(counter, said)
    assert refusal.value.code == "bad_request"
    letter, _ = refuse(counter)
    assert letter.number == 1


def test_a_refused_request_is_closed_in_the_same_act(counter: Counter) -> None:
    with counter.database.session() as session:
        opened = requests.open_request(session, certifier(counter), Asked("Trần Thị Cúc"))
    refuse(counter, Refused("Trần Thị Cúc", "Giấy khai sinh", ["secret"], "Có dấu MẬT", request_id=opened.id))
    with counter.database.session() as session:
        assert requests.request_by_id(session, certifier(counter), opened.id).state == "refused"
        assert session.query(SuspectedForgery).count() == 0


@pytest.mark.parametrize(
    ("office", "place"),
    [
        ("Ủy ban nhân dân phường An Bình", "An Bình"),
        ("UỶ BAN NHÂN DÂN XÃ HÒA SƠN", "HÒA SƠN"),
        ("Ủy ban nhân dân đặc khu Phú Quốc", "Phú Quốc"),
        ("Văn phòng công chứng số 1", ""),
    ],
)
def test_a_paper_is_dated_from_the_unit_its_office_is_named_after(office: str, place: str) -> None:
    assert place_of(office) == place


def test_it_is_signed_as_the_term_says_and_by_nobody_whose_terms_are_over(counter: Counter) -> None:
    administrator = replace(certifier(counter), roles=frozenset({"administrator"}))
    with counter.database.session() as session:
        term = terms.set_term(
            session, administrator, counter.people["anh"].id, purpose="certify", title="Phó Chủ tịch", form="KT.",
            for_title="Chủ tịch", first_day="2020-01-01",
        )  # fmt: skip
    _, path = refuse(counter)
    assert "KT. CHỦ TỊCH" in words_of(path)
    assert "PHÓ CHỦ TỊCH" in words_of(path)
    with counter.database.session() as session:
        terms.end_term(session, administrator, term.id, "2021-01-01")
    with pytest.raises(HosoError) as refusal:
        refuse(counter)
    assert refusal.value.code == "no_term"
