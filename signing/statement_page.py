"""The last page of a certified copy: the statement, room for two signatures, the code that leads to the register."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pdf import Fonts, Leaf, Place, Type
from pdf.leaf import POINTS

if TYPE_CHECKING:
    from signing.copy import CopyPlan

DEMO_BAND = "BẢN DÙNG THỬ (DEMO) – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
DEMO_RED = (190, 0, 0)
_WIDTH, _HEIGHT = 210.0, 297.0
_LEFT, _TOP, _RIGHT = 25.0, 20.0, 20.0
_ROOM = _WIDTH - _LEFT - _RIGHT
_BLUE = (20, 40, 140)
_COLUMN, _GAP, _SIGNATURE = 78.0, 9.0, 40.0  # high enough for a seal of 36 millimetres
_QR, _FOOT = 34.0, 236.0


@dataclass
class StatementPage:
    """The page (two, if names are very long) as `leaves`; the places of the signatures count pages from its first."""

    plan: CopyPlan
    pages: int
    digest: str
    leaves: list[Leaf] = field(init=False)
    person: Place = field(init=False)
    office: Place = field(init=False)
    _y: float = field(init=False, default=_TOP)

    def __post_init__(self) -> None:
        self.leaves = [Leaf(_WIDTH, _HEIGHT, Fonts())]
        self._head()
        self._statement()
        self._signatures()
        self._foot()

    def _line(self, words: str, kind: Type, *, after: float, role: str = "P") -> None:
        self._y = self.leaves[-1].text(words, _LEFT, self._y, _ROOM, kind, "H1" if role == "H1" else "P") + after

    def _head(self) -> None:
        plan = self.plan
        if plan.demo:
            self._line(DEMO_BAND, Type(12, style="bold", align="centre", colour=DEMO_RED), after=5.5)
        self._line(plan.office_name.upper(), Type(13, style="bold", align="centre"), after=8)
        self._line("Bản sao điện tử có chứng thực từ bản chính", Type(12, style="italic", align="centre"), after=6)
        for label, value in (("Tên bản chính:", plan.original_name), ("Số trang:", str(self.pages))):
            leaf, kind = self.leaves[-1], Type(13)
            low = leaf.text(label, _LEFT, self._y, 40, kind)
            self._y = max(low, leaf.text(value, _LEFT + 40, self._y, _ROOM - 40, kind))
        self._y += 8

    def _statement(self) -> None:
        said = self.plan.statement
        self._line(said.title, Type(15, style="bold", align="centre", colour=_BLUE), after=3, role="H1")
        self._line(said.number, Type(13, align="centre", colour=_BLUE), after=1.5)
        self._line(said.date, Type(13, align="centre", colour=_BLUE), after=8)

    def _signatures(self) -> None:
        """Two columns: who signs and as what, room for the signature, the name under it."""
        plan, top, lows = self.plan, self._y, []
        columns = (
            (_LEFT, (plan.statement.office,), plan.office_name, ""),
            (
                _LEFT + _COLUMN + _GAP,
                (plan.statement.certifier, *plan.title_lines),
                plan.certifier_name,
                "" if plan.title_lines else plan.certifier_title,
            ),
        )
        strong = Type(12, style="bold", align="centre", leading=1.4)
        for x, headings, _, _ in columns:
            y = top
            for heading in headings:
                y = self.leaves[-1].text(heading, x, y, _COLUMN, strong)
            lows.append(y)
        y = max(lows) + 3
        self.office, self.person = (self._place(x, y) for x, *_ in columns)
        lows = []
        for x, _, name, title in columns:
            low = self.leaves[-1].text(name, x, y + _SIGNATURE + 2, _COLUMN, strong)
            if title:
                low = self.leaves[-1].text(title, x, low, _COLUMN, Type(11, align="centre"))
            lows.append(low)
        self._y = max(lows)

    def _place(self, x: float, y: float) -> Place:
        edges = (x, _HEIGHT - y - _SIGNATURE, x + _COLUMN, _HEIGHT - y)
        left, low, right, high = (round(edge * POINTS, 2) for edge in edges)
        return Place(len(self.leaves) - 1, (left, low, right, high))

    def _foot(self) -> None:
        top = max(self._y + 8, _FOOT)
        if top + _QR > _HEIGHT - 10:
            self.leaves.append(Leaf(_WIDTH, _HEIGHT, self.leaves[0].fonts))
            top = _TOP
        leaf, plan = self.leaves[-1], self.plan
        leaf.qr(plan.verify_url, _LEFT - 4, top, _QR, f"Mã QR dẫn đến {plan.verify_url}")
        x, y, room = _LEFT + _QR, top + 3, _ROOM - _QR
        for words, kind, after in (
            ("Quét mã hoặc mở địa chỉ dưới đây để kiểm tra bản sao này:", Type(10), 0.5),
            (plan.verify_url, Type(10, style="bold"), 1.5),
            (f"Mã đối chiếu: {self.digest}", Type(10), 1.5),
            (plan.conversion_mark, Type(8), 0.0),
        ):
            y = leaf.text(words, x, y, room, kind) + after
