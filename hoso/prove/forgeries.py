"""What a forger may do to the bytes of a signed file, each forgery the same in every run with the same seed.

- `byte`: one byte is another. A part of them inside the signatures and in the padding around them, where a careless
  checker does not look.
- `cut`: the file ends early. `insert`: bytes come in between, or behind.
- `revision`: an update is appended, as an editor appends one: a page or a picture exchanged, a note laid over, a field
  filled in, a page taken out, the catalogue changed, or nothing at all but an empty update.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from pyhanko.pdf_utils import generic, writer
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.verification.container import gaps

Sort = Literal["byte", "cut", "insert", "revision"]
_HEX = b"0123456789abcdef"


@dataclass(frozen=True)
class Forgery:
    """What was done: `sort`, to which file, and where or how."""

    sort: Sort
    file: str
    how: str


def one_byte(content: bytes, chance: Random) -> tuple[bytes, str]:
    """One byte changed at a random place; every second time inside a signature, if there is one."""
    found = gaps(content)
    where = chance.random()
    if found and where < 0.5:
        begin, end = chance.choice(found)
        used = begin + len(content[begin:end].rstrip(b"0>"))
        position = chance.randrange(begin, used) if where < 0.35 else chance.randrange(used, end)
    else:
        position = chance.randrange(len(content))
    before = content[position]
    # Half of the changes inside a signature stay hexadecimal digits, or the first rule would answer for all others.
    digits = _HEX if chance.random() < 0.5 and before in _HEX else bytes(range(256))
    after = chance.choice([byte for byte in digits if byte != before])
    return content[:position] + bytes([after]) + content[position + 1 :], f"{position}: {before:02x} → {after:02x}"


def cut(content: bytes, chance: Random) -> tuple[bytes, str]:
    """The end is missing: one byte, an update, anything. Never nothing."""
    at = chance.randrange(len(content)) if chance.random() < 0.7 else len(content) - chance.randint(1, 64)
    return content[:at], f"after {at}"


def insert(content: bytes, chance: Random) -> tuple[bytes, str]:
    """Bytes between or behind: blanks, noise, a second end of file, a piece of the file once more."""
    what = chance.choice(("blank", "noise", "end", "piece"))
    if what == "piece":
        begin = chance.randrange(len(content))
        added = content[begin : begin + chance.randint(1, 2000)]
    else:
        added = {
            "blank": chance.choice((b"\n", b" ", b"\0", b"\r\n% \n")) * chance.randint(1, 40),
            "noise": chance.randbytes(chance.randint(1, 400)),
            "end": b"\nstartxref\n0\n%%EOF\n",
        }[what]
    at = len(content) if chance.random() < 0.4 else chance.randrange(len(content))
    return content[:at] + added + content[at:], f"{what}, {len(added)} bytes at {at}"


def revision(content: bytes, chance: Random) -> tuple[bytes, str]:
    """An update appended by a writer that knows the format."""
    name = chance.choice(tuple(REVISIONS))
    update = IncrementalPdfFileWriter(io.BytesIO(content))
    REVISIONS[name](update, chance)
    return updated(update), name


def updated(update: IncrementalPdfFileWriter) -> bytes:
    """The file with the update behind it, even if there is nothing in it."""
    update._force_write_when_empty = True
    out = io.BytesIO()
    update.write(out)
    return out.getvalue()


FORGERIES: dict[Sort, Callable[[bytes, Random], tuple[bytes, str]]] = {
    "byte": one_byte,
    "cut": cut,
    "insert": insert,
    "revision": revision,
}


def forge(sort: Sort, name: str, content: bytes, chance: Random) -> tuple[bytes, Forgery]:
    """The forged file and what was done to it."""
    changed, how = FORGERIES[sort](content, chance)
    return changed, Forgery(sort, name, how)


# --- updates ----------------------------------------------------------------------------------------------------------


def _page(update: IncrementalPdfFileWriter, chance: Random) -> generic.IndirectObject:
    count = int(update.root["/Pages"]["/Count"])
    reference, _ = update.find_page_for_modification(chance.randrange(count))
    return reference


def _drawn(update: IncrementalPdfFileWriter, drawing: bytes) -> generic.IndirectObject:
    return update.add_object(generic.StreamObject(stream_data=drawing))


def _content_exchanged(update: IncrementalPdfFileWriter, chance: Random) -> None:
    reference = _page(update, chance)
    reference.get_object()[pdf_name("/Contents")] = _drawn(update, b"1 0 0 rg 100 100 200 200 re f")
    update.mark_update(reference)


def _content_added(update: IncrementalPdfFileWriter, chance: Random) -> None:
    page = _page(update, chance).get_object()
    update.add_stream_to_page(
        chance.randrange(int(update.root["/Pages"]["/Count"])), _drawn(update, b"q 0 g 72 400 300 20 re f Q")
    )
    assert page is not None  # noqa: S101 - a mistake of the proof


def _note(update: IncrementalPdfFileWriter, chance: Random) -> None:
    reference = _page(update, chance)
    page = reference.get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 400, 300, 440))),
            pdf_name("/Contents"): generic.pdf_string("Số 99"),
            pdf_name("/DA"): generic.pdf_string("/Helv 12 Tf 0 g"),
            pdf_name("/F"): generic.NumberObject(4),
        }
    )
    notes = page.get("/Annots", generic.ArrayObject())
    page[pdf_name("/Annots")] = generic.ArrayObject([*notes, update.add_object(note)])
    update.mark_update(reference)


def _page_gone(update: IncrementalPdfFileWriter, _chance: Random) -> None:
    pages = update.root["/Pages"]
    pages["/Kids"].pop(0)
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) - 1)
    update.update_container(pages)


def _title(update: IncrementalPdfFileWriter, _chance: Random) -> None:
    update.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("Bản khác")}))


def _opens_with(update: IncrementalPdfFileWriter, _chance: Random) -> None:
    action = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    update.root[pdf_name("/OpenAction")] = update.add_object(generic.DictionaryObject(action))
    update.update_root()


def _signature_field_gone(update: IncrementalPdfFileWriter, _chance: Random) -> None:
    form = update.root["/AcroForm"]
    form[pdf_name("/Fields")] = generic.ArrayObject(list(form["/Fields"])[:1])
    update.update_container(form)
    update.update_root()


def _appearance_exchanged(update: IncrementalPdfFileWriter, _chance: Random) -> None:
    field = update.root["/AcroForm"]["/Fields"].raw_get(0).get_object()
    drawing = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 70))),
        },
        stream_data=b"0 0.5 0 rg 0 0 200 70 re f",
    )
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): update.add_object(drawing)})
    update.update_container(field)


def _attachment(update: IncrementalPdfFileWriter, _chance: Random) -> None:
    from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file

    data = EmbeddedFileObject.from_file_data(update, data=b'{"number": 99}', mime_type="application/json")
    embed_file(update, FileSpec("manifest.json", embedded_data=data))


def _nothing(_update: writer.BasePdfFileWriter, _chance: Random) -> None:
    pass


REVISIONS: dict[str, Callable[[IncrementalPdfFileWriter, Random], None]] = {
    "content exchanged": _content_exchanged,
    "content added": _content_added,
    "note laid over": _note,
    "page taken out": _page_gone,
    "title changed": _title,
    "script added": _opens_with,
    "signature field taken out": _signature_field_gone,
    "appearance exchanged": _appearance_exchanged,
    "manifest attached again": _attachment,
    "empty update": _nothing,
}
