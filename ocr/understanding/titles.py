"""Titles: which lines of a page may be one, and which kind's title they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from ocr.understanding.head import Head, is_motto
from ocr.understanding.layout import Segment, Sheet, Token
from terms.kinds import Kind
from terms.text import bare

_TITLE_LINES = 5
_NEAR = 0.84
_SPARE = 2  # letters
_SHORTEST_LINE = 8  # letters of a line whose end was not read
_ENOUGH = 0.6
_BELOW_HEAD = 4.0  # lines
_HEADING = re.compile(
    r"(kinh gui|dieu|chuong|muc|phan|khoan|phu luc|danh sach|bang (so )?[0-9ivx]+|bieu|kem theo|mau so|[ivx]+|[0-9]+) "
)

_ENTRY = re.compile(r":\s*\w")  # a label with its value, though in capitals


@dataclass(frozen=True)
class TitleMatch:
    """A kind's title found on a page. `lines`: all lines of the printed block; `taken`: how many of its letters the
    title accounts for; `weight`: how good the match and its place are, 0 to 1."""

    kind: Kind
    title: str
    lines: tuple[Segment, ...]
    taken: int
    weight: float

    @property
    def own(self) -> tuple[Segment, ...]:
        """The lines that the title itself takes up; capital lines below it may be heads of a table or a name."""
        letters, lines = 0, []
        for segment in self.lines:
            if letters >= self.taken:
                break
            lines.append(segment)
            letters += len(segment.key.replace(" ", ""))
        return tuple(lines)


@dataclass(frozen=True)
class Titles:
    """What stands on a page as titles: those of known kinds, the weightiest first, and lines that look like the title
    of a paper we do not know."""

    known: tuple[TitleMatch, ...]
    unknown: tuple[Segment, ...]


def find_titles(sheet: Sheet, head: Head, kinds: Iterable[Kind]) -> Titles:
    """The titles of the page. In one block the longest title wins: a TỜ KHAI ĐĂNG KÝ KHAI SINH is no GIẤY KHAI SINH."""
    kinds = list(kinds)
    known: list[TitleMatch] = []
    unknown: tuple[Segment, ...] = ()
    covered: set[int] = set()
    for lines in blocks(sheet, head):
        compact, place = _compact(lines), _place(sheet, lines)
        matches = [match for kind in kinds if (match := _match(kind, lines, compact, place))]
        if (whole := (*lines, *_ending(sheet, lines))) != lines:
            # "GIẤY XÁC NHẬN" over "Tình trạng hôn nhân": what its second line ends is another, longer title.
            ended = [match for kind in kinds if (match := _match(kind, whole, _compact(whole), place))]
            matches += [match for match in ended if match.taken >= len(_compact(whole)) - _SPARE]
        if matches:
            best = max(matches, key=lambda match: (match.taken, match.weight))
            if lines[0].index not in covered or best.weight > 0.9:
                known.append(best)
                covered |= {segment.index for segment in lines}
        elif not unknown and lines[0].index not in covered and _looks_like_a_title(sheet, head, lines):
            unknown = lines
    if known and unknown and unknown[0].row > min(match.lines[0].row for match in known):
        unknown = ()
    return Titles(tuple(sorted(known, key=lambda match: -match.weight)), unknown)


def blocks(sheet: Sheet, head: Head) -> list[tuple[Segment, ...]]:
    """Groups of lines that may be a title: capital lines under each other, or one line that stands out; each group
    also from its second, third … line on, for what stands above a title is often in capitals too."""
    skipped = {segment.index for segment in (*head.motto, *head.body)}
    made: list[tuple[Segment, ...]] = []
    segments = [segment for segment in sheet.segments if segment.index not in skipped and not is_motto(segment)]
    for index, segment in enumerate(segments):
        if not segment.letters or not (segment.capital or _stands_out(sheet, segment)):
            continue
        lines = [segment]
        for below in segments[index + 1 :]:
            if len(lines) == _TITLE_LINES or below.row > lines[-1].row + 2:
                break
            if below.row == lines[-1].row or not _under(lines[-1], below):
                continue
            if not below.capital and not (not segment.capital and _stands_out(sheet, below)):
                break
            lines.append(below)
        made.append(tuple(lines))
    return made


def _ending(sheet: Sheet, lines: Sequence[Segment]) -> tuple[Segment, ...]:
    """The line in small letters right under a block of capitals, as long as it stands by itself in the middle."""
    last = lines[-1]
    for below in sheet.segments[last.index + 1 :]:
        if below.row > last.row + 2:
            break
        if below.row > last.row and last.capital and _under(last, below):
            return (below,) if not below.capital and ":" not in below.text and _stands_out(sheet, below) else ()
    return ()


def _match(kind: Kind, lines: Sequence[Segment], compact: str, place: float) -> TitleMatch | None:
    """The longest of the kind's titles that the block begins with, unless a longer one says it is not of this kind."""
    best = max(
        (
            (share**3 * len(key), share, title)  # "BÊN NAM" below a title is no misread "(BẢN SAO)"
            for title in kind.titles
            if (share := _share(title, lines, compact))
            for key in [_title_key(title)]
        ),
        default=None,
    )
    if best is None:
        return _cut_off(kind, lines, place)
    _worth, share, title = best
    length = share * len(_title_key(title))
    if any(_share(wrong, lines, compact) * len(_title_key(wrong)) >= length for wrong in kind.not_titles):
        return None
    # A title that accounts for little of a long line is another title that begins alike.
    rest = max(0, len(_compact(lines[:1])) - len(_title_key(title)))
    weight = share * place * (1.0 if rest < 4 or kind.structure == "form" else 0.93)
    return TitleMatch(kind, title, tuple(lines), round(length), weight)


def _cut_off(kind: Kind, lines: Sequence[Segment], place: float) -> TitleMatch | None:
    """The kind's title of which the ends of the lines were not read, below a stain or a bright spot: "GIẤY CHỨNG" over
    "QUYỀN SỬ DỤN"."""
    first = lines[0].key
    if len(lines) < 2 or len(first) < _SHORTEST_LINE:
        return None
    titles = [title for title in kind.titles if _title_words(title)[0] == first.split(" ", 1)[0]]
    found = [(count, title) for title in titles if (count := _letters_before_cuts(_title_words(title), lines))]
    whole = [one for one in found if one[0] >= _ENOUGH * len(_title_key(one[1]))]
    if not whole:
        return None
    letters, title = max(whole, key=lambda one: (one[0], -len(one[1])))
    return TitleMatch(kind, title, tuple(lines), letters, letters / len(_title_key(title)) * place)


def _letters_before_cuts(words: Sequence[str], lines: Sequence[Segment]) -> int:
    """How many letters of a title the lines have, each going on at a word of it with one word left out at most; 0 if
    one of the first two does not."""
    at, letters = 0, 0
    for number, line in enumerate(lines):
        read = line.key.replace(" ", "")
        for start in range(at, min(at + (2 if number else 1), len(words))):
            rest = "".join(words[start:])
            if len(read) >= _SHORTEST_LINE and Levenshtein.distance(rest[: len(read)], read, score_cutoff=1) <= 1:
                break
        else:
            return letters if number > 1 else 0
        letters += len(read)
        at = start
        while at < len(words) and len("".join(words[start : at + 1])) <= len(read):
            at += 1
    return letters


def _share(title: str, lines: Sequence[Segment], compact: str) -> float:
    """How well the block begins with the title, 0 if hardly. Short titles must be whole words."""
    key = _title_key(title)
    if len(key) < 6 and not f"{lines[0].key} ".startswith(f"{bare(title)} "):
        return 0.0
    share = _prefix_closeness(key, compact)
    if share < 1.0 and _ends_in_a_word(key, lines):
        return 0.0  # "GIẤY CHỨNG" over "QUYỀN SỬ DỤN", whose ends were not read, is no GIẤY CHỨNG TỬ
    return share if share >= _NEAR else 0.0


def _ends_in_a_word(key: str, lines: Sequence[Segment]) -> bool:
    """True if a title would end within the first word of a line below the first."""
    letters = 0
    for line in lines:
        word = len(line.key.split(" ", 1)[0])
        if letters and letters < len(key) < letters + word - _SPARE:
            return True
        letters += len(line.key.replace(" ", ""))
    return False


def _looks_like_a_title(sheet: Sheet, head: Head, lines: Sequence[Segment]) -> bool:
    """Large or capital lines in the middle near the top that are no heading of a chapter."""
    first = lines[0]
    if (head.number is not None and first.index == head.number.index) or _ENTRY.search(first.text):
        return False
    if first.index and sheet.segments[first.index - 1].text.endswith(":"):
        return False  # what stands below "Họ và tên:" answers it
    low = (first.middle - sheet.top) / max(1.0, sheet.bottom - sheet.top) > 0.4
    below_head = head.bottom > 0 and first.top - head.bottom < _BELOW_HEAD * sheet.line_height
    if (low and not below_head) or first.top < head.bottom - first.height:
        return False
    middle = (sheet.left + sheet.right) / 2
    centred = abs(first.centre - middle) < 0.12 * sheet.page.width
    return centred and len(first.key) >= 6 and not _HEADING.match(first.key)


def _prefix_closeness(key: str, compact: str) -> float:
    if len(compact) < 0.85 * len(key):
        return 0.0
    if compact.startswith(key):
        return 1.0
    if len(key) < 6:
        return 0.0
    ends = range(len(key) - 1, min(len(compact), len(key) + 1) + 1)
    distance = min((Levenshtein.distance(key, compact[:end], score_cutoff=4) for end in ends), default=5)
    return 1.0 - distance / len(key) if distance <= 4 else 0.0


def _place(sheet: Sheet, lines: Sequence[Segment]) -> float:
    """How much the lines stand where a title stands: high up, large, in the middle or alone on their row."""
    first = lines[0]
    text_height = max(1.0, sheet.bottom - sheet.top)
    depth = (first.middle - sheet.top) / text_height
    weight = 1.0 if depth < 0.5 else max(0.35, 1.0 - 1.3 * (depth - 0.5))
    if first.height < 0.8 * sheet.line_height:
        weight *= 0.85
    if not first.capital:
        weight *= 0.9
    return weight


def _stands_out(sheet: Sheet, segment: Segment) -> bool:
    """A line in small letters may be a title if it is larger than the text, or short, alone and in the middle."""
    words = len(segment.tokens)
    if words > 14 or segment.text.rstrip().endswith((":", ";", ",")) or not segment.text[:1].isupper():
        return False
    if segment.height > 1.25 * sheet.line_height:
        return True
    middle = (sheet.left + sheet.right) / 2
    alone = sum(other.row == segment.row for other in sheet.segments) == 1
    return (
        alone
        and words <= 9
        and abs(segment.centre - middle) < 0.06 * sheet.page.width
        and (segment.left - sheet.left > 0.12 * sheet.page.width)
    )


def _under(above: Segment, below: Segment) -> bool:
    close = below.top - above.bottom < 1.6 * max(above.height, below.height)
    overlap = min(above.right, below.right) - max(above.left, below.left)
    return close and overlap > 0.3 * min(above.right - above.left, below.right - below.left)


def _compact(lines: Sequence[Segment]) -> str:
    return "".join(segment.key.replace(" ", "") for segment in lines)


@lru_cache(maxsize=2048)
def _title_key(title: str) -> str:
    return bare(title).replace(" ", "")


@lru_cache(maxsize=2048)
def _title_words(title: str) -> tuple[str, ...]:
    return tuple(bare(title).split())


def title_tokens(match: TitleMatch) -> tuple[Token, ...]:
    """The words of the block that make up the title itself."""
    wanted, count = len(bare(match.title).replace(" ", "")), 0
    taken: list[Token] = []
    for segment in match.lines:
        for token in segment.tokens:
            if count >= wanted - 1:
                return tuple(taken)
            taken.append(token)
            count += len(token.key.replace(" ", ""))
    return tuple(taken)
