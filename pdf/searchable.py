"""A scan in, a searchable PDF/A out: the same picture, byte for byte, with the words we read lying under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pdf.conforming import conforming_pages, write_conforming
from pdf.metadata import Metadata
from pdf.textlayer import TextPage


@dataclass(frozen=True)
class Searchable:
    """What came out: how many pages, and on which of them (from 1) a rendering had to take the original's place,

    because what is drawn there cannot stand in a PDF/A as it is (unembedded fonts, device colours, odd filters).
    """

    pages: int
    rendered: tuple[int, ...] = ()


def searchable(
    source: Path,
    media_type: str,
    pages: Sequence[TextPage],
    out: Path,
    *,
    title: str,
    language: str = "vi",
    created: datetime | None = None,
) -> Searchable:
    """Write `source` as PDF/A-2b to `out`, with the words of `pages` under the pictures, each page shown upright.

    The original image streams (JPEG, CCITT, JPX, JBIG2, Flate) go in untouched; only what PDF/A cannot hold is drawn
    anew, and the result says which pages. A page without a `TextPage` is kept without a text layer. The original
    file is never changed; signatures in it do not come along, for they would no longer be true.

    Raises `InputError`: "damaged", "encrypted", "no_pages", "too_many_pixels", "unsupported_format".
    """
    pdf, rendered = conforming_pages(source, media_type, {page.number: page for page in pages})
    metadata = Metadata(title=title, language=language, created=created or datetime.now(UTC))
    write_conforming(pdf, out, metadata)
    return Searchable(pages=len(pdf.pages), rendered=tuple(sorted(rendered)))
