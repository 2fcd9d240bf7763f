"""Both languages, whole: every string a person sees goes through the message catalogue."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import Environment

import web
from tests.web.staff.world import Browser, World, read_dossier
from web.language import TRANSLATIONS
from web.staff import values
from web.staff.acts import ACTIONS

STAFF = Path(web.__file__).parent / "staff"
PO = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]

# Names and signs that are the same in every language.
SAME_EVERYWHERE = {
    "Hoso", "SHA-256", "client_id", "client_secret", "Enter", "Esc", "Alt", "Ctrl", "Shift",
    "g", "h", "n", "G", "T", "Z",
}  # fmt: skip


def messages() -> set[str]:
    found = set()
    for _, _, message, _, _ in extract_from_dir(STAFF, METHODS, keywords=KEYWORDS):
        found.add(message if isinstance(message, str) else message[0])
    return found


def test_every_sentence_has_an_english_one_and_none_is_left_over() -> None:
    catalogue = read_po(io.BytesIO(PO.read_bytes()), locale="en")
    known = {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id
    }
    assert messages() - set(known) == set(), "not in messages.po: see docs/design.md on how to add them"
    assert set(known) - messages() == set(), "no page says this any more"
    assert [key for key, message in known.items() if not message.string or message.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    for message in read_po(io.BytesIO(PO.read_bytes()), locale="en"):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        for text in strings:
            assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", ids[0])), ids[0]


def test_english_is_not_vietnamese() -> None:
    allowed = {"đồng", "Đ", "MẬT", "NĐ", "Ánh"}
    for message in read_po(io.BytesIO(PO.read_bytes()), locale="en"):
        for text in [message.string] if isinstance(message.string, str) else message.string:
            words = [word for word in re.findall(r"\w+", text) if VIETNAMESE.search(word) and word not in allowed]
            assert words == [], text


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    text, compiled = (
        read_po(io.BytesIO(PO.read_bytes()), locale="en"),
        read_mo(io.BytesIO(PO.with_suffix(".mo").read_bytes())),
    )
    assert _pairs(text) == _pairs(compiled)


def _pairs(catalogue: Catalog) -> set[tuple[str, ...]]:
    return {(*_forms(message.id), *_forms(message.string)) for message in catalogue if message.id}


def _forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def bare_words(source: str) -> Iterator[str]:
    """Words that stand in a template itself, outside `_()`: text between tags, and attributes people read."""
    data = "".join(
        value if kind == "data" else " "
        for _, kind, value in Environment().lex(source)
        if kind == "data" or value == "}}"
    )
    for attribute in re.findall(r'(?:title|alt|placeholder|aria-label|data-asks)="([^"]*)"', data):
        if re.search(r"[^\W\d_]", attribute):
            yield attribute
    text = re.sub(r"<!doctype html>|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", " ", data)
    yield from (word for word in re.split(r"[\s·–/,().:]+", text) if re.search(r"[^\W\d_]", word))


@pytest.mark.parametrize("path", sorted((STAFF / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_speaks_by_itself(path: Path) -> None:
    source = re.sub(r"{% block width %}\w*{% endblock %}", "", path.read_text())
    assert set(bare_words(source)) - SAME_EVERYWHERE == set()
    outside = re.sub(r'_\("[^"]*"|_\(\'[^\']*\'|ngettext\("[^"]*", "[^"]*"', "", source).replace("Tiếng Việt", "")
    assert not VIETNAMESE.search(outside)


def test_the_search_for_bare_words_finds_them() -> None:
    assert "Lưu" in set(bare_words('<button class="x">Lưu</button>'))
    assert "Đóng cửa sổ" in set(bare_words('<a title="Đóng cửa sổ">{{ _("x") }}</a>'))
    assert set(bare_words('<b class="grow">{{ _("Lưu") }}</b>{# ghi chú #}')) == set()


def test_no_program_text_is_vietnamese_outside_the_catalogue() -> None:
    allowed = {"SCTĐT/BS", "nữ"}
    for path in STAFF.rglob("*.py"):
        tree = ast.parse(path.read_text())
        wrapped = {
            id(node)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
            for node in ast.walk(call)
        }
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in wrapped | documented:
                assert not VIETNAMESE.search(node.value) or node.value in allowed, (path.name, node.value)


def test_scripts_carry_no_words_of_their_own() -> None:
    for path in (STAFF / "static").glob("*.js"):
        assert not VIETNAMESE.search(path.read_text()), path.name


def test_a_person_may_choose_english_and_keeps_it(world: World, as_: Callable[[str | None], Browser]) -> None:
    browser = as_("reviewer")
    assert '<html lang="vi"' in browser.get("/review").text
    browser.post("/account/language", {"language": "en"})
    page = browser.get("/review").text
    assert '<html lang="en"' in page
    assert "Nothing waits for review" in page
    assert browser.post("/account/language", {"language": "xx"}).status_code == 303
    assert '<html lang="en"' in as_("reviewer").get("/review").text


def test_before_sign_in_the_browser_remembers_the_language(as_: Callable[[str | None], Browser]) -> None:
    browser = as_(None)
    page = browser.get("/signin").text
    token = re.search(r'name="csrf_token" value="(\w+)"', page)
    assert token is not None
    answer = browser.client.post("/look", data={"csrf_token": token[1], "language": "en", "next": "/signin"})
    assert answer.location == "/signin"
    text = re.sub(r"<[^>]*>", " ", browser.get("/signin").text).replace("Tiếng Việt", "")
    assert not VIETNAMESE.search(text)


def test_an_english_page_of_a_dossier_is_english(world: World, as_: Callable[[str | None], Browser]) -> None:
    code, _ = read_dossier(world, title="A dossier", fields=(), filename="scan.jpg")
    browser = as_("reviewer")
    browser.post("/account/language", {"language": "en"})
    for path in (f"/dossiers/{code}", "/help", "/account", "/search"):
        page = browser.get(path).text
        text = re.sub(r"<[^>]*>", " ", page).replace("Tiếng Việt", "").replace("Trần Văn Bình", "")
        found = VIETNAMESE.search(text.replace("Ủy ban nhân dân phường An Bình", ""))
        assert found is None or "MẬT" in text, text[found.start() - 40 : found.start() + 20]


def test_dates_and_numbers_are_written_as_people_here_do(world: World) -> None:
    catalogue = world.catalogue
    born = catalogue["birth_certificate"].field("date_of_birth")
    with world.app().test_request_context("/"):
        assert values.shown(born, "1990-05-17") == "17/05/1990"
        assert values.shown(born, "1990-05") == "05/1990"
        assert values.shown(born, "1990") == "1990"
        for typed in (
            "17/05/1990",
            "17.5.1990",
            "17051990",
            "1990-05-17",
            "ngày 17 tháng 5 năm 1990",
            " 17 - 5".replace(" - ", "-") + "-1990",
        ):
            assert values.entered(born, typed) == "1990-05-17", typed
        assert values.entered(born, "05/1990") == "1990-05"
        assert values.entered(born, "") is None


def test_every_act_of_the_log_has_words() -> None:
    """Acts named in the rooms below are named on the log's page too."""
    root = STAFF.parents[1]
    told = set()
    for room in ("storage", "signing", "ingest", "web"):
        for path in (root / room).rglob("*.py"):
            told |= set(re.findall(r'record\(\s*session,\s*[\w.()]+,\s*"([a-z_]+\.[a-z_]+)"', path.read_text()))
    assert len(told) > 30
    assert told - set(ACTIONS) == set()
