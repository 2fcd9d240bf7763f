"""Papers typed into tests: lines of text laid out as a page would be read.

`^` centres a line, `>` centres it in the right half, `||` parts two columns (each centred in its half with `^`), and
several spaces are a gap of that width. Everything else starts at the left margin.
"""

from __future__ import annotations

from collections.abc import Iterable

from ocr.model import Code, DocumentReading, PageReading, Word
from ocr.understanding import understand
from terms.kinds import Catalogue

WIDTH, HEIGHT, LEFT, TOP, PITCH, LETTER, TALL = 2480, 3508, 300, 200, 74, 23, 42
CATALOGUE = Catalogue.load()

HEAD = """
^ỦY BAN NHÂN DÂN||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^XÃ TÂN LẬP||Độc lập - Tự do - Hạnh phúc
"""
MOTTO = """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
"""


def page(text: str, number: int = 1, *, codes: Iterable[Code] = (), sure: float = 0.99) -> PageReading:
    """The page that `text` draws."""
    words: list[Word] = []
    line_number = 0
    for row, line in enumerate(text.strip("\n").split("\n")):
        top = TOP + row * PITCH
        for start, words_of_line in _columns(line):
            x = start
            for piece in words_of_line.split(" "):
                if piece:
                    words.append(Word(piece, (round(x), top, len(piece) * LETTER, TALL), sure, line_number))
                x += (len(piece) + 1) * LETTER
            line_number += 1
    return PageReading(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        dpi=300,
        rotation=0,
        skew=0.0,
        text=text,
        confidence=sure if words else 0.0,
        blank=not words,
        words=tuple(words),
        codes=tuple(codes),
    )


def read(*texts: str, catalogue: Catalogue = CATALOGUE, sure: float = 0.99) -> tuple[DocumentReading, ...]:
    """The documents of a pile of typed pages."""
    return understand([page(text, number, sure=sure) for number, text in enumerate(texts, start=1)], catalogue)


def one(*texts: str, catalogue: Catalogue = CATALOGUE, sure: float = 0.99) -> DocumentReading:
    """The one document that the pages are."""
    (document,) = read(*texts, catalogue=catalogue, sure=sure)
    return document


def values(document: DocumentReading) -> dict[str, str | None]:
    return {name: field.value for name, field in document.fields.items()}


def _columns(line: str) -> list[tuple[float, str]]:
    if not line.strip():
        return []
    centred, right = line.startswith("^"), line.startswith(">")
    line = line[1:] if centred or right else line
    parts = [part.rstrip() for part in line.split("||")]
    if len(parts) == 2:
        halves = ((0.28, parts[0]), (0.72, parts[1]))
        return [
            (_centred(part, share) if centred else (LEFT if share < 0.5 else 0.53 * WIDTH), part.strip())
            for share, part in halves
            if part.strip()
        ]
    if centred or right:
        return [(_centred(parts[0], 0.5 if centred else 0.7), parts[0].strip())]
    return [(LEFT, parts[0])]


def _centred(text: str, share: float) -> float:
    return share * WIDTH - len(text.strip()) * LETTER / 2
