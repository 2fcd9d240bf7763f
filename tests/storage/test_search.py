"""Searching: accents optional, the exact spelling first, nothing of another office, nothing to inject."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage.documents import conversion, originals, readings, review
from storage.search import search
from storage.search.index import forget_document, index_all, index_document
from storage.search.search import SearchHit, snippet
from storage.search.words import exact_words, folded_words
from storage.text import kept
from terms.errors import InputError
from tests.storage.world import World, page_row, propose


@pytest.fixture
def papers(world: World) -> dict[str, str]:
    """Documents by a word for each."""
    texts = {
        "ánh": "GIẤY KHAI SINH\nHọ và tên: Nguyễn Thị Ánh, quê quán Đà Nẵng",
        "anh": "Đơn của Nguyễn Thị Anh về việc xây nhà",
        "đảo": "Anh Thị ở Nguyễn Xá: nội dung đa dạng, số 215/QĐ-UBND",
        "da": "bệnh ngoài da",
    }
    with world.database.session() as session:
        return {name: propose(session, world.lan, text, name="").id for name, text in texts.items()}


def found(world: World, text: str, **given: object) -> list[SearchHit]:
    with world.database.session() as session:
        return search(session, world.lan, text, **given)  # type: ignore[arg-type]


def names(world: World, papers: dict[str, str], text: str) -> list[str]:
    known = {document_id: name for name, document_id in papers.items()}
    return [known[hit.document_id] for hit in found(world, text)]


def test_every_word_must_stand_there_and_the_exact_spelling_comes_first(world: World, papers: dict[str, str]) -> None:
    expected = {
        "nguyen thi anh": ["anh", "ánh", "đảo"],
        "Nguyễn Thị Ánh": ["ánh", "anh", "đảo"],
        "NGUYỄN THỊ ÁNH": ["ánh", "anh", "đảo"],
        "Nguyễn Thị Anh": ["anh", "đảo", "ánh"],
        "đa": ["đảo", "da", "ánh"],
        "da": ["da", "đảo", "ánh"],
        "Đà Nẵng": ["ánh"],
        "đa nang": ["ánh"],
        "khai sinh đà nẵng": ["ánh"],
        "215/QĐ-UBND": ["đảo"],
        "215 qd": ["đảo"],
        "không có": [],
        "khai sin": [],
    }
    assert {text: names(world, papers, text) for text in expected} == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_how_letters_are_composed_does_not_matter(world: World, papers: dict[str, str], form: str) -> None:
    assert names(world, papers, unicodedata.normalize(form, "Nguyễn Thị Ánh"))[0] == "ánh"  # type: ignore[arg-type]
    with world.database.session() as session:
        written = propose(session, world.lan, unicodedata.normalize(form, "Xã Thượng Đức"))  # type: ignore[arg-type]
    assert [(hit.document_id, hit.rank) for hit in found(world, "thượng đức")] == [(written.id, 0)]


def test_both_schools_of_the_tone_mark_are_one_spelling(world: World) -> None:
    with world.database.session() as session:
        first = propose(session, world.lan, "Ủy ban nhân dân xã Hòa Sơn")
        second = propose(session, world.lan, "Uỷ ban nhân dân xã Hoà Sơn")
    for text in ("hòa sơn", "hoà sơn", "ủy ban", "uỷ ban"):
        assert {(hit.document_id, hit.rank) for hit in found(world, text)} == {(first.id, 0), (second.id, 0)}


HOSTILE = (
    '"', '""', "'", "*", "da*", "NEAR(da, 2)", "da OR anh", "da AND", "NOT da", "-da", "+da", "exact:da",
    "{exact}:da", "da:*", "da & anh", "da | !anh", "(da", "^da", "\\", "%", "_", "da <-> anh",
    "'; DROP TABLE documents; --", "\x00", "", "   ", "\ud800", "!" * 5000, "da " * 5000, "a" * 100_000,
    "\u0301", "🙂", "﷽", "ﬁ", "İ", "ß", "e\u0301\u0301",
)  # fmt: skip


def test_whatever_is_typed_is_words_and_never_an_operator(world: World, papers: dict[str, str]) -> None:
    def ids(text: str) -> list[str]:
        return [hit.document_id for hit in found(world, text)]

    assert {text: ids(text) for text in HOSTILE} == {text: ids(" ".join(folded_words(text))) for text in HOSTILE}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), question=st.text(max_size=20))
@example(text="²", question="m²")
@example(text="12e5 0x1f 1.5 -7 a@b.vn https://x.vn/a?b=c", question="12e5abc")
def test_any_text_can_be_kept_and_any_question_asked(world: World, text: str, question: str) -> None:
    with world.database.session() as session:
        (document,) = review.review_queue(session, world.lan) or [propose(session, world.lan)]
        session.commit()
        (page,) = readings.pages_of_document(session, world.lan, document.id)
        page.text = kept(text)
        index_document(session, document.id)
        search(session, world.lan, question)
        words = folded_words(kept(text))
        # Asked with its own words, a document is always found: both databases see the same words.
        assert not words or search(session, world.lan, " ".join(words[:20]))
        session.rollback()


def test_nothing_of_another_office_is_found(world: World, papers: dict[str, str]) -> None:
    with world.database.session() as session:
        theirs = propose(session, world.xa, "Nguyễn Thị Ánh")
        assert [hit.document_id for hit in search(session, world.xa, "anh")] == [theirs.id]
        assert theirs.id not in {hit.document_id for hit in search(session, world.lan, "anh")}


def test_what_a_person_decided_is_found_and_what_was_misread_no_longer(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan, "trang mờ", name="Nguyễn Thi Auh")
        assert search(session, world.lan, "auh")
        review.decide_field(session, world.lan, document.id, "full_name", "Nguyễn Thị Ánh", version=document.version)
        assert not search(session, world.lan, "auh")
        assert [hit.rank for hit in search(session, world.lan, "thị ánh")] == [0]


def test_a_document_is_found_by_its_codes(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        assert [hit.document_id for hit in search(session, world.lan, document.doc_code)] == [document.id]


def test_a_rejected_document_is_not_found_until_it_is_opened_again(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan, "tờ phân cách")
        document = review.reject(session, world.lan, document.id, document.version)
        assert search(session, world.lan, "phân cách") == []
        review.reopen(session, world.lan, document.id, document.version)
        assert len(search(session, world.lan, "phân cách")) == 1


def test_a_second_reading_replaces_the_words_of_the_first(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan, "lần đọc thứ nhất")
        (page,) = readings.pages_of_document(session, world.lan, document.id)
        original = originals.original_by_id(session, world.lan, page.original_id)
        readings.save_pages(session, world.program, original.id, [page_row(text="lần đọc thứ hai")])
        index_document(session, document.id)
        assert search(session, world.lan, "thứ nhất") == []
        assert len(search(session, world.lan, "thứ hai")) == 1


def test_the_index_can_be_made_anew(world: World, papers: dict[str, str]) -> None:
    before = {text: names(world, papers, text) for text in ("anh", "da")}
    with world.database.session() as session:
        for document_id in papers.values():
            forget_document(session, document_id)
    assert found(world, "anh") == []
    after: str | None = ""
    rounds = 0
    while after is not None:
        with world.database.session() as session:
            after = index_all(session, after=after, limit=3)
        rounds += 1
    assert rounds == 3
    assert {text: names(world, papers, text) for text in ("anh", "da")} == before


def test_pages_of_results_follow_each_other_without_gap_or_double(world: World) -> None:
    with world.database.session() as session:
        for text in ("đa", "da", "đa dạng", "da dang", "đã", "dạ") * 2:
            propose(session, world.lan, text)
    seen: list[str] = []
    after = None
    while page := found(world, "đa", limit=5, after=after):
        seen += [hit.document_id for hit in page]
        after = page[-1].cursor
    assert len(seen) == len(set(seen)) == 12
    assert seen == [hit.document_id for hit in found(world, "đa", limit=100)]
    for wrong in ("", "x", "9:abc"):
        with pytest.raises(InputError):
            found(world, "đa", after=wrong)


def test_a_hit_tells_what_the_paper_is(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan, "Nguyễn Thị Ánh")
        review.confirm(session, world.lan, document.id, document.version)
        conversion.record_conversion(
            session, world.lan, document.id, mark="x", sha256="a" * 64, needs_office_signature=False
        )
    (hit,) = found(world, "ánh")
    assert (hit.kind, hit.state, hit.doc_code, hit.dossier_id) == (
        "birth_certificate",
        "stored",
        document.doc_code,
        document.dossier_id,
    )


def test_a_snippet_shows_the_words_where_they_stand_together() -> None:
    text = "Nguyễn " + "x " * 100 + "cấp cho bà Nguyễn Thị  Ánh, <b>sinh năm 1990</b> " + "y " * 100
    piece = snippet(text, ["nguyen", "thi", "anh"])
    assert [piece.text[start:end] for start, end in piece.marks] == ["Nguyễn Thị  Ánh"]
    assert "<b>sinh" in piece.text
    assert len(piece.text) < 200
    assert snippet("", ["a"]).text == ""


@pytest.mark.parametrize("text", ["diện tích 125,5 m²", "diện tích 125,5 m2"])
def test_square_metres_are_found_however_they_are_written(world: World, text: str) -> None:
    with world.database.session() as session:
        propose(session, world.lan, text)
    assert len(found(world, "125,5 m2")) == len(found(world, "125.5 m²")) == 1


def test_words_are_letters_and_digits_only() -> None:
    assert exact_words("Số: 215/QĐ-UBND, Hoà") == ["số", "215", "qđ", "ubnd", "hòa"]
    assert folded_words("Số: 215/QĐ-UBND, Hoà") == ["so", "215", "qd", "ubnd", "hoa"]
