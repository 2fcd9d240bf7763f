"""Labels of forms, known as a whole: their marks are those of the catalogue of kinds.

"Số vào sổ cấp Giấy chứng nhận" and "quyển số" are printed on papers without end and stand in few laws, from which the
language is known otherwise. Words that equal a known label but for their marks are that label: three of them or more,
or two before a colon or a number, as the label has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

from ocr.model import Word
from terms.text import fold, nfc, spelling_key

# Beside the catalogue's; "#" stands for a number, ":" for a colon behind the last word.
_FORMULAS: Final = """
quyển số #
quyển số :
Số chứng thực :
Số công chứng :
Mẫu số #
ghi vào Sổ đăng ký
có giá trị kể từ ngày
kể từ ngày cấp
kể từ ngày ký
ghi rõ họ
chữ đệm, tên
Ký và ghi rõ họ tên
Đặc điểm nhận dạng
Ngón trỏ trái
Ngón trỏ phải
"""
_KEY: Final = re.compile(r"^\s*(?:- )?\w+:\s")
_SEPARATORS: Final = re.compile(r'[\[\]{}",]|^\s*- |\b(?:vi|en): ')
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_WORD: Final = re.compile(r"^((?:[A-Za-z]+/)?[(“\"'/]?)([^\W\d_]+)([:;,.)]{0,2})$")
_FEWEST, _MOST = 3, 12

Label = tuple[str, ...]


def as_labelled(line: Sequence[Word]) -> list[Word]:
    """The words of a line of print, those of known labels with the marks of the labels."""
    words = list(line)
    found = [_WORD.match(word.text) for word in line]
    keys = [fold(match[2]) if match else _sign(word.text) for match, word in zip(found, line, strict=True)]
    at = 0
    while at < len(words):
        label = _label_at(at, keys, found)
        for offset, right in enumerate(label):
            match = found[at + offset]
            if match is not None and words[at + offset].confidence < 1:
                words[at + offset] = _with_marks(words[at + offset], match, right)
        at += max(1, len(label))
    return words


def _sign(text: str) -> str:
    return "#" if text[:1].isdigit() else "|"


def _label_at(at: int, keys: Sequence[str], found: Sequence[re.Match[str] | None]) -> Label:
    """The longest known label that begins with the word at this place; () if none does."""
    known = _known()
    if keys[at] not in _beginnings():
        return ()
    for length in range(min(_MOST, len(keys) - at), 1, -1):
        key = " ".join(keys[at : at + length])
        if any(match is None or match[3] for match in found[at : at + length - 1]) or found[at + length - 1] is None:
            continue
        ends, behind = found[at + length - 1], keys[at + length : at + length + 1]
        after = ":" if ends is not None and ":" in ends[3] else "#" if behind == ["#"] else ""
        label = known.get(key) or known.get(f"{key} {after}")
        if label is not None and _cased_alike(label, found[at : at + length]):
            return label
    return ()


def _cased_alike(label: Label, found: Sequence[re.Match[str] | None]) -> bool:
    """Whether capitals stand where the label has them: elsewhere they are those of a name."""
    return all(
        match is not None and match[2][:1].isupper() == word[:1].isupper()
        for match, word in zip(found[1:], label[1:], strict=True)
    )


def _with_marks(word: Word, match: re.Match[str], right: str) -> Word:
    read = match[2]
    if spelling_key(read) == spelling_key(right) or len(read) != len(right):
        return word
    cased = "".join(
        letter.upper() if old.isupper() else letter.lower() for old, letter in zip(read, right, strict=True)
    )
    return replace(word, text=match[1] + cased + match[3], first=word.first or word.text)


@lru_cache(maxsize=1)
def _known() -> dict[str, Label]:
    """The words of known labels by their letters, with a ":" or "#" behind those that need one."""
    known: dict[str, Label | None] = {}
    for phrase in (*_FORMULAS.strip().split("\n"), *_catalogue()):
        words = tuple(_LETTERS.findall(nfc(phrase)))
        end = phrase[-1] if phrase[-1] in "#:" else ":" if len(words) < _FEWEST else ""
        if len(words) < 2 or all(word.isascii() for word in words):
            continue
        key = " ".join([*(fold(word) for word in words), *([end] if end else [])])
        other = known.setdefault(key, words)
        if other is not None and spelling_key(" ".join(other)) != spelling_key(" ".join(words)):
            known[key] = None
    return {key: label for key, label in known.items() if label is not None}


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The first words of known labels: most words begin none."""
    return frozenset(key.partition(" ")[0] for key in _known())


def _catalogue() -> Iterator[str]:
    """Every phrase in small letters that the catalogue of kinds lists, cut at its commas."""
    terms = files("terms")
    for file in (terms.joinpath("wordings.yaml"), *terms.joinpath("catalogue").iterdir()):
        if not file.name.endswith(".yaml"):
            continue
        for line in file.read_text(encoding="utf-8").split("\n"):
            if not line.startswith("#"):
                for phrase in _SEPARATORS.split(_KEY.sub("", line)):
                    if phrase.strip() and not phrase.isupper():
                        yield phrase.strip()
