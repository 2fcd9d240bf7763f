"""Our own cover sheets among the pages: each parts what lies before it from what lies behind, and is no paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ocr.model import PageReading
from ocr.understanding.classify import PageView
from terms.covers import Cover, parse_cover

# A cover sheet says little beside its code: a paper that bears one of our codes by accident or malice stays a paper.
_MOST_WORDS = 220


@dataclass(frozen=True)
class Pile:
    """Pages that lie together between cover sheets. `kind`: what the sheet before them says the first paper is."""

    views: tuple[PageView, ...]
    kind: str | None = None


def cover_on(page: PageReading) -> Cover | None:
    """What the cover sheet says that the page is; None for any other page.

    A sheet that was never on paper has no code to be scanned; its code stands there in letters too.
    """
    if len(page.words) > _MOST_WORDS:
        return None
    said = [code.text for code in page.codes]
    lines = page.text.splitlines() if page.source == "text" else ()
    return next((cover for text in (*said, *lines) if (cover := parse_cover(text)) is not None), None)


def piles(views: Sequence[PageView], taken: Collection[int]) -> Iterator[Pile]:
    """The pages between cover sheets; those that a person has put together (`taken`, by number) part them as well."""
    pile: list[PageView] = []
    kind: str | None = None
    for view in views:
        held = view.sheet.number in taken
        cover = None if held else cover_on(view.sheet.page)
        if not held and cover is None:
            pile.append(view)
            continue
        if pile:
            yield _told(pile, kind)
            pile, kind = [], None
        kind = cover.kind if cover is not None else None
    if pile:
        yield _told(pile, kind)


def _told(views: list[PageView], kind: str | None) -> Pile:
    """The pile, its first page that is not blank knowing what the sheet said (see `evidence.ASPECTS`, "cover")."""
    first = next((index for index, view in enumerate(views) if not view.blank), None)
    if kind is None or first is None or kind not in views[first].later:
        return Pile(tuple(views))
    views[first] = replace(views[first], said=kind)
    return Pile(tuple(views), kind)
