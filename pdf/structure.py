"""What a screen reader is told of a file: its parts in order, what stands for each picture, where one signs.

Scanned pages are figures with a sentence of their own; pages of text are headings and paragraphs; what is drawn over a
page is an ornament. ISO 32000-1, 14.7 and 14.8.
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf, String

from pdf.leaf import Mark

_MARKING = {Operator(name) for name in ("BMC", "BDC", "EMC", "MP", "DP")}


class Structure:
    """The structure of one file in the making; `write` puts it in when all pages and fields are there."""

    def __init__(self) -> None:
        self._pages: dict[int, tuple[str, Sequence[Mark]]] = {}
        self._fields: list[tuple[int, Object, str]] = []

    def add_picture(self, pdf: Pdf, number: int, alt: str) -> None:
        """Page `number` (from 0) is one picture, for which `alt` is read."""
        page = pdf.pages[number]
        _forget_marks(pdf, page)
        page.contents_add(b"/Figure << /MCID 0 >> BDC", prepend=True)
        page.contents_add(b"EMC")
        self._pages[number] = ("Sect", [Mark("Figure", 0, alt)])

    def add_text(self, number: int, marks: Sequence[Mark]) -> None:
        """Page `number` (from 0) is text, marked in its content."""
        self._pages[number] = ("Sect", marks)

    def add_field(self, number: int, field: Object, label: str) -> None:
        """A field on page `number` (from 0), read as `label`."""
        self._fields.append((number, field, label))

    def write(self, pdf: Pdf) -> None:
        """Describe the file, if there is anything to say."""
        if not self._pages:
            return
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = _element(pdf, "Document", root)
        parents: list[object] = []
        sections = []
        for number, (role, marks) in sorted(self._pages.items()):
            page = pdf.pages[number].obj
            section = _element(pdf, role, document)
            elements = [_marked(pdf, mark, section, page) for mark in marks]
            page[Name.StructParents] = len(parents) // 2
            page[Name.Tabs] = Name.S
            parents += [len(parents) // 2, pdf.make_indirect(Array(elements))]
            for field_number, field, label in self._fields:
                if field_number == number:
                    elements.append(_form(pdf, field, label, section, page, len(parents) // 2))
                    parents += [len(parents) // 2, elements[-1]]
            section.K = Array(elements)
            sections.append(section)
        document.K = Array(sections)
        root.K = Array([document])
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(parents)))
        root.ParentTreeNextKey = len(parents) // 2
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)


def _element(pdf: Pdf, role: str, parent: Object) -> Dictionary:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=parent))
    assert isinstance(element, Dictionary)  # noqa: S101 - for the type checker
    return element


def _marked(pdf: Pdf, mark: Mark, section: Object, page: Object) -> Dictionary:
    element = _element(pdf, mark.role, section)
    element.Pg = page
    element.K = mark.number
    if mark.alt:
        element.Alt = String(mark.alt)
    return element


def _form(pdf: Pdf, field: Object, label: str, section: Object, page: Object, key: int) -> Dictionary:
    element = _element(pdf, "Form", section)
    element.Alt = String(label)
    element.K = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
    field[Name.StructParent] = key
    return element


def _forget_marks(pdf: Pdf, page: pikepdf.Page) -> None:
    """Take marks of another file's structure out of a page: their numbers would be taken for ours."""
    for key in {"/StructParents", "/Tabs"} & set(page.obj.keys()):
        del page.obj[key]
    contents = page.obj.get(Name.Contents)
    streams = list(contents) if isinstance(contents, Array) else [contents]
    if not any(b"MC" in stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream)):
        return
    kept = [one for one in pikepdf.parse_content_stream(page) if one.operator not in _MARKING]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
