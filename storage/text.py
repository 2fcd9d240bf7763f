"""Text on its way into the database: NFC, without what no database keeps, no longer than its column."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from terms.errors import InputError
from terms.text import nfc, squeeze

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

# NUL and lone surrogates (a file name that is not UTF-8) are refused by PostgreSQL; other control characters mean
# nothing on a screen. Line feeds and tabs stay.
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def kept(text: str, limit: int | None = None) -> str:
    """`text` as it is stored: NFC, each character no database keeps replaced by U+FFFD, cut to `limit` characters."""
    whole = nfc(_UNKEPT.sub("\ufffd", text))
    return whole if limit is None else whole[:limit]


def line(text: str, limit: int) -> str:
    """`text` on one line: what `kept` gives, every run of white space as one space, cut to `limit` characters."""
    return squeeze(kept(text))[:limit].rstrip()


def required(text: str, limit: int, what: str) -> str:
    """One line that must not be empty nor longer than `limit`; raises InputError("bad_request") naming `what`."""
    words = squeeze(kept(text))
    if not words:
        raise InputError("bad_request", detail=f"{what} is empty")
    if len(words) > limit:
        raise InputError("bad_request", detail=f"{what} is longer than {limit} characters")
    return words


def past_day(text: str, what: str) -> str:
    """An ISO date that has begun where Viet Nam is; raises InputError("bad_request") naming `what`."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError("bad_request", detail=f"{what} is no date") from error
    if day > dt.datetime.now(VIETNAM).date():
        raise InputError("bad_request", detail=f"{what} lies in the future")
    return day.isoformat()


def kept_json(value: Any) -> Any:
    """A JSON value whose every string is `kept`."""
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, dict):
        return {kept(str(key)): kept_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [kept_json(item) for item in value]
    return value
