"""A sheet of paper that text, rules and ink are put on, and that knows afterwards which lines stand on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFont

from samples import ink
from samples.faces import face

DPI = 300
Colour = tuple[int, int, int]
Run = str | tuple[str, str]
"""Text, or text and how it is set: b bold, i italic, u underlined, r red, f filled in by another machine, h by hand.

"h" is for figures only.
"""


_NEW_TONE = re.compile(r"([oO])([\u0300\u0301\u0303\u0309\u0323])([aAeE])(?![\w\u0300-\u036f])|"
                       r"([uU])([\u0300\u0301\u0303\u0309\u0323])([yY])(?![\w\u0300-\u036f])")  # fmt: skip


def with_old_tones(text: str) -> str:
    """ "hòa", "ủy" as the older school spells them: "hoà", "uỷ"; only where no letter follows."""
    moved = _NEW_TONE.sub(
        lambda m: (m[1] or m[4]) + (m[3] or m[6]) + (m[2] or m[5]), unicodedata.normalize("NFD", text)
    )
    return unicodedata.normalize("NFC", moved)


def px(millimetres: float) -> int:
    return round(millimetres * DPI / 25.4)


class Sheet:
    """Measures are millimetres from the upper left; `y` is where the next line begins.

    `lines` holds every printed line in the order of printing: the truth about the page. `spelt`: how words are
    printed, where the office's typist puts the tone the older way: "hoà", "uỷ".
    """

    def __init__(
        self,
        rng: Random,
        *,
        size: tuple[float, float] = (210, 297),
        margins: tuple[float, float, float] = (28, 18, 18),
        family: str = "times",
        points: float = 13,
        fill: str = "times",
        fill_colour: Colour = ink.BLACK,
        paper: Colour = (255, 255, 255),
        old_tones: bool = False,
    ) -> None:
        self.spelt = with_old_tones if old_tones else str
        self.rng, self.family, self.points = rng, family, points
        self.fill, self.fill_colour = fill, fill_colour
        self.width, self.height = size
        self.left, self.y, right = margins
        self.right = self.width - right
        self.image = Image.new("RGB", (px(self.width), px(self.height)), paper)
        self.pen = ImageDraw.Draw(self.image)
        self.colour: Colour = ink.BLACK
        self.leading = 1.25
        self.lines: list[str] = []

    # --- single lines -------------------------------------------------------------------------------------------------

    def measure(self, text: str, style: str = "", points: float | None = None) -> float:
        """Width in millimetres."""
        text = self.spelt(text)
        size = self._pixels(points)
        if "h" in style:
            return ink.figures_width(text, int(size * 0.86)) * 25.4 / DPI
        return self._font(style, size).getlength(text) * 25.4 / DPI

    def put(
        self, x: float, y: float, text: str, style: str = "", *, points: float | None = None, align: str = "l",
        colour: Colour | None = None,
    ) -> float:  # fmt: skip
        """One line at x, its top at y; returns its width."""
        width = self.measure(text, style, points)
        start = x - width / 2 if align == "c" else x - width if align == "r" else x
        self.draw(start, y, text, style, points, colour)
        if text.strip():
            self.lines.append(" ".join(self.spelt(text).split()))
        return width

    def draw(self, x: float, y: float, text: str, style: str, points: float | None, colour: Colour | None) -> None:
        """Ink alone: nothing is added to `lines`. Raises ValueError off the sheet: no layout may run over."""
        if not (x >= 0 and 0 <= y < self.height - 1 and x + self.measure(text, style, points) <= self.width + 0.5):
            raise ValueError(f"off the sheet at {x:.0f}, {y:.0f}: {text}")
        text, size = self.spelt(text), self._pixels(points)
        font = self._font(style, size)
        baseline = px(y) + round(size * 0.92)
        if "h" in style:
            height = int(size * 0.86)
            hand = ink.figures(text, height, self.rng)
            ink.press(self.image, hand, px(x) - height // 4, baseline - height - height // 3)
            return
        tone = colour or (self.fill_colour if "f" in style else ink.RED if "r" in style else self.colour)
        if "f" in style:
            baseline += self.rng.randint(-2, 2)
        self.pen.text((px(x), baseline), text, fill=tone, font=font, anchor="ls")
        if "u" in style:
            below = baseline + max(2, size // 8)
            self.pen.line((px(x), below, px(x) + font.getlength(text), below), fill=tone, width=max(2, size // 24))

    def _font(self, style: str, size: int) -> ImageFont.FreeTypeFont:
        return face(self.fill if "f" in style else self.family, style, size)

    def _pixels(self, points: float | None) -> int:
        return round((points or self.points) * DPI / 72)

    def line_height(self, points: float | None = None) -> float:
        return (points or self.points) * 25.4 / 72 * self.leading

    # --- lines that flow ----------------------------------------------------------------------------------------------

    def line(
        self, *runs: Run, align: str = "l", indent: float = 0, points: float | None = None, after: float = 0.6,
        left: float | None = None, right: float | None = None, leader: bool = False, justify: bool = False,
    ) -> None:  # fmt: skip
        """Runs one after the other, broken into lines between `left` and `right`; the first begins `indent` further in.

        `leader`: dots from the last word to the right edge, as forms have them.
        """
        low = self.left if left is None else left
        high = self.right if right is None else right
        rows = self._broken(runs, high - low, indent, points)
        for number, row in enumerate(rows):
            start = low + (indent if number == 0 else 0)
            width = sum(self.measure(text, style, points) for text, style in row)
            if align == "c":
                start = (low + high - width) / 2
            elif align == "r":
                start = high - width
            last = number == len(rows) - 1
            stretch = (high - start - width) / max(1, len(row) - 1) if justify and not last and len(row) > 3 else 0.0
            self._row(row, start, points, stretch)
            if leader and last:
                self._dots(start + width + 1, high, points)
            self.y += self.line_height(points)
        self.y += after

    def _row(self, row: list[tuple[str, str]], x: float, points: float | None, stretch: float) -> None:
        said = ""
        for text, style in row:
            self.draw(x, self.y, text, style, points, None)
            x += self.measure(text, style, points) + stretch
            said += text
        if said.strip():
            self.lines.append(" ".join(self.spelt(said).split()))

    def _broken(
        self, runs: Sequence[Run], width: float, indent: float, points: float | None
    ) -> list[list[tuple[str, str]]]:
        rows: list[list[tuple[str, str]]] = [[]]
        free = width - indent
        for run in runs:
            text, style = run if isinstance(run, tuple) else (run, "")
            for word in _words(text):
                need = self.measure(word.rstrip(), style, points)
                if need > free + 0.01 and rows[-1]:
                    rows.append([])
                    free, word = width, word.lstrip()
                rows[-1].append((word, style))
                free -= self.measure(word, style, points)
        for row in rows:
            if row:
                row[-1] = (row[-1][0].rstrip(), row[-1][1])
        return [row for row in rows if row]

    def _dots(self, x0: float, x1: float, points: float | None) -> None:
        step, y = 1.1, px(self.y) + round(self._pixels(points) * 0.92)
        while x0 < x1:
            self.pen.ellipse((px(x0), y - 2, px(x0) + 2, y), fill=(90, 90, 90))
            x0 += step

    def paragraph(self, text: str, *, indent: float = 10, style: str = "", points: float | None = None) -> None:
        self.line((text, style), indent=indent, justify=True, points=points, after=1.6)

    def space(self, millimetres: float) -> None:
        self.y += millimetres

    # --- blocks -------------------------------------------------------------------------------------------------------

    def columns(self, *columns: tuple[float, Sequence[tuple[str, str]]], points: float | None = None) -> None:
        """Blocks of centred lines side by side, each around its own x; continues below the longest."""
        top, low = self.y, self.y
        rows = max(len(lines) for _, lines in columns)
        for row in range(rows):
            for x, lines in columns:
                if row < len(lines) and lines[row][0]:
                    self.put(
                        x, top + row * self.line_height(points), lines[row][0], lines[row][1], points=points, align="c"
                    )
            low = top + (row + 1) * self.line_height(points)
        self.y = low

    def rule(self, x0: float, x1: float, y: float, width: float = 0.25) -> None:
        self.pen.line((px(x0), px(y), px(x1), px(y)), fill=self.colour, width=max(1, px(width)))

    def box(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.3, colour: Colour | None = None) -> None:
        self.pen.rectangle((px(x0), px(y0), px(x1), px(y1)), outline=colour or self.colour, width=max(1, px(width)))

    def table(
        self, widths: Sequence[float], rows: Iterable[Sequence[str]], *, points: float | None = None, head: bool = True
    ) -> None:
        """Cells with borders; the first row is bold. A cell breaks into lines; each line of a cell is a line."""
        size = points or self.points - 2
        for number, row in enumerate(rows):
            style = "b" if head and number == 0 else ""
            top, low, x = self.y, self.y, self.left
            for width, cell in zip(widths, row, strict=True):
                self.y = top + 0.8
                if cell:
                    self.line((cell, style), left=x + 1.2, right=x + width - 0.8, points=size, after=0)
                low, x = max(low, self.y + 0.8), x + width
            x = self.left
            for width in widths:
                self.box(x, top, x + width, low, 0.2)
                x += width
            self.y = low
        self.y += 2

    def picture(self, image: Image.Image, x: float, y: float) -> None:
        ink.press(self.image, image, px(x), px(y))

    def under(self, image: Image.Image, x: float, y: float) -> None:
        """A ground printed before the text: call it first."""
        ink.press(self.image, image, px(x), px(y))


def _words(text: str) -> list[str]:
    """Words with the spaces that follow them, so that a row can be put together again."""
    words: list[str] = []
    for piece in text.split(" "):
        words.append(piece + " ")
    if words:
        words[-1] = words[-1][:-1]
    return [word for word in words if word]
