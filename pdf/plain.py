"""Objects of a PDF written out plainly: for pages of our own making, and for what is added behind a file as it is."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Objects:
    """Objects in the making, numbered from `first` on. What is written is plain: one object after the other."""

    first: int = 1
    _written: list[bytes] = field(default_factory=list)

    def add(self, head: str, stream: bytes | None = None, *, packed: bool = True) -> int:
        """Write an object; its number. With a `stream`, `head` is a dictionary without its end: `<< /Type /X`."""
        return self.put(self.next, head, stream, packed=packed)

    def put(self, number: int, head: str, stream: bytes | None = None, *, packed: bool = True) -> int:
        """The same under a number that is known already (`reserve`)."""
        body = head.encode("latin-1")
        if stream is not None:
            data = zlib.compress(stream, 6) if packed else stream
            kind = b" /Filter /FlateDecode" if packed else b""
            body += b"%s /Length %d >>\nstream\n%s\nendstream" % (kind, len(data), data)
        place = number - self.first
        self._written.extend(b"" for _ in range(place + 1 - len(self._written)))
        self._written[place] = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        return number

    def reserve(self) -> int:
        """A number to be used later with `put`."""
        self._written.append(b"")
        return self.next - 1

    @property
    def next(self) -> int:
        """The number that comes next."""
        return self.first + len(self._written)

    def numbered(self) -> dict[int, bytes]:
        """Each object's bytes, by its number."""
        return dict(enumerate(self._written, start=self.first))

    def file(self, root: int) -> bytes:
        """A whole file of these objects; `root` is the number of its catalogue."""
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets: dict[int, int | None] = {0: None}
        for number, written in self.numbered().items():
            offsets[number] = len(out)
            out += written
        table = cross_references(offsets)
        start = len(out)
        out += b"%strailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (table, self.next, root, start)
        return bytes(out)


def cross_references(offsets: Mapping[int, int | None]) -> bytes:
    """The table of where objects begin, in sections of consecutive numbers; None is the free object 0."""
    rows: list[tuple[int, list[bytes]]] = []
    for number, offset in sorted(offsets.items()):
        entry = b"0000000000 65535 f \n" if offset is None else b"%010d 00000 n \n" % offset
        if rows and rows[-1][0] + len(rows[-1][1]) == number:
            rows[-1][1].append(entry)
        else:
            rows.append((number, [entry]))
    return b"xref\n" + b"".join(b"%d %d\n%s" % (first, len(entries), b"".join(entries)) for first, entries in rows)


def text_string(text: str) -> str:
    """A text as PDF writes it among its objects, in hexadecimal so that no letter needs an escape."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
