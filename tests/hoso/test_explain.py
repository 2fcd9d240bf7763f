"""`read --explain`: what the page shows, and that nothing that was read can act on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner

import samples
from hoso import explain_words
from hoso.commands import papers
from hoso.explain import explained_path, page_of
from ocr.model import Code, PageReading, Reading, Word
from ocr.understanding import explain
from ocr.understanding.draft import Place, Refusal
from ocr.understanding.evidence import ASPECTS
from ocr.understanding.features import FEATURES
from ocr.understanding.group import SIGNS
from terms.kinds import Catalogue
from tests.understanding.paper import page

CATALOGUE = Catalogue.load()
BIRTH = """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^GIẤY KHAI SINH
>Số: 215/2020
Họ, chữ đệm, tên: NGUYỄN THỊ ÁNH
Ngày, tháng, năm sinh: 17/05/2020
Giới tính: Nữ     Dân tộc: Kinh     Quốc tịch: Việt Nam
Số định danh cá nhân: 038185004321
Họ, chữ đệm, tên người mẹ: LÊ THỊ HOA
Họ, chữ đệm, tên người cha: NGUYỄN VĂN ĐẠT
"""
HOSTILE = (
    "<script>alert(1)</script>", '"><img', "src=x", "onerror=alert(1)>", "</title><svg/onload=alert(2)>", "{{7*7}}",
    "</style><style>*{display:none}", "javascript:alert(3)", "\u202egnat\u202c", "&lt;b&gt;", "]]>", "\x07",
)  # fmt: skip


def shown(*pages: PageReading, pictures: dict[int, bytes] | None = None) -> str:
    reading = Reading("ab" * 32, "image/jpeg", 1.5, pages, ())
    return page_of("quét <1>.jpg", reading, explain(pages, CATALOGUE), CATALOGUE, pictures or {})


class Tags(HTMLParser):
    """The tags of a page with their attributes, and what stands in its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL))


def test_each_field_shows_value_candidates_checks_probability_and_decision() -> None:
    text = plain(shown(page(BIRTH)))
    assert "NGUYỄN THỊ ÁNH" in text
    assert "Họ, chữ đệm, tên" in text
    assert "Không cần xem" in text
    assert "được chọn" in text
    assert re.search(r"Vì sao chắc chừng ấy Why so sure .*chữ đọc chắc log-odds that all words .* \+", text)
    assert "Tiêu đề" in text


def test_a_contradiction_is_named_in_both_languages_and_by_a_sign() -> None:
    text = plain(shown(page(BIRTH)))
    assert (
        "✗ Năm sinh không khớp với số định danh The year of birth and the personal number contradict each other" in text
    )
    assert "⚠ Người xem" in text
    agreeing = plain(shown(page(BIRTH.replace("038185004321", "038320004321"))))
    assert "✓ Khớp với năm sinh trong số định danh" in agreeing


def test_what_a_paper_says_against_itself_stands_apart_from_its_fields() -> None:
    text = shown(page(BIRTH.replace("LÊ THỊ HOA", "LÊ THỊ HOA\nNgười đi khai sinh: Lê Thị Hòa")))
    assert "Giấy tự mâu thuẫn The paper contradicts itself" in plain(text)
    assert "LÊ THỊ HOA ≠ Lê Thị Hòa" in plain(text)
    assert 'class="layer against"' in text
    assert "Giấy tự mâu thuẫn" not in plain(shown(page(BIRTH.replace("038185004321", "038320004321"))))


def test_every_word_stands_in_its_place_with_its_first_reading() -> None:
    read = page(BIRTH)
    word = Word("Ánh", (10, 20, 30, 40), 0.5, 0, first="Anh")
    text = shown(PageReading(**{**vars(read), "words": (*read.words, word)}))
    assert len(re.findall(r'class="spot (?:sure|doubt|wrong)" [^>]*><title>[^<]* · \d+%', text)) >= len(read.words) + 1
    assert "Ánh · 50% · đọc lần đầu / first reading: Anh" in text
    assert 'x="10" y="20" width="30" height="40"' in text


def test_titles_labels_and_codes_are_told() -> None:
    text = shown(page(BIRTH, codes=[Code("QRCode", "https://dichvucong.gov.vn/x", (5, 5, 90, 90))]))
    assert "tiêu đề / title: Giấy khai sinh" in text
    assert "nhãn / label:" in text
    assert "QRCode: https://dichvucong.gov.vn/x" in text
    assert re.search(r"Giấy khai sinh Birth certificate \d+,\d %", plain(text))


def test_why_a_page_opens_a_paper_or_goes_on_is_told() -> None:
    text = plain(shown(page(BIRTH), page(BIRTH.replace("ÁNH", "BÌNH"), 2)))
    assert re.search(
        r"Mở đầu giấy tờ mới Opens a paper : \d+,\d % .*quốc hiệu ở đầu trang the motto at its head \+", text
    )
    assert text.count("Opens a paper") == 1


def test_what_was_read_is_text_and_nothing_else() -> None:
    harmless = Tags(shown(page(BIRTH))).found
    words = " ".join(HOSTILE)
    text = shown(
        page(BIRTH.replace("NGUYỄN THỊ ÁNH", f"NGUYỄN {words}"), codes=[Code("QRCode", words, (5, 5, 90, 90))])
    )
    tags = Tags(text).found
    assert {tag for tag, _ in tags} == {tag for tag, _ in harmless}
    assert [tag for tag, _ in tags].count("script") == 1
    assert [tag for tag, _ in tags].count("style") == 1
    for tag, attributes in tags:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("href", "src", "action"):
            assert (attributes.get(name) or "#").startswith(("#", "data:image/jpeg;base64,")), tag
    assert "{{7*7}}" in text
    assert ">49<" not in text
    assert not re.search("[\u202a-\u202e\x07]", text)


def test_the_page_needs_no_network_and_forbids_it() -> None:
    text = shown(page(BIRTH), pictures={1: b"\xff\xd8 picture"})
    (policy,) = [a for tag, a in Tags(text).found if tag == "meta" and a.get("http-equiv")]
    assert "default-src 'none'" in (policy["content"] or "")
    assert "unsafe-inline'; script" in (policy["content"] or "")
    assert 'href="data:image/jpeg;base64,/9ggcGljdHVyZQ=="' in text


def test_every_sign_and_aspect_has_words() -> None:
    assert set(SIGNS) <= set(explain_words.SIGNS)
    assert set(ASPECTS) <= set(explain_words.ASPECTS)
    assert set(FEATURES) <= set(explain_words.FEATURES)
    assert set(get_args(Refusal)) <= set(explain_words.REFUSED)
    assert set(get_args(Place)) <= set(explain_words.PLACES)


def test_pages_without_words_and_piles_without_papers_are_shown_too() -> None:
    unread = PageReading(1, 100, 200, 150, 0, 0.0, "", 0.0, blank=False, warnings=("too_slow",))
    text = plain(shown(unread))
    assert "Trang không đọc được" in text
    assert "too_slow" in text
    assert "Không nhận ra giấy tờ nào" in plain(shown(page("", 1)))


def test_a_secret_paper_shows_no_field() -> None:
    text = plain(
        shown(page("^ỦY BAN NHÂN DÂN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n^XÃ A\n^MẬT\n^QUYẾT ĐỊNH\nVề việc x"))
    )
    assert "Không lấy dữ liệu của giấy tờ này" in text


def test_a_page_never_takes_the_place_of_another(tmp_path: Path) -> None:
    first = explained_path(Path("a/quét 1.jpg"), tmp_path)
    assert first.name == "quét_1.jpg.explain.html"
    first.write_text("x")
    assert explained_path(Path("a/quét 1.jpg"), tmp_path) != first


@pytest.mark.parametrize(
    "words",
    [["a.jpg", "-o", "x.html"], ["--explain", "-o", "x.html", "a.jpg", "b.jpg"], ["--explain", "-o", "a.jpg", "a.jpg"]],
)
def test_wrong_usage_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(b"x")
    answer = CliRunner().invoke(papers.read, words, standalone_mode=False)
    assert isinstance(answer.exception, click.UsageError)


def test_a_file_that_cannot_be_read_leaves_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("không phải ảnh")
    answer = CliRunner().invoke(papers.read, ["--explain", "a.txt"], standalone_mode=False)
    assert answer.return_value == 1
    assert list(tmp_path.glob("*.html")) == []


@pytest.mark.slow
def test_a_contradiction_that_the_mill_planted_is_named_on_the_page(tmp_path: Path) -> None:
    papers_drawn = (samples.draw("birth_certificate", seed=seed, contradicting=True) for seed in range(100))
    paper = next(one for one in papers_drawn if "birth_year" in one.contradictions)
    scan = tmp_path / "giấy.jpg"
    scan.write_bytes(samples.wear(paper, level=1, seed=3)[0].jpeg)
    out = tmp_path / "trang.html"
    answer = CliRunner().invoke(papers.read, ["--explain", str(scan), "-o", str(out)], standalone_mode=False)
    assert answer.return_value == 0
    text = out.read_text()
    assert "Năm sinh không khớp với số định danh" in text
    assert "data:image/jpeg;base64," in text
