"""What machines read of identity cards once those are worn: QR codes and machine-readable zones, by layout and level.

Cards are drawn by the mill from a seed. A QR code counts if zxing reads it on the drawn page; it is read if our reading
of the worn page has the same text. A zone is read if it gives the card's number and its check digits hold.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image

import samples
from hoso.bench.understand_report import wilson
from ocr.limits import Limits
from ocr.records import page_from_record
from ocr.tasks import Desk
from ocr.understanding.cards import read_card
from ocr.understanding.layout import lay_out
from samples import Level, Paper
from terms.identifiers import parse_id_card_qr

_LAYOUTS = ("chip_card_of_2021", "identity_card_of_2024")
_SECONDS = 60.0


@dataclass(frozen=True)
class Part:
    """How often one machine-readable part was read. `part`: qr or mrz; `level`: how worn, 3 a phone's photo."""

    part: str
    layout: str
    level: int
    read: int
    of: int


def measure(cards: int, seed: str, levels: tuple[Level, ...] = (1, 2, 3)) -> list[Part]:
    """Draw, wear and read so many cards, layouts and levels in turn, laid in any way up. Some seconds a card."""
    read: Counter[tuple[str, str, int]] = Counter()
    there: Counter[tuple[str, str, int]] = Counter()
    for number in range(cards):
        layout, level = _LAYOUTS[number % len(_LAYOUTS)], levels[number // len(_LAYOUTS) % len(levels)]
        card = _card(layout, f"{seed} {number}")
        drawn = [text for page in card.pages for text in _codes_of(page)]
        codes, zone = _read(card, level, f"{seed} {number}")
        for part, wanted, got in (("qr", bool(drawn), set(drawn) <= codes), ("mrz", True, zone)):
            there[part, layout, level] += wanted
            read[part, layout, level] += wanted and got
    return [Part(*key, read=read[key], of=there[key]) for key in sorted(there)]


def record(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The parts with the bounds of their shares, and each part over all layouts and levels, for JSON."""
    told = []
    for name in sorted({one.part for one in parts}):
        some = [one for one in parts if one.part == name]
        total = Part(name, "all", 0, sum(one.read for one in some), sum(one.of for one in some))
        for one in (*some, total):
            low, high = wilson(one.read, one.of)
            share = one.read / one.of if one.of else None
            told.append(
                {"part": name, "layout": one.layout, "level": one.level or "all", "count": one.read, "of": one.of}
                | {"share": share, "low": low, "high": high}
            )
    return told


def _card(layout: str, seed: str) -> Paper:
    """A card; another one where the address of the first does not fit on it."""
    for attempt in range(20):
        try:
            return samples.draw("citizen_id", f"{seed} {attempt}", layout)
        except ValueError:
            continue
    raise AssertionError("most addresses fit on a card")


def _codes_of(page: Image.Image) -> Iterator[str]:
    for code in zxingcpp.read_barcodes(
        np.asarray(page.convert("L")), formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    ):
        if code.valid and parse_id_card_qr(code.text):
            yield code.text


def _read(card: Paper, level: Level, seed: str) -> tuple[set[str], bool]:
    """The QR codes read on the worn card, and whether its zone was read right."""
    codes: set[str] = set()
    zone = False
    with tempfile.TemporaryDirectory() as folder:
        for worn in samples.wear(card, level, seed):
            picture = Path(folder) / "page.jpg"
            picture.write_bytes(worn.jpeg)
            record, _ = Desk(Limits()).read(picture, 1, _SECONDS)
            page = page_from_record(record)
            codes.update(code.text for code in page.codes)
            seen = read_card(lay_out(page))
            if seen is not None and seen.mrz is not None:
                zone |= seen.mrz.sound and seen.mrz.number.digits == card.fields["personal_id"]
    return codes, zone
