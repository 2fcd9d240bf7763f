"""Our own cover sheets: what the code on one says, and how it is told from a misread one.

`HOSO1:D:<dossier code>:<check>` opens a dossier, `HOSO1:P:<check>` a new paper, `HOSO1:P:<kind>:<check>` one that most
likely is of that kind. The number is the version. Nothing on it is secret and nothing is granted by it: a code says
where pages shall go, who may put them there is decided where they came in.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from terms.text import nfc

_BEGINS = "HOSO1:"
_LONGEST = 100
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_KIND = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Cover:
    """A cover sheet: of the dossier with this code, or, without one, of a new paper, perhaps of this kind."""

    dossier: str | None = None
    kind: str | None = None

    @property
    def payload(self) -> str:
        """What the code on the sheet holds. Raises ValueError for a dossier code that no sheet can carry."""
        if self.dossier is not None:
            said = f"{_BEGINS}D:{nfc(self.dossier)}"
        else:
            said = f"{_BEGINS}P:{self.kind}" if self.kind else f"{_BEGINS}P"
        whole = f"{said}:{_check(said)}"
        if parse_cover(whole) != self:
            raise ValueError(f"no cover sheet can carry {self}")
        return whole


def parse_cover(text: str) -> Cover | None:
    """The cover sheet that a code's text is of; None for any other text, a misread one, and a version unknown."""
    whole = nfc(text.strip())
    said, _, check = whole.rpartition(":")
    if not whole.startswith(_BEGINS) or len(whole) > _LONGEST or check != _check(said) or not said.isprintable():
        return None
    what, _, rest = said[len(_BEGINS) :].partition(":")
    if what == "D" and rest.strip() == rest and rest:
        return Cover(dossier=rest)
    if what == "P" and (not rest or _KIND.fullmatch(rest)) and said.endswith(rest or "P"):
        return Cover(kind=rest or None)
    return None


def _check(said: str) -> str:
    """Two letters that another text hardly has: ten bits of its CRC-32."""
    sum_ = zlib.crc32(said.encode())
    return _LETTERS[sum_ >> 5 & 31] + _LETTERS[sum_ & 31]
