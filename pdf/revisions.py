"""A plainly written PDF and what was added behind it, revision by revision: read strictly, and added to.

Only what this room writes can be read here: each object by itself, a plain table of where they begin, nothing between
them. Whatever is written otherwise is refused with `NotPlain`, not guessed at. Pure Python, because who holds a key
reads with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pdf.plain import Objects, cross_references

_SPACE = rb"[\0\t\n\f\r ]"
_TOKEN = re.compile(
    _SPACE + rb"*(<<|>>|\[|\]|/[^\0\t\n\f\r ()<>\[\]{}/%]*|<[0-9A-Fa-f]*>"
    rb"|\((?:[^\\()]|\\.)*\)|\d+ 0 R\b|[^\0\t\n\f\r ()<>\[\]{}/%]+)",
    re.DOTALL,
)
_TAIL = re.compile(rb"startxref\n(\d{1,10})\n%%EOF\n")
_SECTION = re.compile(rb"(\d{1,10}) (\d{1,10}) ?\n")
_ROW = re.compile(rb"(\d{10}) (\d{5}) ([nf]) \n")
_REFERENCE = re.compile(rb"(\d{1,10}) 0 R")
_MOST_OBJECTS = 200_000

Entries = dict[str, bytes]


class NotPlain(ValueError):
    """The file is not written as we write, at the place named."""


@dataclass(frozen=True)
class Revision:
    """One of the file's revisions: the objects it wrote, where each begins; its trailer; where it ends."""

    objects: Mapping[int, int]
    trailer: Entries
    table: int
    end: int


class PlainFile:
    """A file, `data`, and its `revisions`, the first first."""

    def __init__(self, data: bytes, end: int | None = None) -> None:
        """`end`: look no further, as if the file ended there. Raises NotPlain."""
        self.data = data
        self._read: dict[int, tuple[Entries, int]] = {}
        newest_first: list[Revision] = []
        end = len(data) if end is None else end
        while end:
            revision = _revision(data, end)
            newest_first.append(revision)
            end = self._end_before(revision)
        self.revisions = newest_first[::-1]
        self._places: dict[int, int] = {}
        for revision in self.revisions:
            self._places |= revision.objects

    @property
    def size(self) -> int:
        """The number after the highest in use."""
        return int(self.revisions[-1].trailer["Size"])

    @property
    def root(self) -> int:
        """The number of the catalogue."""
        return reference(self.revisions[-1].trailer["Root"])

    def entries(self, number: int) -> Entries:
        """The entries of the dictionary that object `number` is, or begins with. Raises NotPlain."""
        return self.whole(self._place(number), number)[0]

    def stream(self, number: int) -> bytes:
        """The stream of object `number`, as stored."""
        _, start, end = self.whole(self._place(number), number)
        return self.data[start:end]

    def fields(self) -> dict[str, int]:
        """The number of each field of the form, by its name."""
        form = self.entries(reference(self.entries(self.root)["AcroForm"]))
        return {text_of(self.entries(number)["T"]): number for number in references(form["Fields"])}

    def whole(self, place: int, number: int) -> tuple[Entries, int, int]:
        """Entries of the object at `place`, and where its stream begins and ends (0, 0 if it has none)."""
        head = b"%d 0 obj\n" % number
        if not self.data.startswith(head, place):
            raise NotPlain(f"object {number}")
        entries, at = self._entries_at(place + len(head))
        if self.data.startswith(b"\nendobj\n", at):
            return entries, 0, 0
        start = at + len(b"\nstream\n")
        if self.data[at:start] != b"\nstream\n" or "Length" not in entries:
            raise NotPlain(f"object {number}")
        end = start + self.number_of(entries["Length"])
        return entries, start, end

    def end_of(self, place: int, number: int) -> int:
        """Where the object at `place` ends. Raises NotPlain."""
        _, _, end = self.whole(place, number)
        tail = b"\nendstream\nendobj\n" if end else b"\nendobj\n"
        end = end or self._entries_at(place + len(b"%d 0 obj\n" % number))[1]
        if not self.data.startswith(tail, end):
            raise NotPlain(f"object {number}")
        return end + len(tail)

    def until(self, revision: int) -> PlainFile:
        """The file as it was before `revision` (1 is the first that was added)."""
        return PlainFile(self.data, self.revisions[revision - 1].end)

    def number_of(self, value: bytes) -> int:
        """A whole number, written here or in an object of its own."""
        if value.isdigit():
            return int(value)
        place, number = self._place(reference(value)), reference(value)
        found = re.compile(rb"%d 0 obj\n(\d{1,10})\nendobj\n" % number).match(self.data, place)
        if found is None:
            raise NotPlain("number")
        return int(found[1])

    def _entries_at(self, at: int) -> tuple[Entries, int]:
        """The dictionary that begins at `at`, read once; whoever changes it makes a copy."""
        if at not in self._read:
            self._read[at] = read_entries(self.data, at)
        return self._read[at]

    def _place(self, number: int) -> int:
        if number not in self._places:
            raise NotPlain(f"object {number}")
        return self._places[number]

    def _end_before(self, revision: Revision) -> int:
        """Where the revision before ends: directly behind the `%%EOF` that follows its table. 0 if there is none."""
        if "Prev" not in revision.trailer:
            return 0
        found = _TAIL.search(self.data, int(revision.trailer["Prev"]))
        first = min(revision.objects.values(), default=revision.table)
        if found is None or found.end() > first:
            raise NotPlain("revisions")
        return found.end()


def _revision(data: bytes, end: int) -> Revision:
    found = _TAIL.match(data, data.rfind(b"startxref", max(0, end - 64), end)) if data[end - 1 : end] == b"\n" else None
    if found is None or found.end() != end:
        raise NotPlain("end of file")
    table = int(found[1])
    if data[table : table + 5] != b"xref\n" or table > end:
        raise NotPlain("table")
    objects, at = {}, table + 5
    while section := _SECTION.match(data, at, end):
        at = section.end()
        for number in range(int(section[1]), int(section[1]) + min(int(section[2]), _MOST_OBJECTS)):
            row = _ROW.match(data, at, end)
            if row is None:
                raise NotPlain("table")
            at = row.end()
            if row[3] == b"n":
                objects[number] = int(row[1])
    if data[at : at + 8] not in (b"trailer ", b"trailer\n"):
        raise NotPlain("trailer")
    trailer, at = read_entries(data, at + 8)
    if data[at : at + 1] != b"\n" or at + 1 != found.start():
        raise NotPlain("trailer")
    return Revision(objects, trailer, table, end)


def read_entries(data: bytes, at: int) -> tuple[Entries, int]:
    """The entries of the dictionary that begins at `at`, each value as written; where the dictionary ends."""
    entries: Entries = {}
    token, at = _next(data, at)
    if token != b"<<":
        raise NotPlain("dictionary")
    while True:
        key, at = _next(data, at)
        if key == b">>":
            return entries, at
        name = key[1:].decode("latin-1")
        if key[:1] != b"/" or name in entries:
            raise NotPlain("dictionary")
        value, at = _next(data, at)
        start, depth = at - len(value), 0
        while True:
            depth += (value in (b"<<", b"[")) - (value in (b">>", b"]"))
            if depth <= 0:
                break
            value, at = _next(data, at)
        if depth:
            raise NotPlain("dictionary")
        entries[name] = data[start:at]


def _next(data: bytes, at: int) -> tuple[bytes, int]:
    found = _TOKEN.match(data, at)
    if found is None:
        raise NotPlain("token")
    return found[1], found.end()


def written(entries: Entries) -> str:
    """A dictionary as it is written."""
    return "<< " + " ".join(f"/{key} {value.decode('latin-1')}" for key, value in entries.items()) + " >>"


def reference(value: bytes) -> int:
    """The number of the object that `value` names. Raises NotPlain."""
    found = _REFERENCE.fullmatch(value)
    if found is None:
        raise NotPlain("reference")
    return int(found[1])


def references(value: bytes) -> list[int]:
    """The numbers of all objects that `value` names."""
    return [int(found) for found in _REFERENCE.findall(value)]


def text_of(value: bytes) -> str:
    """A text that needs no escape, as names of fields are. Raises NotPlain."""
    found = re.fullmatch(rb"\(([!-'*-\[\]-~]*)\)", value)
    if found is None:
        raise NotPlain("text")
    return found[1].decode("ascii")


class Update:
    """What is to be added behind `file` as it is: new objects, and changed ones under their old numbers."""

    def __init__(self, file: PlainFile) -> None:
        self.file = file
        self.new = Objects(first=file.size)
        self._changed: dict[int, bytes] = {}

    def change(self, number: int, more: Mapping[str, str]) -> None:
        """Give object `number` further or other entries."""
        entries = self.file.entries(number) | {key: value.encode("latin-1") for key, value in more.items()}
        self._changed[number] = b"%d 0 obj\n%s\nendobj\n" % (number, written(entries).encode("latin-1"))

    def appended(self, identity: bytes) -> bytes:
        """The file with the update behind it; `identity`: 16 bytes that name this revision."""
        out = bytearray(self.file.data)
        offsets: dict[int, int | None] = {0: None}
        for number, data in (self._changed | self.new.numbered()).items():
            offsets[number] = len(out)
            out += data
        last = self.file.revisions[-1]
        trailer = {key: value for key, value in last.trailer.items() if key in ("Info", "Root")}
        first_identity = re.match(rb"\[ ?(<[0-9A-Fa-f]*>)", last.trailer.get("ID", b""))
        if first_identity is not None:
            trailer["ID"] = b"[%s<%s>]" % (first_identity[1], identity.hex().encode())
        trailer |= {"Size": b"%d" % self.new.next, "Prev": b"%d" % last.table}
        start = len(out)
        out += cross_references(offsets)
        out += f"trailer {written(trailer)}\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
        return bytes(out)
