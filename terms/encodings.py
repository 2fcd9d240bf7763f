"""Vietnamese text whose letters were taken for another encoding's on their way out of a code.

Codes hold UTF-8. Readers that guess make "Nguyá»…n" of it (Latin-1), "Hu廙軟h" (Big5) or "ThГ nh" (Cyrillic); others
put a question mark for what they do not know, and then the letter is gone.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from terms.text import nfc

# What was seen from cameras, hand-held readers and phones set to another language.
_TAKEN_FOR: Final = (
    "latin-1", "cp1252", "cp1258", "cp950", "big5hkscs", "gb18030", "cp932", "cp949", "cp874", "cp1251", "cp437",
    "mac_roman",
)  # fmt: skip
_BASES: Final = frozenset("abcdefghijklmnopqrstuvwxyzđ")
_MARKS: Final = frozenset("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")
_PUNCTUATION: Final = frozenset("–—’‘“”…°")
_LOST: Final = "?\ufffd"


def put_right(text: str) -> str:
    """`text` with its Vietnamese letters back where another encoding's stand for them; else unchanged, in NFC."""
    if is_vietnamese(text):
        return nfc(text)
    for encoding in _TAKEN_FOR:
        try:
            found = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            found = _of_latin(text) if encoding == "cp1252" else ""
        if found and is_vietnamese(found):
            return nfc(found)
    return nfc(text)


def is_vietnamese(text: str) -> bool:
    """True if every letter of `text` is one that Vietnamese writes, and every sign is ASCII or usual in print."""
    return all(
        letter.isascii() or letter in _PUNCTUATION or letter.casefold() in _BASES or letter in _MARKS
        for letter in unicodedata.normalize("NFD", text)
    )


def lost_letters(text: str) -> bool:
    """True if letters of `text` are gone: a question mark or a box stands among its words, or signs of no alphabet of
    ours."""
    return any(sign in text for sign in _LOST) or not is_vietnamese(text)


def _of_latin(text: str) -> str:
    """UTF-8 taken for Windows-1252, which leaves some bytes without a letter: those come as they are."""
    raw = bytearray()
    for letter in text:
        try:
            raw += letter.encode("cp1252")
        except UnicodeEncodeError:
            if ord(letter) > 255:
                return ""
            raw.append(ord(letter))
    return raw.decode("utf-8", "ignore") if len(raw) == len(text) else ""
