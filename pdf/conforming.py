"""Pages that PDF/A takes, judged before they are written; and the writing itself, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pikepdf
from pikepdf import Name, Pdf, pdfa

from pdf import jpx
from pdf.metadata import Metadata, describe
from pdf.oldtext import mute_visible_text, remove_hidden_text, shows_text
from pdf.pages import draw_pictures_anew, replace_by_rendering, take_pages
from pdf.textlayer import TextPage, add_text, invisible_font

_FLAVOUR = "2b"  # what may be drawn on a page is the same in 2b and 3b
_NOT_JUDGED = "JPEG 2000 images are not supported"


def conforming_pages(source: Path, media_type: str, read: Mapping[int, TextPage]) -> tuple[Pdf, frozenset[int]]:
    """The pages of `source`, upright, with the words of `read` under them, fit for PDF/A.

    Also the numbers (from 1) of the pages that had to be drawn anew for it. Raises `InputError` as `take_pages` does.
    """
    dpi = {number: text.dpi for number, text in read.items() if text.dpi}
    pdf = take_pages(source, media_type, dpi)
    if media_type == "application/pdf":
        rendered = _make_conforming(pdf, source, read)
    else:
        rendered = set()
        if not passes(pdf):  # a picture in printers' colours, say
            pdf = draw_pictures_anew(source, media_type, dpi)
            rendered = set(range(1, len(pdf.pages) + 1))
    font = invisible_font(pdf) if any(text.words for text in read.values()) else None
    for number, page in enumerate(pdf.pages, start=1):
        if text := read.get(number):
            add_text(page, text if number in rendered or not text.own_text else _turn_only(text), font)
    return pdf, frozenset(rendered)


def _turn_only(text: TextPage) -> TextPage:
    return TextPage(number=text.number, width=text.width, height=text.height, rotation=text.rotation)


def _make_conforming(pdf: Pdf, source: Path, read: Mapping[int, TextPage]) -> set[int]:
    """Clear older text layers, then replace by a rendering what cannot stand in PDF/A. The numbers of those pages."""
    doubtful = {number for number, page in enumerate(pdf.pages, 1) if not _cleaned(pdf, page, read.get(number))}
    for number in doubtful:
        replace_by_rendering(pdf, number, source)
    if passes(pdf):
        return doubtful
    for number in range(1, len(pdf.pages) + 1):
        if number not in doubtful and not _conforms(pdf.pages[number - 1]):
            replace_by_rendering(pdf, number, source)
            doubtful.add(number)
    return doubtful


def _cleaned(pdf: Pdf, page: pikepdf.Page, text: TextPage | None) -> bool:
    """False where the content cannot even be parsed."""
    try:
        if text is not None and text.words and not text.own_text:
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
        return passes(alone)


def passes(pdf: Pdf) -> bool:
    """By the allow-list of pikepdf, and by our own look at JPEG 2000, which it does not judge."""
    pdf.remove_unreferenced_resources()
    _name_colour_spaces(pdf)
    pdfa.prepare(pdf, _FLAVOUR)
    findings = pdfa.check(pdf, _FLAVOUR).findings
    return all(finding.message == _NOT_JUDGED for finding in findings) and (not findings or jpx.conforms(pdf))


def _name_colour_spaces(pdf: Pdf) -> None:
    """Some scanners write the colour space as a list of one name; the name alone says the same and is judged."""
    for found in pdf.objects:
        if isinstance(found, pikepdf.Stream) and found.get(Name.Subtype) == Name.Image:
            space = found.get(Name.ColorSpace)
            if isinstance(space, pikepdf.Array) and len(space) == 1 and isinstance(space[0], pikepdf.Name):
                found[Name.ColorSpace] = space[0]


def write_conforming(pdf: Pdf, out: Path, metadata: Metadata, *, plain: bool = False) -> None:
    """Save with one sRGB output intent and `metadata`: whole or not at all, and the same bytes for the same content.

    `plain`: each object by itself, with a plain table of where each begins.
    """
    flavour = f"{metadata.part}b"
    pdfa.prepare(pdf, flavour)
    describe(pdf, metadata)
    pdf.remove_unreferenced_resources()
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".", suffix=".pdf")
    try:
        with os.fdopen(handle, "wb") as stream:
            settings = pdfa.resolve_save_kwargs(flavour, deterministic_id=True)
            if plain:
                # A scan attached again, as it is, would be packed for nothing; what packs well is packed already.
                settings |= {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "min_version": "1.7"}
                settings["compress_streams"] = False
            pdf.save(stream, **settings)
        os.replace(name, out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
