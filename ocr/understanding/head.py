"""The anatomy of a first page: motto, issuing body, number, place and date, title (Decree 30/2020, Annex I; its model
is followed by nearly every official paper), and the page number of a later one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ocr.understanding.cues import closeness
from ocr.understanding.layout import Segment, Sheet
from terms.dates import find_dates
from terms.text import fold

_MOTTO = "conghoaxahoichunghiavietnam"
_MOTTO_2 = "doclaptudohanhphuc"
_NUMBER_LABEL = re.compile(
    r"^\W{0,2}(?:(?:luat|phap lenh|lenh|nghi quyet|nghi dinh|thong tu)\s)?[s§$][o06óôeé]\s{0,2}[:;.]"
    r"|^\W{0,3}so\s{0,2}(?=[0-9./])|^\W{0,2}no\s?[:.]"
)
_NUMBER_ALONE = re.compile(r"^\W{0,3}[0-9]{1,5}\s?[^\W\d]?\s?/\s?[0-9A-ZĐ]{2,8}(?:\s?-\s?[0-9A-ZĐ]{2,})+\W*$")
_NOT_A_NUMBER_LABEL = re.compile(r"^\W*so (chung thuc|quyen|vao so|dinh danh|cccd|cmnd|giay|can cuoc|dien thoai)")
_PAGE_NUMBER = re.compile(r"^[\W_]*(?:trang\s*)?([0-9]{1,3})(?:\s*/\s*([0-9]{1,3}))?[\W_]*$")
# A capital line that opens the name of a body; lines without such a noun go on with the name above.
_BODY_NOUN = re.compile(
    r"^(uy ban|ubnd|hoi dong|hdnd|bo |so |phong|cuc|chi cuc|tong cuc|vien|toa an|cong an|ban |trung tam|truong|"
    r"van phong|thanh tra|chinh phu|quoc hoi|thu tuong|dang|huyen uy|tinh uy|thanh uy|doan |lien doan|hoi |bao hiem|"
    r"kho bac|ngan hang|"
    r"cong ty|tong cong ty|tap doan|chi nhanh|benh vien|hoc vien|dai hoc|dai |bao |quy |uy ban|mat tran|vu |don |trai |"
    r"cong doan|hat |tram |doi |hop tac xa|lien hiep|to |nha |thu vien|bao tang|khoa |kiem toan|chi cuc|chu tich nuoc|"
    r"ubmttq|bch|bo chi huy|bo tu lenh|bo tong)"
)
_NO_PLACE = re.compile(r"^\W*(dang ky|can cu|luat|hom nay|cap lan|thay doi|lan thu|cap|cap lai|co hieu luc|ke tu)\b")
_CERTIFIED = re.compile(r"so chung thuc|sct bs|dung voi ban chinh|so cong chung")
_GOES_ON = re.compile(
    r"^(?!(?:tinh|huyen|thanh|thi|quan|dang|xa|phuong) uy )"
    r"(tinh|huyen|thanh pho|tp|xa|phuong|thi xa|thi tran|quan |va |ve |tai |khu vuc|nhan dan|toi cao|dac khu)"
)


@dataclass(frozen=True)
class Head:
    """What stands where on the upper part of a page; None or empty where it was not found."""

    sheet: Sheet

    @cached_property
    def motto(self) -> tuple[Segment, ...]:
        """Quốc hiệu and tiêu ngữ."""
        upper = [segment for segment in self.sheet.segments if self.sheet.depth(segment) < 0.5]
        return tuple(segment for segment in upper if is_motto(segment))

    @cached_property
    def number(self) -> Segment | None:
        """The line "Số: …" of the head or below the title."""
        for segment in self.sheet.segments:
            folded = segment.folded
            if _NUMBER_LABEL.match(folded) and not _NOT_A_NUMBER_LABEL.match(folded):
                return segment if self.sheet.depth(segment) < 0.62 else None
        # The word before it was not read: a number with its symbol, alone in the column of the body.
        return next((one for one in self.sheet.segments if self._is_number_alone(one)), None)

    def _is_number_alone(self, segment: Segment) -> bool:
        left = segment.right < 0.5 * self.sheet.page.width and self.sheet.depth(segment) < 0.3
        return left and bool(_NUMBER_ALONE.match(segment.text))

    @cached_property
    def place_dates(self) -> tuple[tuple[float, Segment], ...]:
        """Lines of the form "Sơn Dương, ngày 13 tháng 02 năm 2019" with how much they look like it, best first."""
        certified = {segment.row for segment in self.sheet.segments if _CERTIFIED.search(segment.key)}
        found = [
            (score, segment)
            for segment in self.sheet.segments
            if (score := _dateline(segment)) > 0 and not any(row <= segment.row <= row + 2 for row in certified)
        ]
        return tuple(sorted(found, key=lambda pair: -pair[0]))

    @cached_property
    def body(self) -> tuple[Segment, ...]:
        """The lines that name the issuing body and its superior: left of the motto, above the number."""
        height, width = self.sheet.line_height, self.sheet.page.width
        if not self.motto and self.number is None:
            return ()
        edge = min((segment.left for segment in self.motto), default=0.55 * width) + 1.5 * height
        limit = max((segment.bottom for segment in self.motto), default=self.sheet.top + 6 * height) + 2.5 * height
        if self.number is not None and self.number.centre < 0.5 * width:
            limit = min(limit + 3 * height, self.number.top)
        lines = [
            segment
            for segment in self.sheet.segments
            if segment.middle < limit
            and segment.right < edge
            and segment.centre < self.sheet.left + 0.44 * (self.sheet.right - self.sheet.left)
            and segment.letters
            and not is_motto(segment)
            and not re.search(r"[/:]|[0-9]{3}|[0-9].*[^0-9].*[0-9]", segment.text)
            and (segment.capital or self._like_a_body(segment))
        ]
        return tuple(_last_run(lines, height))

    def issuer(self) -> tuple[Segment, ...]:
        """The lines of the body that issued the paper, its superior left out."""
        start = 0
        for index, segment in enumerate(self.body):
            key = segment.key + " "
            if index and _BODY_NOUN.match(key) and not _GOES_ON.match(key):
                start = index
        return self.body[start:]

    @cached_property
    def bottom(self) -> float:
        """Where the head ends: below motto, body, number and date, as far as they stand at the top."""
        parts = [*self.motto, *self.body]
        if self.number is not None and self.sheet.depth(self.number) < 0.3:
            parts.append(self.number)
        return max((segment.bottom for segment in parts), default=0.0)

    def _like_a_body(self, segment: Segment) -> bool:
        return bool(_BODY_NOUN.match(segment.key + " ")) and not any(letter in segment.text for letter in ":;")


def is_motto(segment: Segment) -> bool:
    """True for "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" and "Độc lập - Tự do - Hạnh phúc"."""
    if "nuoc cong hoa" in segment.key:
        return False  # "Căn cứ Hiến pháp nước Cộng hòa …"
    key = segment.key.replace(" ", "")
    if 14 <= len(key) <= 44:
        for line in (_MOTTO, _MOTTO_2):
            if closeness(key[-len(line) :] if len(key) > len(line) + 8 else key, line) > 0.74:
                return True
    return False


def printed_page_number(sheet: Sheet) -> tuple[int, int | None] | None:
    """The page number that stands alone at the top or bottom edge ("2", "- 2 -", "2/4"), with the total if printed."""
    candidates = [*sheet.rows[:2], *sheet.rows[-2:]]
    for row in candidates:
        if len(row) != 1:
            continue
        match = _PAGE_NUMBER.match(row[0].folded)
        if match and 0 < int(match[1]) < 400:
            return int(match[1]), int(match[2]) if match[2] else None
    return None


def body_name(segments: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in segments)


def _dateline(segment: Segment) -> float:
    found = [one for one in find_dates(segment.text) if one.written in ("spelt", "digits")]
    if len(found) != 1:
        return 0.0
    before = re.sub(r",\s?[:;.]$", ",", segment.text[: found[0].start].strip())
    if found[0].written == "digits":
        return _dateline_in_digits(before, segment.text[found[0].end :].strip(" .,;"))
    after = segment.text[found[0].end :].strip(" .,;")
    if len(after) > 3 or len(before.split()) > 8 or ":" in before or _NO_PLACE.match(fold(before)):
        return 0.0
    if not fold(segment.text[found[0].start : found[0].end]).startswith("n"):
        return 0.0
    named = before.endswith((",", ".")) and before[:1].isupper()
    return (1.0 if named else 0.85 if not before else 0.25) * (1.0 if found[0].date.day else 0.6)


def _dateline_in_digits(before: str, after: str) -> float:
    """How much a line with a date in digits looks like a dateline: "Kon Tum, ngày 05/3/2022", and no more."""
    place = re.fullmatch(r"([^\W\d_][^\d:;()]*)[,.]\s?[Nn]g[àa]y", before)
    return 0.8 if place and before[:1].isupper() and len(before.split()) <= 6 and not after else 0.0


def _last_run(lines: list[Segment], height: float) -> list[Segment]:
    """The lines that stand close under each other, as a body's name does."""
    run: list[Segment] = []
    for segment in lines:
        if run and segment.top - run[-1].bottom > 2.2 * height:
            run = []
        run.append(segment)
    return run
