"""The vocabulary in which the state's bodies are named, for putting misread words of it right.

The words of an issuing body's name are a closed list (ỦY BAN NHÂN DÂN, TỈNH, SỞ …); no office is called "TĨNH". What a
place is called is left as read, but for the names of provinces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr.understanding.layout import Token, text_of
from terms.addresses import find_address, hold_against_tables
from terms.names import right_syllables
from terms.syllables import is_syllable
from terms.text import fold, nfc, spelling_key
from terms.units import MERGED_ON, provinces, unit_key

_PHRASES_TEXT = """
ủy ban nhân dân|hội đồng nhân dân|văn phòng|chính phủ|quốc hội|thủ tướng chính phủ|tòa án nhân dân
viện kiểm sát nhân dân|tối cao|cấp cao|công an|bộ công an|bộ tài chính|bộ tư pháp|bộ nội vụ|bộ y tế|bộ xây dựng
bộ quốc phòng|bộ ngoại giao|bộ giáo dục và đào tạo|bộ kế hoạch và đầu tư|bộ nông nghiệp và môi trường
bộ nông nghiệp và phát triển nông thôn|bộ tài nguyên và môi trường|bộ khoa học và công nghệ
bộ thông tin và truyền thông|bộ giao thông vận tải|bộ công thương|bộ văn hóa, thể thao và du lịch
bộ lao động - thương binh và xã hội|bộ dân tộc và tôn giáo|sở tài chính|sở tư pháp|sở nội vụ|sở y tế|sở xây dựng
sở công thương|sở giáo dục và đào tạo|sở kế hoạch và đầu tư|sở tài nguyên và môi trường
sở nông nghiệp và môi trường|sở nông nghiệp và phát triển nông thôn|sở khoa học và công nghệ
sở giao thông vận tải|sở thông tin và truyền thông|sở văn hóa, thể thao và du lịch
sở lao động - thương binh và xã hội|sở dân tộc và tôn giáo|phòng tài chính - kế hoạch|phòng tư pháp|phòng nội vụ
phòng giáo dục và đào tạo|phòng kinh tế|phòng văn hóa - xã hội|phòng kinh tế, hạ tầng và đô thị
phòng tài nguyên và môi trường|phòng đăng ký kinh doanh|phòng công chứng|phòng cảnh sát
đảng ủy|tỉnh ủy|huyện ủy|thành ủy|thị ủy|quận ủy|đảng bộ|đảng cộng sản việt nam|ban chấp hành|ban thường vụ
mặt trận tổ quốc việt nam|hội liên hiệp phụ nữ|đoàn thanh niên cộng sản hồ chí minh|hội nông dân|hội cựu chiến binh
liên đoàn lao động|ban tổ chức|ban tuyên giáo
văn phòng đăng ký đất đai|chi nhánh|trung tâm phục vụ hành chính công|bảo hiểm xã hội|kho bạc nhà nước
ngân hàng nhà nước|cục thuế|chi cục thuế|cục cảnh sát|quản lý hành chính về trật tự xã hội|thanh tra|ban quản lý
ban chỉ đạo|ban dân tộc|nhân dân|việt nam
"""
# What companies and household businesses call themselves and what they do; the rest of their names is free.
_TRADE_TEXT = """
công ty|trách nhiệm hữu hạn|tnhh|một thành viên|mtv|cổ phần|hợp danh|doanh nghiệp tư nhân|hợp tác xã|hộ kinh doanh
chi nhánh|văn phòng đại diện|địa điểm kinh doanh|tổng công ty|thương mại|dịch vụ|sản xuất|xây dựng|vận tải|đầu tư
phát triển|xuất nhập khẩu|tư vấn|thiết kế|nông sản|nông nghiệp|lâm nghiệp|thủy sản|dược phẩm|dược liệu|thực phẩm|cơ khí
điện tử|công nghệ|kỹ thuật|du lịch|khách sạn|nhà hàng|bất động sản|vật liệu xây dựng|chế biến|môi trường|giáo dục
quốc tế|việt nam|tập đoàn|may mặc|quảng cáo|truyền thông|giải pháp|phần mềm|bảo vệ|tổng hợp|khai thác|khoáng sản
"""
_LONG_NAME = 5
VOCABULARY = 0.998
"""How sure a word is that the closed vocabulary of its place has in that spelling or in no other."""
_SHORT_NAME = 5
_PLACED = re.compile(r"(?:tinh|thanh pho|tp\.?)\s+$")


# A rank is one only behind the name of a body ("ỦY BAN NHÂN DÂN TĨNH …") or at the start: Văn Quan is a place.
_RANKS = ("tỉnh", "huyện", "quận", "phường", "thị trấn", "thị xã", "thành phố", "đặc khu", "xã")
_RANK_STARTS = ("xa ", "phuong ", "thi tran ", "dac khu ", "huyen ", "quan ", "thi xa ", "thanh pho ", "tinh ")
_BEFORE_RANK = re.compile(r"(^|nhan dan|ubnd|hdnd|cong an|quan su|chi nhanh|dang ky dat dai|y te|xa hoi)\s*$")


@cache
def _phrases(text: str = _PHRASES_TEXT) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Phrases by falling length, each with a pattern for its folded form, spaces between the words optional."""
    listed = {phrase for line in text.strip().splitlines() for phrase in line.split("|")}
    made = []
    for phrase in sorted(listed, key=len, reverse=True):
        spaced = r"\s*".join(re.escape(word) for word in fold(phrase).split())
        made.append((phrase, re.compile(rf"(?<!\w){spaced}(?!\w)")))
    return tuple(made)


def put_right(text: str) -> str:
    """`text`, the name of a body, with its common words spelt as they are; case and all else as read.

    Where the print has the other placing of the tone mark (Uỷ, Hoà), that is kept.
    """
    letters = list(nfc(text))
    spaces: list[tuple[int, str]] = []
    for start, end, phrase in _known(text):
        _spell(letters, start, end, phrase)
        if " " not in text[start:end] and " " in phrase:
            spaces.append((start, phrase))
    for start, phrase in sorted(spaces, reverse=True):
        glued = "".join(letters[start : start + len(phrase.replace(" ", ""))])
        words, at = [], 0
        for word in phrase.split():
            words.append(glued[at : at + len(word)])
            at += len(word)
        letters[start : start + len(glued)] = list(" ".join(words))
    return "".join(letters)


def _as_in_trade(text: str) -> list[bool]:
    """For each letter whether it is part of the vocabulary of trade, spelt with its marks."""
    known, folded = [False] * len(text), fold(text)
    for phrase, pattern in _phrases(_TRADE_TEXT):
        for match in pattern.finditer(folded):
            if spelling_key(text[match.start() : match.end()]) == spelling_key(phrase):
                known[match.start() : match.end()] = [True] * len(match.group())
    return known


def right_trade(text: str) -> str:
    """The name of a company or household business with the turns of phrase of such names spelt as they are ("CỐ PHẦN"
    for CỔ PHẦN), and syllables that there are none as they must be; other texts as they are."""
    if not _NAMED_BY_TRADE.match(fold(text)):
        return text
    letters = list(nfc(text))
    for phrase, pattern in _phrases(_TRADE_TEXT):
        for match in pattern.finditer(fold(text)) if " " in phrase else ():
            if text[match.start() : match.end()].count(" ") == phrase.count(" "):
                _spell(letters, match.start(), match.end(), phrase)
    return right_syllables("".join(letters))


_NAMED_BY_TRADE = re.compile(r"(tong )?cong ty|doanh nghiep|hop tac xa|ho kinh doanh|chi nhanh")


def known_letters(text: str) -> list[bool]:
    """For each letter of `text`, the name of a body, whether it is part of the closed vocabulary of such names."""
    known = [False] * len(text)
    for start, end, _phrase in _known(text):
        known[start:end] = [True] * (end - start)
    return known


def _known(text: str) -> list[tuple[int, int, str]]:
    """Where the words of the vocabulary stand in `text`: start, end and the phrase as it is spelt."""
    folded = fold(text)
    found: list[tuple[int, int, str]] = []

    def take(start: int, end: int, phrase: str) -> None:
        if all(end <= other or start >= ending for other, ending, _phrase in found):
            found.append((start, end, phrase))

    for phrase, pattern in _phrases():
        for match in pattern.finditer(folded):
            take(match.start(), match.end(), phrase)
    for rank in _RANKS:
        for match in re.finditer(rf"(?<!\w){fold(rank)}(?!\w)", folded):
            if _BEFORE_RANK.search(folded[: match.start()]):
                take(match.start(), match.end(), rank)
    for province in _province_names():
        for match in re.finditer(rf"(?<!\w){re.escape(fold(province))}(?!\w)", folded):
            if _PLACED.search(folded[: match.start()]):
                take(match.start(), match.end(), province)
    return found


def sure_of_known_words(tokens: Sequence[Token], *, trade: bool = False) -> tuple[Token, ...]:
    """The words of a body's name; those of the closed vocabulary of such names can be read as nothing else.

    `trade`: the name of a company or household business; of its vocabulary only what is spelt as it is.
    """
    text = text_of(tokens)
    known = _as_in_trade(text) if trade else known_letters(text)
    weighed_tokens, at = [], 0
    for token in tokens:
        letters = known[at : at + len(token.text)]
        at += len(token.text) + 1
        sure = letters and all(fine or not letter.isalpha() for fine, letter in zip(letters, token.text, strict=True))
        weighed_tokens.append(replace(token, confidence=max(token.confidence, VOCABULARY)) if sure else token)
    return tuple(weighed_tokens)


def completed(text: str) -> str:
    """`text`, the name of a body, with a word put in that a name of five words or more lacks in its middle.

    "VIỆN SÁT NHÂN DÂN" can be nothing but the Viện kiểm sát; shorter names with a word left out may be others' names.
    """
    text, folded = nfc(text), fold(text)
    for gap, before, word in _gaps():
        match = re.search(rf"(?<!\w){re.escape(gap)}(?!\w)", folded)
        if match is not None:
            place = match.start() + len(before)
            return f"{text[:place]} {word.upper() if text[:place].isupper() else word}{text[place:]}"
    return text


@cache
def _gaps() -> tuple[tuple[str, str, str], ...]:
    """Names as they stand with a word left out, what stands before it, and the word."""
    whole = [phrase for phrase, _ in _phrases() if len(phrase.split()) >= _LONG_NAME]
    known = {fold(phrase) for phrase, _ in _phrases()}
    gaps: dict[str, set[tuple[str, str]]] = {}
    for phrase in whole:
        words = phrase.split()
        for place in range(1, len(words) - 1):
            if not words[place].isalpha() or words[place] == "và":
                continue  # what offices themselves leave out
            before, rest = words[:place], words[place + 1 :]
            gaps.setdefault(fold(" ".join([*before, *rest])), set()).add((fold(" ".join(before)), words[place]))
    return tuple((gap, *next(iter(found))) for gap, found in gaps.items() if len(found) == 1 and gap not in known)


def right_province(text: str) -> str:
    """An address with the name of its province spelt as it is: there is no "tỉnh Cao Băng"."""
    letters = list(nfc(text))
    folded = fold(text)
    for province in _province_names():
        for rank in ("tỉnh", "thành phố"):
            spelt = f"{rank} {province}"
            for match in re.finditer(rf"(?<!\w){re.escape(fold(spelt))}(?!\w)", folded):
                _spell(letters, match.start(), match.end(), spelt)
    return "".join(letters)


def right_place(text: str) -> str:
    """An address with its units spelt as the tables have them: in huyện Mường La there is no "xã Chiểng Hoa".

    Only marks are put right, of words that are Vietnamese syllables: Đắk, Đăk and Đak have all been printed. A unit
    that there is not is the one that differs from it by a letter.
    """
    text = right_province(text)
    held = hold_against_tables(text)
    if len(held.near) == 1 and Levenshtein.distance(unit_key(held.unknown), unit_key(held.near[0])) == 1:
        text = _with_name(text, held.unknown, held.near[0])
    found = find_address(text)
    commune = found.commune
    letters, folded = list(nfc(text)), fold(text)
    for name in filter(None, [commune.full_name if commune else None, found.district]):
        bare_name = _without_rank(name)
        for match in re.finditer(rf"(?<!\w){re.escape(fold(bare_name))}(?=\s*(?:,|$))", folded):
            at = match.start()
            for word in bare_name.split(" "):
                if is_syllable(word):
                    _spell(letters, at, at + len(word), word)
                at += len(word) + 1
    return "".join(letters)


def _with_name(text: str, part: str, unit: str) -> str:
    """The address with the name of this unit in place of a part's, behind the rank that is printed."""
    rank = re.match(r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)\s+", part, re.IGNORECASE)
    if rank is None or len(part) - rank.end() < _SHORT_NAME or part not in text:
        return text
    return text.replace(part, part[: rank.end()] + _without_rank(unit))


def _without_rank(name: str) -> str:
    rank = next((rank for rank in _RANK_STARTS if fold(name).startswith(rank)), "")
    return name[len(rank) :]


def spelt_like(text: str, titles: Iterable[str]) -> str:
    """`text`, the title of a form, with those pairs of words that stand in known titles spelt as they are there.

    Titles are written in the law's few words; a pair that known titles spell in two ways is left as read.
    """
    letters = list(nfc(text))
    folded = fold(text)
    for pair, spelt in _pairs(tuple(titles)).items():
        for match in re.finditer(rf"(?<!\w){re.escape(pair)}(?!\w)", folded):
            _spell(letters, match.start(), match.end(), spelt)
    return "".join(letters)


@cache
def _pairs(titles: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for title in titles:
        for before, after in pairwise(re.sub(r"[^\w ]", "", nfc(title).lower()).split()):
            found.setdefault(fold(f"{before} {after}"), set()).add(f"{before} {after}")
    return {pair: next(iter(spelt)) for pair, spelt in found.items() if len(spelt) == 1}


def _spell(letters: list[str], start: int, end: int, phrase: str) -> None:
    """Write the phrase over the letters read, keeping their case, and the tone marks where only their place differs."""
    right = iter(letter for letter in phrase if letter != " ")
    read = "".join(letters[start:end])
    if _toneless_equal(read, phrase):
        return
    for index in range(start, end):
        if letters[index] == " ":
            continue
        letter = next(right)
        letters[index] = letter.upper() if letters[index].isupper() else letter


def _toneless_equal(read: str, phrase: str) -> bool:
    return spelling_key(read) == spelling_key(phrase)


@cache
def _province_names() -> tuple[str, ...]:
    return tuple({one.name for day in (MERGED_ON.replace(year=2020), MERGED_ON) for one in provinces(day).values()})
