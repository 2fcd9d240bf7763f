"""PDF/A-3b: scans as they are, pages of text beside them, files attached. What a certified copy is made of."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, String

from pdf.conforming import conforming_pages, passes, write_conforming
from pdf.leaf import Leaf, leaves_pdf
from pdf.metadata import Metadata, pdf_date
from pdf.sheets import Place, Rectangle, Sheets
from pdf.structure import Structure
from pdf.textlayer import TextPage
from pdf.upright import add_picture_resource, upright
from terms.errors import HosoError

_PRINTED_AND_LOCKED = 4 + 128
_SIGNATURES_APPEND_ONLY = 3
Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF. `relationship` says what it is to the document (ISO 19005-3, AFRelationship):

    the scan it was made from is "Source", a manifest for machines is "Data".
    """

    name: str
    data: bytes
    media_type: str
    relationship: Relationship
    description: str = ""


class Archive:
    """A PDF/A-3b in the making: add pages in their order, attach files, save once.

    The same pages, attachments and metadata give the same bytes. `metadata.created` is the date of everything in it.
    """

    def __init__(self, *, title: str, created: datetime, language: str = "vi", author: str = "", subject: str = ""):
        self._metadata = Metadata(title, language, author, subject, created, part=3)
        self._pdf = Pdf.new()
        self._attachments: list[Attachment] = []
        self._structure = Structure()
        self._fields: list[tuple[str, Place, str]] = []
        self._to_be_judged = False
        self.rendered: list[int] = []
        """Pages (from 0) of scans that could not go into PDF/A as they were and were drawn anew."""

    def __len__(self) -> int:
        """How many pages there are so far."""
        return len(self._pdf.pages)

    def add_scan(
        self, source: Path, media_type: str, pages: Sequence[TextPage] = (), *, only: Sequence[int] = ()
    ) -> range:
        """Add the pages of a file, their image streams byte for byte, upright, at true size, words under them.

        `only`: the pages wanted (from 1), in that order; all when empty. Returns where they stand (from 0). Raises
        `InputError` as `pdf.searchable` does, "damaged" if a page of `only` is not there.
        """
        taken, rendered = conforming_pages(source, media_type, {page.number: page for page in pages})
        first = len(self)
        with taken:
            wanted = list(only) or list(range(1, len(taken.pages) + 1))
            if not all(1 <= number <= len(taken.pages) for number in wanted):
                raise HosoError("damaged")
            for number in wanted:
                if number in rendered:
                    self.rendered.append(len(self))
                self._pdf.pages.append(taken.pages[number - 1])
        return range(first, len(self))

    def add_sheets(self, sheets: Sheets) -> range:
        """Add pages of text. Returns where they stand (from 0): a `Place` on them is that much further on."""
        first = len(self)
        self._to_be_judged = True
        with pikepdf.open(io.BytesIO(sheets.pdf())) as written:
            for page in written.pages:
                for key in {"/Annots", "/StructParents", "/Tabs"} & set(page.obj.keys()):
                    del page.obj[key]
            self._pdf.pages.extend(written.pages)
        return range(first, len(self))

    def add_leaves(self, leaves: Sequence[Leaf]) -> range:
        """Add pages of text that a screen reader can follow. Returns where they stand (from 0)."""
        first = len(self)
        with pikepdf.open(io.BytesIO(leaves_pdf(leaves))) as written:
            self._pdf.pages.extend(written.pages)
        for number, leaf in enumerate(leaves, start=first):
            self._structure.add_text(number, leaf.marks)
        return range(first, len(self))

    def describe(self, page: int, words: str) -> None:
        """What is read to those who do not see the picture on a page (from 0). Before anything is drawn over it."""
        self._structure.add_picture(self._pdf, page, words)

    def add_signature_field(self, name: str, place: Place, label: str) -> None:
        """An empty field for a signature, read as `label`. All fields must be there before the first signature."""
        self._fields.append((name, place, label))

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in points of a page (from 0) as it is shown."""
        frame = upright(self._pdf.pages[page])
        return frame.width, frame.height

    def stand_upright(self, page: int) -> None:
        """Have a page (from 0) stand as it is shown by itself: its turn moves from /Rotate into what is drawn.

        What is put on a page later and is no part of it, as the look of a signature, would be turned with it.
        """
        target = self._pdf.pages[page]
        frame = upright(target)
        a, b, c, d, e, f = frame.matrix  # from the page as shown to the page as stored; it only turns and moves
        back = (a, c, b, d, -(a * e + b * f), -(c * e + d * f))
        target.contents_add(f"q {' '.join(f'{value:.4f}' for value in back)} cm".encode("ascii"), prepend=True)
        target.contents_add(b"Q")
        for key in ("/Rotate", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
            if key in target.obj:
                del target.obj[key]
        target.obj[Name.MediaBox] = pikepdf.Array([0, 0, round(frame.width, 4), round(frame.height, 4)])

    def picture_digest(self, page: int) -> str:
        """SHA-256 (hex) of the compressed streams of the pictures on a page (from 0), in the order of their names.

        For a page that is one scanned JPEG it is the digest of that JPEG; a page without pictures has that of nothing.
        """
        digest = hashlib.sha256()
        for _, picture in sorted(self._pdf.pages[page].get_images().items()):
            digest.update(picture.read_raw_bytes())
        return digest.hexdigest()

    def draw_over(self, page: int, sheet: Sheets | Leaf, box: Rectangle) -> None:
        """Draw the first page of `sheet`, or a leaf, over a page (from 0).

        It fills `box`: left, bottom, right, top in points of the page as it is shown. For marks such as "SAO Y"; do it
        before signing, never after.
        """
        target = self._pdf.pages[page]
        frame = upright(target)
        drawn = leaves_pdf([sheet]) if isinstance(sheet, Leaf) else sheet.pdf()
        self._to_be_judged |= isinstance(sheet, Sheets)
        with pikepdf.open(io.BytesIO(drawn)) as written:
            form = self._pdf.copy_foreign(written.pages[0].as_form_xobject())
        across, up = float(form.BBox[2]), float(form.BBox[3])
        place = ((box[2] - box[0]) / across, 0, 0, (box[3] - box[1]) / up, box[0], box[1])
        name = add_picture_resource(target, form)
        matrices = " ".join(" ".join(f"{value:.4f}" for value in matrix) + " cm" for matrix in (frame.matrix, place))
        target.contents_add(b"q", prepend=True)
        target.contents_add(f"Q /Artifact BMC q {matrices} {name} Do Q EMC".encode("ascii"))

    def attach(self, attachment: Attachment) -> None:
        """Carry a file along; names must differ."""
        if any(other.name == attachment.name for other in self._attachments):
            raise HosoError("bad_request", detail=f"two attachments named {attachment.name}")
        self._attachments.append(attachment)

    def save(self, out: Path) -> None:
        """Write the file, whole or not at all, and plainly, so that what is added to it later can be read strictly.

        Raises `HosoError` "no_pages" when nothing was added.
        """
        if not len(self):
            raise HosoError("no_pages")
        # Scans were judged when they were taken; our own leaves are a handful of operators, judged in tests by veraPDF.
        if self._to_be_judged and not passes(self._pdf):
            raise HosoError("internal", reference="pdfa")
        for one in self._attachments:
            self._carry(one)
        if self._fields:
            self._make_form()
        self._structure.write(self._pdf)
        write_conforming(self._pdf, out, self._metadata, plain=True)

    def _make_form(self) -> None:
        """The form with its empty fields. PAdES says that it extends PDF 1.7 (ETSI EN 319 142-1)."""
        fields = [self._field(name, place, label) for name, place, label in self._fields]
        form = Dictionary(Fields=Array(fields), SigFlags=_SIGNATURES_APPEND_ONLY)
        self._pdf.Root.AcroForm = self._pdf.make_indirect(form)
        self._pdf.Root.Extensions = Dictionary(ESIC=Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=1))

    def _field(self, name: str, place: Place, label: str) -> pikepdf.Object:
        page = self._pdf.pages[place.page].obj
        left, low, right, high = (round(edge) for edge in place.box)
        room = [0, 0, right - left, high - low]
        field = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String(name),
                TU=String(label),
                F=_PRINTED_AND_LOCKED,
                Rect=[left, low, right, high],
                P=page,
                AP=Dictionary(N=self._pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=room)),
            )
        )
        page[Name.Annots] = Array([*page.get(Name.Annots, Array()), field])
        self._structure.add_field(place.page, field, label)
        return field

    def _carry(self, one: Attachment) -> None:
        stamp = pdf_date(self._metadata.created)
        carried = AttachedFileSpec(
            self._pdf,
            one.data,
            filename=one.name,
            description=one.description,
            mime_type=one.media_type,
            creation_date=stamp,
            mod_date=stamp,
        )
        carried.obj[Name.AFRelationship] = Name(f"/{one.relationship}")
        self._pdf.attachments[one.name] = carried
