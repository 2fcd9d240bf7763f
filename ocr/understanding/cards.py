"""What an identity card says to machines: its QR code and its machine-readable zone, which outrank print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ocr.model import Box, FieldValue
from ocr.understanding.layout import Sheet, Token, box_of
from terms.identifiers import IdCardMrz, IdCardQr, PersonalNumber, find_mrz, parse_id_card_qr

_READ_SURELY = 0.9
_CONTRADICTS_ITSELF = 0.8


@dataclass(frozen=True)
class Card:
    """An identity card's machine-readable parts on one page, with where they stand."""

    page: int
    qr: IdCardQr | None
    qr_box: Box | None
    mrz: IdCardMrz | None
    mrz_box: Box | None
    mrz_sure: bool = True
    """Whether the rows of the zone were read surely, no figure exchanged to make its check digits hold."""

    @property
    def number(self) -> PersonalNumber | None:
        if self.qr is not None:
            return self.qr.number
        return self.mrz.number if self.mrz is not None else None


def read_card(sheet: Sheet) -> Card | None:
    """The card whose codes stand on the page; None if there are none."""
    qr, qr_box = None, None
    for code in sheet.page.codes:
        qr = parse_id_card_qr(code.text)
        if qr is not None:
            qr_box = code.box
            break
    mrz, mrz_box, mrz_sure = _mrz(sheet)
    if qr is None and mrz is None:
        return None
    return Card(sheet.number, qr, qr_box, mrz, mrz_box, mrz_sure)


def said_by_card(card: Card) -> Iterator[tuple[str, FieldValue]]:
    """What each code says of the fields of `citizen_id`, with their names. A QR code has error correction of its own;
    the zone has check digits, and its name comes without accents and is no value for a field."""
    if (qr := card.qr) is not None:
        # A code that contradicts itself may be forged; its owner's data may also have been corrected.
        most = 1.0 if qr.consistent else _CONTRADICTS_ITSELF
        for name, value, sure in (
            ("personal_id", qr.number.digits, min(0.999, most)),
            ("full_name", qr.full_name.upper(), 0.995),
            ("date_of_birth", qr.date_of_birth.iso if qr.date_of_birth else None, min(0.998, most)),
            ("sex", qr.sex, min(0.998, most)),
            ("permanent_residence", qr.residence, 0.985),
            ("issue_date", qr.issue_date.iso if qr.issue_date else None, 0.995),
        ):
            if value:
                yield name, FieldValue(value, sure, card.page, card.qr_box, "qr")
    if (mrz := card.mrz) is not None:
        sure = 0.997 if mrz.sound and card.mrz_sure else 0.8
        number_sure = sure if not {"card_number", "personal_number"} & set(mrz.faults) else 0.6
        birth_sure = min(0.995, sure) if "date_of_birth" not in mrz.faults else 0.5
        for name, value, sure_of in (
            ("personal_id", mrz.number.digits, number_sure),
            ("date_of_birth", mrz.date_of_birth.iso if mrz.date_of_birth else None, birth_sure),
            ("sex", mrz.sex, sure),
        ):
            if value:
                yield name, FieldValue(value, sure_of, card.page, card.mrz_box, "mrz")


def _mrz(sheet: Sheet) -> tuple[IdCardMrz | None, Box | None, bool]:
    """The zone, where it stands, and whether its figures were read surely."""
    rows = [[token for segment in row for token in segment.tokens] for row in sheet.rows]
    for index in range(len(rows) - 2):
        texts = ["".join(token.text for token in row) for row in rows[index : index + 3]]
        if "VNM" not in texts[0].upper()[:10]:
            continue
        found = find_mrz(texts)
        if found is not None:
            tokens: list[Token] = [token for row in rows[index : index + 3] for token in row]
            figures = [token.confidence for row in rows[index : index + 2] for token in row]
            return found, box_of(tokens), min(figures) >= _READ_SURELY
    return None, None, False
