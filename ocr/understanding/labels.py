"""Labels: the printed phrases of a form that lead to a value, told from the same words in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ocr.understanding.cues import Match, Phrase, closeness, find, followed_by_colon, phrase, spelt
from ocr.understanding.layout import Segment, Sheet, Token, text_of
from ocr.understanding.translations import translation_end
from ocr.understanding.values import is_blank
from terms.kinds import Kind
from terms.names import SURNAMES, plausibility, strip_titles

# Labels that end a value on any paper.
_COMMON = (
    "Sinh năm", "Sinh ngày", "Năm sinh", "Giới tính", "Quốc tịch", "Dân tộc", "Tôn giáo", "Ngày cấp", "Nơi cấp",
    "Cấp ngày", "Điện thoại", "Số điện thoại", "Email", "Nghề nghiệp", "Chức vụ", "Mã số thuế", "CCCD số", "CMND số",
    "Nơi cư trú", "Địa chỉ", "Ghi chú", "Nam, nữ", "Nam/Nữ", "Nam (Nữ)", "Nam, nữ", "Nam/nữ", "Nam (nữ)",
)  # fmt: skip
_TITLES = (("ong",), ("ba",))
_COURTESY = ("ong", "ba", "anh", "chi")
_UNITS = frozenset(("tinh", "huyen", "xa", "phuong", "quan", "duong", "pho", "tran", "thon", "ap", "khom", "nui"))
_ENUMERATOR = re.compile(
    r"^[\W_]*(?:[0-9]{1,2}|[IVXLl]{1,4}|[a-zđA-ZĐ])(?:\.[0-9]{1,2})?[.,)/:][\W_]*$|^[\W_]+$|^\([0-9a-z]{1,2}\)$"
)

# What refers to an explanation at the foot of a form: "(1)", "(*)".
_NOTE = re.compile(r"^\((?:[0-9]{1,2}|\*{1,3})\):?$")
_COPY_STAMP = "chung thuc ban sao dung voi ban chinh"
_COPY_REGISTER = re.compile(r"\bsct ?bs\b")
_SHORT = 10
_IN_PROSE = 0.55
_DOUBTFUL = 0.65

Position = tuple[int, int]
"""Index of the sheet in the document, and row on it."""


@dataclass(frozen=True)
class Label:
    """A label of the paper. `strength`: how surely it is one and no words in a sentence, 0 to 1."""

    match: Match
    position: Position
    strength: float

    @property
    def segment(self) -> Segment:
        return self.match.segment

    @property
    def key(self) -> str:
        return self.match.phrase.compact

    @property
    def left(self) -> float:
        return self.segment.tokens[self.match.start].left

    @property
    def right(self) -> float:
        return self.segment.tokens[self.match.end - 1].right

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.segment.tokens[self.match.start : self.match.end]

    @cached_property
    def starts_line(self) -> bool:
        """True if nothing but a number or a dash stands before it in its column."""
        return all(is_enumerator(token.text) for token in self.segment.tokens[: self.match.start])

    @property
    def ends_in_title(self) -> bool:
        """True if the label is or ends in "Ông" or "Bà"; behind "Ông/Bà" either may still be printed."""
        words = self.match.phrase.words
        return words[-1:] in _TITLES and len(set(words) & {"ong", "ba"}) == 1

    @property
    def asks_name(self) -> bool:
        """True for "Họ và tên" and the like: behind it a title is rare, and "Ông" may be a surname."""
        return self.match.phrase.words[0] == "ho"

    @cached_property
    def goes_on(self) -> bool:
        """True if the form words the label more fully than the catalogue, so that it may ask for something else."""
        tokens, end = self.segment.tokens, self.match.end
        further = tokens[end : label_end(tokens, end)]
        return any(token.key not in ("", "ong", "ba", "ong ba") for token in further) and not self.before_colon

    @property
    def before_colon(self) -> bool:
        return followed_by_colon(self.segment.tokens, self.match.end)

    @property
    def ends_line(self) -> bool:
        """True if nothing stands behind it in its column."""
        return all(is_blank(token.text) for token in self.segment.tokens[self.match.end :])

    @property
    def alone(self) -> bool:
        """True if its column has nothing else on this line, as in a table."""
        return self.starts_line and self.ends_line

    @property
    def heads(self) -> bool:
        """True if it may head a column: alone on its line, or in capitals at the end of it, where the name of the
        rows stands before it."""
        capitals = all(token.text.isupper() for token in self.tokens if token.key)
        return self.ends_line and (self.starts_line or (capitals and len(self.key) > 4))


def find_labels(kind: Kind, sheets: Sequence[Sheet], title: Sequence[Segment]) -> list[Label]:
    """All labels of a document of this kind. `title`: the lines of its title, whose words are no labels."""
    skipped = {id(segment) for segment in title} | _stamped(sheets)
    labels: list[Label] = []
    phrases = _phrases(kind)
    for index, sheet in enumerate(sheets):
        segments = [segment for segment in sheet.segments if id(segment) not in skipped]
        first_of_row = {row[0].row: row[0].left for row in sheet.rows}
        for match in _on_page(phrases, segments, sheet.line_height):
            strength = _strength(match)
            if not strength and match.closeness < 1 and _reads_as_name(match.segment.tokens[match.start :]):
                continue
            # "Giấy tờ tùy thân: CCCD số …": right behind another label, a label is as sure as that one.
            before = labels[-1] if labels else None
            if match.start == 0 and match.segment.left > first_of_row[match.segment.row] and _is_a_surname(match):
                continue  # the cell of a table
            if before is not None and before.segment is match.segment and _translates(before.match, match):
                continue
            if before is not None and before.segment is match.segment and _adjoin(before.match, match):
                if before.key == match.phrase.compact or (before.ends_in_title and match.phrase.words in _TITLES):
                    continue  # "Ông ÔNG VĂN TẤN", "Cho: Bà Ông Oanh": the second is a surname
                if _is_a_surname(match):
                    continue  # "cho ông/bà: Ông Thị Hạnh"
                if len(match.phrase.words) > 1 or strength > 0:
                    strength = max(strength, 0.98 * before.strength)
                if _may_be_a_surname(match):
                    strength = min(strength, _DOUBTFUL)
            if strength > 0:
                labels.append(Label(match, (index, match.segment.row), strength))
    return labels


def _stamped(sheets: Sequence[Sheet]) -> set[int]:
    """The lines of a stamp that certifies a copy of the paper: its number and day are not the paper's."""
    found: set[int] = set()
    for sheet in sheets:
        for title in sheet.segments:
            if closeness(title.key, _COPY_STAMP) > 0.85:
                found |= {
                    id(one)
                    for one in sheet.segments
                    if title.row < one.row <= title.row + 4 and one.left < title.right and title.left < one.right
                }
        found |= {id(one) for one in sheet.segments if _COPY_REGISTER.search(one.key)}
    return found


def _translates(before: Match, match: Match) -> bool:
    """True if the match stands in the translation of the label before it: "… tên vợ / Full name of wife: …"."""
    between = match.segment.tokens[before.end : match.start + 1]
    return between[0].text.startswith("/") and not any(":" in token.text for token in between[:-1])


def _may_be_a_surname(match: Match) -> bool:
    """True for "Ông" before two syllables: Mr Hoàng Hạnh, or Hoàng Hạnh of the surname Ông."""
    tokens = match.segment.tokens[match.start :]
    if match.phrase.words != ("ong",) or tokens[0].text not in ("Ông", "ÔNG"):
        return False
    following = [token.text for token in tokens[1:4]]
    name = [word for word in following if word.strip(".,;")[:1].isupper() and word.strip(".,;").isalpha()]
    return following[:2] == name


def _is_a_surname(match: Match) -> bool:
    """True for the "Ông" of "Ông Thị Hạnh" and "Ông Như Vui", behind which there is no full name."""
    tokens = match.segment.tokens[match.start :]
    if match.phrase.words != ("ong",) or len(tokens) < 3 or not all(token.text[:1].isupper() for token in tokens[:3]):
        return False
    printed = text_of(tokens)
    return ":" not in tokens[0].text and strip_titles(printed) == printed


def _on_page(phrases: Sequence[Phrase], segments: Sequence[Segment], height: float) -> list[Match]:
    """The phrases on a page, and those that a narrow cell broke in two."""
    matches = find(phrases, segments)
    starts: dict[int, list[Segment]] = {}
    for segment in segments:
        starts.setdefault(segment.row, []).append(segment)
    for first in segments:
        if len(first.tokens) > 6 or ":" in first.text:
            continue
        second = next((one for one in starts.get(first.row + 1, ()) if abs(one.left - first.left) < height), None)
        if second is None or len(second.tokens) > 4 or second.top - first.bottom > height:
            continue
        joined = Segment(first.page, first.index, first.row, first.tokens + second.tokens)
        for match in find(phrases, [joined]):
            # "Nam" above "Kinh" is no misread "Năm sinh": what is short must be as printed.
            sure = match.closeness == 1 or (len(match.phrase.compact) > _SHORT and match.closeness > 0.9)
            if sure and match.start < len(first.tokens) < match.end:
                matches = [one for one in matches if one.segment is not first] + [match]
    return sorted(matches, key=lambda match: (match.segment.index, match.start))


def _adjoin(before: Match, match: Match) -> bool:
    between = match.segment.tokens[before.end : match.start]
    return all(is_blank(token.text) or is_enumerator(token.text) for token in between)


def _phrases(kind: Kind) -> list[Phrase]:
    texts = [cue for spec in kind.fields for cue in (*spec.cues, *spec.not_cues, *spec.confirmed_by)]
    texts += [*kind.other_labels, *(text for cues in kind.sections.values() for text in cues), *_COMMON]
    phrases: dict[str, Phrase] = {}
    for text in texts:
        one = phrase(text)
        # The same words with and without a colon: the looser wins, a colon then only makes it surer.
        known = phrases.get(one.compact)
        if known is None or known.colon or ":" in one.printed:
            phrases[one.compact] = one
    return list(phrases.values())


def _strength(match: Match) -> float:
    """How surely the phrase is a label here: at the start of a line, before a colon, or as words in a sentence."""
    tokens = match.segment.tokens
    before = [token.text for token in tokens[: match.start]]
    at_start = all(is_enumerator(text) for text in before)
    colon = followed_by_colon(tokens, match.end)
    if match.closeness < 1 and not colon and _reads_as_name(tokens[match.start :]):
        return 0.0  # NGUYỄN XUÂN TRÍ is no misread "Nguyên quán"
    following = tokens[match.end].text.lstrip("'`´‘’\"“.,")[:1] if match.end < len(tokens) else ""
    if match.phrase.words in _TITLES and _names_a_place(tokens, match.start):
        return 0.0
    if len(match.phrase.compact) <= 4:
        if match.start == 0 and match.end == len(tokens):
            return match.closeness * 0.8
        if not (colon or following.isupper() or following.isdigit()):
            return 0.0
        return match.closeness * (1.0 if colon else 0.87 if at_start else 0.75)
    if tokens[match.start].text.startswith("(") and not colon:
        # A note, "(Cấp cho nhà ở riêng lẻ)"; but "(viết bằng chữ) Ngày mười chín" leads to words.
        enclosed = at_start and tokens[match.end - 1].text.endswith(")") and following.isupper()
        return match.closeness * 0.8 if enclosed else 0.0
    if ")" in tokens[match.end - 1].text and "(" in "".join(before) + tokens[match.start].text and not at_start:
        return 0.0  # "Vị trí xây dựng (ghi rõ lô đất, địa chỉ): …"
    if at_start:
        return match.closeness * (1.0 if colon else 0.85)
    if colon:
        return match.closeness * 0.95
    if len(match.phrase.words) > 1 and match.phrase.words[-1] in _COURTESY and following.isupper():
        return match.closeness * 0.8  # "… xác nhận: Ông NGUYỄN VĂN NAM, sinh ngày …"
    parted = before[-1][-1:] in ",;:.-–)"
    several = len(match.phrase.words) > 1
    if several and following.isdigit():
        return match.closeness * 0.85  # "…, CCCD số 001088079795, …"
    if tokens[match.start].text[:1].isupper() and (parted or (several and spelt(match))):
        return match.closeness * (0.7 if parted else 0.6)
    if len(match.phrase.words) > 3 and spelt(match):
        return _IN_PROSE  # "… đã đăng ký thường trú tại thôn 3 …"
    return match.closeness * 0.5 if several and parted else 0.0


def _names_a_place(tokens: Sequence[Token], at: int) -> bool:
    """True for the "Bà" of "tỉnh Bà Rịa" and "xã Bà Điểm"."""
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    before = tokens[at - 1].key if at and tokens[at - 1].text[-1:] not in ",;:." else ""
    return after == "ria" or before in _UNITS


def _reads_as_name(tokens: Sequence[Token]) -> bool:
    """True if the words, to the end of the line, are a person's name."""
    return 2 <= len(tokens) <= 6 and tokens[0].key in SURNAMES and plausibility(text_of(tokens).strip(" .,")) > 0.9


def label_end(tokens: Sequence[Token], end: int) -> int:
    """Where a label really ends that a form words more fully than the catalogue: small letters to the next colon
    ("Họ và tên người khiếu nại:"); `end` if it does not go on."""
    for index in range(end, min(len(tokens), end + 7)):
        text = tokens[index].text
        note = bool(_NOTE.match(text))
        if ":" in text:
            return index + 1 if text == ":" or note or text.rstrip(":").strip("()").islower() else end
        if not note and not text.strip("(),/").islower():
            return end
    return end


def after_label(tokens: Sequence[Token], end: int) -> int:
    """Where the answer begins: past the colon, and past a bracket or a translation before it."""
    if end < len(tokens) and tokens[end].text[:1] in "(/[":
        for index in range(end, min(len(tokens), end + 9)):
            if ":" in tokens[index].text:
                return index + 1
            if tokens[index].text.endswith((")", "]")) and tokens[end].text[:1] in "([":
                end = index + 1
                break
    end = translation_end(tokens, end)
    if end < len(tokens) and is_blank(tokens[end].text) and tokens[end].text.startswith(":"):
        end += 1
    return end


def before_enumerator(tokens: Sequence[Token], at: int, start: int) -> int:
    """The place before a label's own number ("… 4. Quốc tịch"), so that it does not end up in the value before."""
    while at > start and re.match(r"^(?:[0-9]{1,2}|[a-zđ])[.)/]$", tokens[at - 1].text):
        at -= 1
    return at


def is_enumerator(text: str) -> bool:
    return bool(_ENUMERATOR.match(text))
