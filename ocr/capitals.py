"""Lines in capitals that are known as a whole: titles of papers, posts of those who sign, fixed formulas.

Marks above and below capitals are small and are lost first ("CHU TỊCH", "XAC NHAN", "BĂNG CỬ NHÂN"). A line that
equals a known one but for its marks is that one. Titles come from the catalogue of kinds; of a title that is printed on
several lines each line is known too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

from ocr.model import Word
from terms.text import bare, fold, nfc, spelling_key

# Posts and formulas as forms and Decree 30/2020 print them; each line one.
_FORMULAS: Final = """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CHỦ TỊCH
PHÓ CHỦ TỊCH
GIÁM ĐỐC
PHÓ GIÁM ĐỐC
TỔNG GIÁM ĐỐC
PHÓ TỔNG GIÁM ĐỐC
CỤC TRƯỞNG
PHÓ CỤC TRƯỞNG
TỔNG CỤC TRƯỞNG
VỤ TRƯỞNG
BỘ TRƯỞNG
THỨ TRƯỞNG
THỦ TƯỚNG
PHÓ THỦ TƯỚNG
VIỆN TRƯỞNG
PHÓ VIỆN TRƯỞNG
HIỆU TRƯỞNG
PHÓ HIỆU TRƯỞNG
THỦ TRƯỞNG
TRƯỞNG BAN
PHÓ TRƯỞNG BAN
TRƯỞNG PHÒNG
PHÓ TRƯỞNG PHÒNG
TRƯỞNG CÔNG AN
PHÓ TRƯỞNG CÔNG AN
TRƯỞNG CÔNG AN XÃ
TRƯỞNG CÔNG AN PHƯỜNG
TRƯỞNG CÔNG AN HUYỆN
CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG
CHÁNH THANH TRA
CHÁNH ÁN
PHÓ CHÁNH ÁN
THẨM PHÁN
CÔNG CHỨNG VIÊN
CHẤP HÀNH VIÊN
KIỂM SÁT VIÊN
BÍ THƯ
PHÓ BÍ THƯ
TỔNG THƯ KÝ
KẾ TOÁN TRƯỞNG
ỦY BAN NHÂN DÂN
HỘI ĐỒNG NHÂN DÂN
BỘ CÔNG AN
BỘ TƯ PHÁP
BỘ XÂY DỰNG
BỘ TÀI CHÍNH
BỘ GIAO THÔNG VẬN TẢI
BỘ GIÁO DỤC VÀ ĐÀO TẠO
BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG
BẢO HIỂM XÃ HỘI VIỆT NAM
VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI
CHI NHÁNH VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI
PHÒNG ĐĂNG KÝ KINH DOANH
PHÒNG TÀI CHÍNH - KẾ HOẠCH
VĂN PHÒNG CÔNG CHỨNG
CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI
CÔNG AN
SỞ TƯ PHÁP
CHỨNG NHẬN
XÁC NHẬN
CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH
NGƯỜI KÝ GIẤY KHAI SINH
NGƯỜI THỰC HIỆN
NGƯỜI YÊU CẦU
NGƯỜI LÀM ĐƠN
BÊN A
BÊN B
CHỨNG THỰC CHỮ KÝ
LỜI CHỨNG CỦA CÔNG CHỨNG VIÊN
NGƯỜI ỦY QUYỀN
NGƯỜI ĐƯỢC ỦY QUYỀN
NỘI DUNG ỦY QUYỀN
CĂN CƯỚC
CĂN CƯỚC CÔNG DÂN
"""
# As capitals without marks these are names of people too.
_NAMES: Final = frozenset(("phuong an",))
_ITEM: Final = re.compile(r'^\s+- "?([^"#:\[\]{}]+?)"?\s*$')
_BEFORE: Final = re.compile(r"^(?:(?:[IVX]{1,4}|\d{1,2}|[A-ZĐ])[.)]|(?:TM|KT|TL|TUQ|Q)\.?)$")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# In heights of a word: how far apart two columns are at least.
_FAR: Final = 1.5
_FEWEST_OF_PART: Final = 3


def in_capitals(line: Sequence[Word]) -> list[Word]:
    """The words of a line of print, their marks those of the titles, posts and formulas in it."""
    words = list(line)
    for start, end in _runs(line):
        lettered = [at for at in range(start, end) if _LETTERS.search(words[at].text)]
        known = _known().get(bare(" ".join(words[at].text for at in lettered)), ())
        if len(known) == len(lettered):
            for at, right in zip(lettered, known, strict=True):
                words[at] = _with_letters(words[at], right)
    return words


def _runs(line: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where words in capitals stand by themselves: alone in the line, or far from the words beside them."""
    start = 0
    for at in range(1, len(line) + 1):
        if at < len(line) and line[at].box[0] - line[at - 1].box[0] - line[at - 1].box[2] < _FAR * line[at].box[3]:
            continue
        while start < at and _BEFORE.match(line[start].text):
            start += 1
        if start < at and all(word.text.isupper() or not _LETTERS.search(word.text) for word in line[start:at]):
            yield start, at
        start = at


def _with_letters(word: Word, right: str) -> Word:
    letters = _LETTERS.search(word.text)
    if letters is None or word.confidence == 1 or spelling_key(letters[0]) == spelling_key(right):
        return word
    text = word.text[: letters.start()] + right + word.text[letters.end() :]
    return replace(word, text=text, first=word.first or word.text)


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, ...]]:
    """The words of known lines and of parts of titles, by their letters; lines that differ in marks alone left out."""
    known: dict[str, tuple[str, ...] | None] = {}
    for phrase in (*_FORMULAS.strip().split("\n"), *_titles()):
        words = tuple(_LETTERS.findall(nfc(phrase)))
        folded = [fold(word) for word in words]
        for start, end in _parts(words):
            key, part = " ".join(folded[start:end]), words[start:end]
            other = known.setdefault(key, part)
            if other != part and (other is None or _spelt(other) != _spelt(part)):
                known[key] = None
    return {key: part for key, part in known.items() if part is not None and key not in _NAMES}


def _spelt(words: tuple[str, ...]) -> str:
    return spelling_key(" ".join(words))


def _parts(words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """All of `words`, and what may stand of it in a line of its own."""
    if len(words) > 1:
        yield 0, len(words)
    for start in range(len(words)):
        for end in range(start + _FEWEST_OF_PART, len(words) + (start > 0)):
            yield start, end


def _titles() -> Iterator[str]:
    """What the catalogue of kinds lists in capitals."""
    for file in files("terms").joinpath("catalogue").iterdir():
        if file.name.endswith(".yaml"):
            for line in file.read_text(encoding="utf-8").split("\n"):
                if (item := _ITEM.match(line)) and item[1].isupper():
                    yield item[1]
