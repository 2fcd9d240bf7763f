"""A page's words as lines that can be reasoned about: straightened, split into columns, ordered in rows.

Engines put two columns into one line as often as not, and a page leans. Positions here are straightened by the page's
skew; boxes that leave this room are the words' own.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ocr.model import Box, Doubt, PageReading, Word
from ocr.understanding.leaning import Leaning
from terms.text import bare, fold, nfc

_LINES_OF_A_PAGE = 8
# A gap this many times as wide as the letters are high parts two columns; justified lines stay below.
COLUMN_GAP = 1.7


@dataclass(frozen=True)
class Token:
    """A word in its place on the straightened page.

    `key`: folded letters and digits only ("" for mere punctuation). `after_rule`: a table's line was read before it.
    `replaced`: a second reading took the place of the first. `looks`, `by_hand`, `doubt`: as in `ocr.model.Word`.
    """

    text: str
    key: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    box: Box
    after_rule: bool = False
    replaced: bool = False
    looks: tuple[int, int] | None = None
    by_hand: bool = False
    doubt: Doubt | None = None

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Segment:
    """Words that stand on one line without a column's gap between them. `row`: number of the row it stands in."""

    page: int
    index: int
    row: int
    tokens: tuple[Token, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def key(self) -> str:
        """Folded words with single spaces, without punctuation."""
        return " ".join(token.key for token in self.tokens if token.key)

    @cached_property
    def left(self) -> float:
        return min(token.left for token in self.tokens)

    @cached_property
    def right(self) -> float:
        return max(token.right for token in self.tokens)

    @cached_property
    def top(self) -> float:
        return min(token.top for token in self.tokens)

    @cached_property
    def bottom(self) -> float:
        return max(token.bottom for token in self.tokens)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @cached_property
    def height(self) -> float:
        """The height of its letters: the median of its words' boxes, which accents and tails make uneven."""
        heights = sorted(token.height for token in self.tokens)
        return heights[len(heights) // 2]

    @cached_property
    def letters(self) -> str:
        return "".join(letter for letter in self.text if letter.isalpha())

    @cached_property
    def capital(self) -> bool:
        """True if (nearly) all its letters are capitals."""
        letters = self.letters
        return len(letters) > 1 and sum(letter.isupper() for letter in letters) >= 0.85 * len(letters)


@dataclass(frozen=True)
class Sheet:
    """A page laid out. `segments` in rows from the top, left to right within a row."""

    page: PageReading
    segments: tuple[Segment, ...]

    @property
    def number(self) -> int:
        return self.page.number

    @cached_property
    def rows(self) -> tuple[tuple[Segment, ...], ...]:
        rows: dict[int, list[Segment]] = {}
        for segment in self.segments:
            rows.setdefault(segment.row, []).append(segment)
        return tuple(tuple(rows[row]) for row in sorted(rows))

    @cached_property
    def key(self) -> str:
        """The whole page, folded, without punctuation, a space between words."""
        return " ".join(segment.key for segment in self.segments if segment.key)

    @cached_property
    def line_height(self) -> float:
        heights = sorted(segment.height for segment in self.segments)
        return heights[len(heights) // 2] if heights else 1.0

    @cached_property
    def left(self) -> float:
        """Where the text begins on the left: a low percentile, so that a stray mark does not move it."""
        lefts = sorted(segment.left for segment in self.segments)
        return lefts[len(lefts) // 10] if lefts else 0.0

    @cached_property
    def right(self) -> float:
        rights = sorted((segment.right for segment in self.segments), reverse=True)
        return rights[len(rights) // 10] if rights else 0.0

    @cached_property
    def top(self) -> float:
        return min((segment.top for segment in self.segments), default=0.0)

    @cached_property
    def bottom(self) -> float:
        return max((segment.bottom for segment in self.segments), default=0.0)

    def depth(self, segment: Segment) -> float:
        """How far down the page a segment stands: 0 at the top edge of the paper, 1 at the bottom edge."""
        return segment.middle / max(1.0, float(self.page.height))


def lay_out(page: PageReading) -> Sheet:
    """The page's words as segments in rows."""
    lean = math.radians(page.skew)
    cosine, sine = math.cos(lean), math.sin(lean)
    lines: dict[tuple[int, int], list[Token]] = {}
    for word in page.words:
        for token in _tokens(word, cosine, sine):
            lines.setdefault((word.block, word.line), []).append(token)
    pieces = [piece for tokens in lines.values() for piece in _columns(sorted(tokens, key=lambda one: one.left))]
    return Sheet(page, tuple(segment for half in _halves(page, pieces) for segment in half))


def text_of(tokens: Iterable[Token]) -> str:
    return " ".join(token.text for token in tokens)


def box_of(tokens: Sequence[Token]) -> Box | None:
    """The smallest box, in the page's own pixels, around the words."""
    if not tokens:
        return None
    left = min(token.box[0] for token in tokens)
    top = min(token.box[1] for token in tokens)
    right = max(token.box[0] + token.box[2] for token in tokens)
    bottom = max(token.box[1] + token.box[3] for token in tokens)
    return left, top, right - left, bottom - top


def tokens_between(tokens: Sequence[Token], start: int, end: int) -> tuple[Token, ...]:
    """The words that carry characters `start` to `end` of the words' text joined by single spaces."""
    taken, at = [], 0
    for token in tokens:
        if at < end and at + len(token.text) > start:
            taken.append(token)
        at += len(token.text) + 1
    return tuple(taken)


_RULES = "|¦"
_HEAD_STARTS = re.compile(r"^(cong hoa|cong hda|cong h0a|doc lap)")
_GLUED_TRANSLATION = re.compile(r"(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_GLUED_LABEL = re.compile(r"^([^\W\d_][^:]{1,40}):(?=[^\s/])")


def _tokens(word: Word, cosine: float, sine: float) -> list[Token]:
    x, y, width, height = word.box
    centre_x, centre_y = x + width / 2, y + height / 2
    left = centre_x * cosine + centre_y * sine - width / 2
    top = centre_y * cosine - centre_x * sine - height / 2
    # A label glued to its value ("Số:215/2020") is two words in one box; the line of a table may hang on to a word.
    text = nfc(word.text)
    ruled = text[:1] in _RULES and len(text) > 1
    pieces = _unglued(text.strip(_RULES) or text)
    total = sum(len(piece) for piece in pieces) or 1
    made: list[Token] = []
    done = 0
    for piece in pieces:
        start, end = left + width * done / total, left + width * (done + len(piece)) / total
        done += len(piece)
        after_rule = ruled and not made
        marks = (word.first is not None, word.looks, word.by_hand, word.doubt)
        made.append(
            Token(piece, bare(piece), start, top, end, top + height, word.confidence, word.box, after_rule, *marks)
        )
    return made


def _unglued(text: str) -> list[str]:
    if text.lower().startswith(("http", "v/v")):
        return [text]
    if (match := _GLUED_LABEL.match(text)) is not None:
        return [*_unglued(text[: match.end()]), text[match.end() :]]
    if (match := _GLUED_TRANSLATION.search(text)) is not None and not (
        text.isupper() and not text.rstrip(":.").endswith("/ID")
    ):
        return [text[: match.start()], text[match.start() :]]
    return [text]


def _columns(tokens: list[Token]) -> list[list[Token]]:
    """One engine's line as the columns it really is."""
    if not tokens:
        return []
    heights = sorted(token.height for token in tokens)
    height = heights[len(heights) // 2]
    pieces = [[tokens[0]]]
    for index, (before, token) in enumerate(pairwise(tokens), start=1):
        gap = token.left - before.right
        rest = " ".join(other.key for other in tokens[index : index + 3])
        if (
            gap > COLUMN_GAP * height
            or token.after_rule
            or (gap > 0.5 * height and before.key != "nuoc" and _HEAD_STARTS.match(rest))
        ):
            pieces.append([])
        pieces[-1].append(token)
    return pieces


def _halves(page: PageReading, pieces: list[list[Token]]) -> list[list[Segment]]:
    """The pieces in rows; of a form laid open, two pages on one sheet, first all of the left page."""
    gutter = _gutter(page, pieces)
    if gutter is None:
        return [_in_rows(page.number, pieces)]
    left = _in_rows(page.number, [piece for piece in pieces if piece[0].left < gutter])
    right = _in_rows(page.number, [piece for piece in pieces if piece[0].left >= gutter])
    rows = left[-1].row + 1 if left else 0
    return [left, [replace(one, index=one.index + len(left), row=one.row + rows) for one in right]]


def _gutter(page: PageReading, pieces: list[list[Token]]) -> float | None:
    """Where two pages beside each other part on a broad sheet: a strip near its middle that nothing reaches into, with
    lines on both sides that stand at heights of their own; None on any other."""
    worded = [piece for piece in pieces if sum(len(token.key) for token in piece) > 3]
    if page.width < 1.3 * page.height or len(worded) < 2 * _LINES_OF_A_PAGE:
        return None
    tall = sorted(token.height for piece in worded for token in piece)[len(worded) // 2]
    for share in (0.5, 0.47, 0.53, 0.45, 0.55, 0.42, 0.58):
        at = share * page.width
        if any(token.left < at + tall and token.right > at - tall for piece in worded for token in piece):
            continue
        left = [piece for piece in worded if piece[0].left < at]
        if min(len(left), len(worded) - len(left)) < _LINES_OF_A_PAGE:
            return None
        rights = [piece[0].middle for piece in worded if piece[0].left >= at]
        level = sum(any(abs(piece[0].middle - middle) < 0.3 * tall for middle in rights) for piece in left)
        return at if level <= 0.6 * len(left) else None
    return None


def _in_rows(page: int, pieces: list[list[Token]]) -> list[Segment]:
    """Pieces that share a height on the page form a row; rows are numbered from the top."""
    drafts = [Segment(page, 0, 0, tuple(piece)) for piece in pieces]
    sinks = Leaning([draft.tokens for draft in drafts])
    levels = {id(draft): draft.middle - sinks.at(draft.centre, draft.middle) for draft in drafts}
    drafts.sort(key=lambda draft: levels[id(draft)])
    rows: list[list[Segment]] = []
    for draft in drafts:
        if rows and _beside(rows[-1], draft, levels):
            rows[-1].append(draft)
        else:
            rows.append([draft])
    made: list[Segment] = []
    lefts = sorted(draft.left for draft in drafts)
    for number, row in enumerate(rows):
        for tokens in _mended(sorted(row, key=lambda one: one.left), lefts):
            made.append(Segment(page, len(made), number, tokens))
    return made


def _mended(row: list[Segment], lefts: Sequence[float]) -> list[tuple[Token, ...]]:
    """A row's pieces, those put together again that an engine took apart: words no further from each other than words
    are, and a number or date around the place where a hand was to write ("Hà Nội, ngày …  tháng …").

    `lefts`: where all pieces of the page begin, sorted. What begins a line of the column to the right is no number to
    "… Căn cước công dân số", which goes on below."""
    pieces: list[tuple[Token, ...]] = []
    for piece in row:
        before = pieces[-1] if pieces else ()
        if before and not piece.tokens[0].after_rule and not _HEAD_STARTS.match(piece.key):
            gap = piece.left - max(token.right for token in before)
            height = min(piece.height, before[-1].height)
            open_end = before[-1].key in _UNFINISHED and len(piece.tokens) < 9
            open_end = open_end and not (before[-1].key == "so" and _begins_column(piece, lefts))
            if -0.3 * height < gap < (6.0 if open_end else 0.8) * height:
                pieces[-1] = (*before, *piece.tokens)
                continue
        pieces.append(piece.tokens)
    return pieces


_UNFINISHED = ("ngay", "thang", "so")
_LINES_OF_A_COLUMN = 4


def _begins_column(piece: Segment, lefts: Sequence[float]) -> bool:
    """True if other lines begin where `piece` does."""
    near = 0.5 * piece.height
    return bisect_right(lefts, piece.left + near) - bisect_left(lefts, piece.left - near) >= _LINES_OF_A_COLUMN


def _beside(row: list[Segment], draft: Segment, levels: Mapping[int, float]) -> bool:
    """True if `draft` stands on the row: level with its nearest piece and not above or below one."""
    worded = [other for other in row if other.key]  # a speck over a line parts nothing
    if draft.key and any(draft.left < other.right and other.left < draft.right for other in worded):
        overlap = max(min(draft.right, other.right) - max(draft.left, other.left) for other in worded)
        if overlap > 0.3 * min(draft.right - draft.left, min(other.right - other.left for other in worded)):
            return False
    nearest = min(row, key=lambda other: min(abs(draft.left - other.right), abs(other.left - draft.right)))
    apart = min(abs(levels[id(draft)] - levels[id(nearest)]), abs(draft.middle - nearest.middle))
    return apart < 0.6 * min(draft.height, nearest.height) + 2
