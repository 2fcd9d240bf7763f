"""What an identity card says to machines: its QR code and its machine-readable zone, which outrank print."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.model import Box, FieldValue, Source
from ocr.understanding.layout import Sheet, Token, box_of
from terms.identifiers import IdCardMrz, IdCardQr, PersonalNumber, find_mrz, parse_id_card_qr

_READ_SURELY = 0.9


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


def card_fields(card: Card) -> dict[str, FieldValue]:
    """The fields of `citizen_id` that the codes give. A QR code has error correction of its own; the zone has check
    digits, and its name comes without accents and is no value for a field."""
    fields: dict[str, FieldValue] = {}

    def give(name: str, value: str | None, confidence: float, box: Box | None, source: Source) -> None:
        if value and name not in fields:
            fields[name] = FieldValue(value, confidence, card.page, box, source)

    if (qr := card.qr) is not None:
        give("personal_id", qr.number.digits, 0.999, card.qr_box, "qr")
        give("full_name", qr.full_name.upper(), 0.995, card.qr_box, "qr")
        give("date_of_birth", qr.date_of_birth.iso if qr.date_of_birth else None, 0.998, card.qr_box, "qr")
        give("sex", qr.sex, 0.998, card.qr_box, "qr")
        give("permanent_residence", qr.residence, 0.985, card.qr_box, "qr")
        give("issue_date", qr.issue_date.iso if qr.issue_date else None, 0.995, card.qr_box, "qr")
    if (mrz := card.mrz) is not None:
        sure = 0.997 if mrz.sound and card.mrz_sure else 0.8
        number_sure = sure if not {"card_number", "personal_number"} & set(mrz.faults) else 0.6
        give("personal_id", mrz.number.digits, number_sure, card.mrz_box, "mrz")
        birth_sure = min(0.995, sure) if "date_of_birth" not in mrz.faults else 0.5
        give("date_of_birth", mrz.date_of_birth.iso if mrz.date_of_birth else None, birth_sure, card.mrz_box, "mrz")
        give("sex", mrz.sex, sure, card.mrz_box, "mrz")
    return fields


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
