"""Values of fields between the store's spelling and the one people read and type.

Stored: dates ISO 8601, sex `male` or `female`, areas with a decimal point, personal numbers as bare digits. On the
screen: 17/05/1990, Nam, 1.234,5. What is typed may be in either.
"""

from __future__ import annotations

import re

from flask_babel import gettext as _

from terms.checks import Finding, words
from terms.dates import PartialDate, parse_date
from terms.errors import InputError
from terms.kinds import FieldSpec
from terms.text import nfc, squeeze
from web.language import day, language

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_DAY_RUN = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{4})")


def shown(spec: FieldSpec | None, value: str | None) -> str:
    """`value` as a person reads it."""
    if value is None:
        return ""
    if spec is not None and spec.type == "date" and _ISO.fullmatch(value):
        return day(value)
    if spec is not None and spec.type == "sex":
        return str({"male": _("Nam"), "female": _("Nữ")}.get(value, value))
    if spec is not None and spec.type == "area":
        return value.replace(".", ",")
    return value


def said(finding: Finding) -> str:
    """What a check said, in the language of the page, with what the field was held against."""
    sentence = words(finding.check, agrees=finding.agrees)[language()]
    if not finding.beside:
        return sentence
    beside = day(finding.beside) if _ISO.fullmatch(finding.beside) else finding.beside
    beside = str({"male": _("Nam"), "female": _("Nữ")}.get(beside, beside))
    return f"{sentence}: {beside}"


def entered(spec: FieldSpec, text: str) -> str | None:
    """What a person typed, as it is stored; None for nothing: the paper has none.

    Raises InputError("bad_request") with a sentence on what is wrong, where the type has a form of its own.
    """
    text = squeeze(nfc(text))
    if not text:
        return None
    if spec.type == "date":
        return _date(text)
    if spec.type == "personal_number":
        return _personal_number(text)
    if spec.type == "sex":
        return _sex(text)
    if spec.type == "area":
        return _area(text)
    return text


def _date(text: str) -> str:
    """17/05/1990, 17.5.1990, 17051990, 05/1990, 1990 or ISO; words ("ngày 17 tháng 5 năm 1990") too."""
    if whole := _DAY_FIRST.fullmatch(text) or _DAY_RUN.fullmatch(text):
        text = f"{whole[3]}-{int(whole[2]):02d}-{int(whole[1]):02d}"
    elif part := _MONTH_FIRST.fullmatch(text):
        text = f"{part[2]}-{int(part[1]):02d}"
    try:
        return PartialDate.from_iso(text).iso
    except ValueError:
        found = parse_date(text)
        if found is None:
            raise InputError(
                "bad_request",
                detail=_("“%(text)s” không phải là ngày. Gõ như 17/05/1990, 05/1990 hoặc 1990.", text=text),
            ) from None
        return found.iso


def _personal_number(text: str) -> str:
    digits = re.sub(r"[\s.]", "", text)
    if not re.fullmatch(r"\d{12}|\d{9}", digits):
        raise InputError("bad_request", detail=_("Số định danh có 12 chữ số (hoặc 9 chữ số nếu là số cũ)."))
    return digits


def _sex(text: str) -> str:
    known = {"nam": "male", "male": "male", "nữ": "female", "nu": "female", "female": "female"}
    if text.lower() not in known:
        raise InputError("bad_request", detail=_("Chọn Nam hoặc Nữ."))
    return known[text.lower()]


def _area(text: str) -> str:
    number = re.sub(r"\s|m2|m²", "", text)
    if "," in number:
        number = number.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d+)?", number):
        raise InputError("bad_request", detail=_("Diện tích là một số mét vuông, ví dụ 125,5."))
    return number
