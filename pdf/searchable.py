"""A scan in, a searchable PDF/A out: the same picture, byte for byte, with the words we read lying under it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from pikepdf import Pdf, pdfa

from pdf import jpx
from pdf.metadata import Metadata, describe
from pdf.oldtext import mute_visible_text, remove_hidden_text, shows_text
from pdf.pages import replace_by_rendering, take_pages
from pdf.textlayer import TextPage, add_text, invisible_font

PDFA_2B = "2b"
_NOT_JUDGED = "JPEG 2000 images are not supported"


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
    pdf = take_pages(source, media_type)
    read = {page.number: page for page in pages}
    rendered = _make_conforming(pdf, source, media_type, read)
    font = invisible_font(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        text = read.get(number)
        if text is not None:
            add_text(page, text if number in rendered or not text.own_text else _turn_only(text), font)
    metadata = Metadata(title=title, language=language, created=created or datetime.now(UTC))
    write_conforming(pdf, out, metadata)
    return Searchable(pages=len(pdf.pages), rendered=tuple(sorted(rendered)))


def _turn_only(text: TextPage) -> TextPage:
    return TextPage(number=text.number, width=text.width, height=text.height, rotation=text.rotation)


def _make_conforming(pdf: Pdf, source: Path, media_type: str, read: dict[int, TextPage]) -> set[int]:
    """Clear older text layers, then replace by a rendering what cannot stand in PDF/A. The numbers of those pages."""
    if media_type != "application/pdf":
        return set()
    doubtful = {number for number, page in enumerate(pdf.pages, 1) if not _cleaned(pdf, page, read.get(number))}
    for number in doubtful:
        replace_by_rendering(pdf, number, source)
    if _passes(pdf):
        return doubtful
    for number in range(1, len(pdf.pages) + 1):
        if number not in doubtful and not _conforms(pdf.pages[number - 1]):
            replace_by_rendering(pdf, number, source)
            doubtful.add(number)
    return doubtful


def _cleaned(pdf: Pdf, page: pikepdf.Page, text: TextPage | None) -> bool:
    """False where the content cannot even be parsed."""
    try:
        if text is not None and not text.own_text:
            remove_hidden_text(pdf, page)
            if shows_text(page):
                mute_visible_text(pdf, page)
        else:
            pikepdf.parse_content_stream(page.obj)
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError):
        return False
    return True


def _conforms(page: pikepdf.Page) -> bool:
    """The page alone in a file of its own, judged. Only what is certain counts: a doubt is drawn anew."""
    with Pdf.new() as alone:
        alone.pages.append(page)
        return _passes(alone)


def _passes(pdf: Pdf) -> bool:
    """By the allow-list of pikepdf, and by our own look at JPEG 2000, which it does not judge."""
    pdf.remove_unreferenced_resources()
    pdfa.prepare(pdf, PDFA_2B)
    findings = pdfa.check(pdf, PDFA_2B).findings
    return all(finding.message == _NOT_JUDGED for finding in findings) and (not findings or jpx.conforms(pdf))


def write_conforming(pdf: Pdf, out: Path, metadata: Metadata) -> None:
    """Save with one sRGB output intent and `metadata`: whole or not at all, and the same bytes for the same content."""
    flavour = f"{metadata.part}b"
    pdfa.prepare(pdf, flavour)
    describe(pdf, metadata)
    pdf.remove_unreferenced_resources()
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".", suffix=".pdf")
    try:
        with os.fdopen(handle, "wb") as stream:
            pdf.save(stream, **pdfa.resolve_save_kwargs(flavour, deterministic_id=True))
        os.replace(name, out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
