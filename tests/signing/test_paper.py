"""Certifying copies on paper: Article 22, a number of their own book, the statement to sign by hand."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from signing import paper
from signing.refusals import ARTICLE_22
from signing.statement import PaperWording
from storage.copies import paper as rows
from storage.copies import register
from storage.copies.tables import RegisterEntry
from storage.offices import people
from storage.requests import requests
from storage.scope import Actor, system
from terms.errors import HosoError
from tests.signing.scene import NOTHING_APPLIES, Counter
from tests.verapdf import assert_pdfa


@pytest.fixture
def anh(counter: Counter) -> Actor:
    with counter.database.session() as session:
        year = dt.datetime.now(dt.UTC).year
        register.open_register(session, system(counter.office_id), year=year, kind="paper_copy", suffix="SCT/BS")
        return people.actor_for(session, counter.people["anh"])


def asked(**changes: Any) -> paper.PaperRequest:
    request = paper.PaperRequest("Trần Thị Cúc", "Giấy khai sinh số 12/2020", 3, 2, NOTHING_APPLIES)
    return replace(request, **changes)


def begun(counter: Counter, **changes: Any) -> str:
    return paper.begin(counter.services, counter.tokens["anh"], asked(**changes))


def entry_of(counter: Counter, paper_id: str) -> RegisterEntry:
    with counter.database.session() as session:
        copy = rows.paper_by_id(session, system(counter.office_id), paper_id)
        return register.entry_by_id(session, system(counter.office_id), copy.entry_id)


def test_a_number_is_reserved_with_fee_and_request(counter: Counter, anh: Actor) -> None:
    paper_id = begun(counter)
    entry = entry_of(counter, paper_id)
    assert (entry.number, entry.state, entry.copies_made, entry.fee) == (1, "reserved", 2, 10_000)
    assert entry.signer_title == "KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"
    with counter.database.session() as session:
        copy = rows.paper_by_id(session, anh, paper_id)
        request = requests.request_by_id(session, anh, copy.request_id or "")
    assert (request.kind, request.state, request.copies_wanted) == ("paper_copy", "open", 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"answers": {}}, "answers_incomplete"),
        ({"answers": NOTHING_APPLIES | {ARTICLE_22[0].code: True}}, "refused_by_law"),
        ({"requester_name": " "}, "bad_request"),
        ({"original_name": ""}, "bad_request"),
        ({"original_name": "证书"}, "bad_request"),
        ({"pages": 0}, "bad_request"),
        ({"copies_made": 0}, "bad_request"),
        ({"copies_made": 1000}, "bad_request"),
    ],
)
def test_what_the_law_refuses_takes_no_number(counter: Counter, anh: Actor, change: dict[str, Any], code: str) -> None:
    with pytest.raises(HosoError) as refusal:
        begun(counter, **change)
    assert refusal.value.code == code
    assert entry_of(counter, begun(counter)).number == 1


def test_without_its_own_open_book_there_is_no_number(counter: Counter) -> None:
    with pytest.raises(HosoError) as refusal:
        begun(counter)
    assert refusal.value.code == "no_open_register"


def test_only_a_certifier_begins(counter: Counter, anh: Actor) -> None:
    with pytest.raises(HosoError) as refusal:
        paper.begin(counter.services, counter.tokens["dung"], asked())
    assert refusal.value.code == "not_allowed"


def test_a_request_for_an_electronic_copy_is_not_answered_on_paper(counter: Counter, anh: Actor) -> None:
    with counter.database.session() as session:
        request = requests.open_request(session, anh, requests.Asked("Trần Thị Cúc"))
    with pytest.raises(HosoError) as refusal:
        begun(counter, request_id=request.id)
    assert refusal.value.code == "wrong_state"


@pytest.mark.parametrize("form", ["page", "block"])
def test_the_statement_is_printed_to_be_signed_by_hand(
    counter: Counter, anh: Actor, form: paper.Form, tmp_path: Path
) -> None:
    paper_id = begun(counter)
    with counter.database.session() as session:
        copy = rows.paper_by_id(session, anh, paper_id)
    path = tmp_path / "statement.pdf"
    path.write_bytes(paper.draw_statement(counter.services, anh, copy, form))
    assert_pdfa(path, "3b")
    said = " ".join(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split())
    assert "Chứng thực bản sao đúng với bản chính" in said
    assert "Số chứng thực: 1, quyển số: 01/" in said
    assert "-SCT/BS" in said
    assert "(Ký, ghi rõ họ tên, đóng dấu)" in said
    assert "Nguyễn Thị Ánh" in said
    with pikepdf.open(path) as pdf:
        (page,) = pdf.pages
        width, height = (float(edge) * 25.4 / 72 for edge in page.mediabox[2:])
        assert "/AcroForm" not in pdf.Root, "it is signed by hand"
    assert (round(width), round(height)) == ((210, 297) if form == "page" else (92, 80))


def test_the_words_are_the_offices_own_and_a_void_number_is_not_printed(counter: Counter, anh: Actor) -> None:
    wording = replace(PaperWording(), title="Bản sao đúng với bản chính")
    services = replace(counter.services, settings=replace(counter.services.settings, paper_wording=wording))
    with counter.database.session() as session:
        copy = rows.paper_by_id(session, anh, begun(counter))
    with pikepdf.open(io.BytesIO(paper.draw_statement(services, anh, copy, "page"))) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Bản sao đúng với bản chính")
    with counter.database.session() as session:
        void = rows.void_paper_copy(session, anh, copy.id, "in hỏng")
    with pytest.raises(HosoError) as refusal:
        paper.draw_statement(services, anh, void, "page")
    assert refusal.value.code == "wrong_state"
