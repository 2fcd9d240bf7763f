"""Vietnamese first, English second: which language a page speaks, and how times, numbers and sizes are written in it.

The message catalogue's keys are the Vietnamese sentences themselves, so a page without any translation is right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import Babel, get_locale

LANGUAGES = ("vi", "en")
LANGUAGE_COOKIE = "hoso_language"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TRANSLATIONS = Path(__file__).parent / "translations"


def install(app: Flask, chosen: Callable[[], str | None]) -> None:
    """Let `app` speak the language that `chosen` names for a request; Vietnamese where it names none or another."""

    def language_of_request() -> str:
        language = chosen()
        return language if language in LANGUAGES else "vi"

    Babel(
        app,
        default_locale="vi",
        default_timezone="Asia/Ho_Chi_Minh",
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=language_of_request,
    )
    app.jinja_env.globals["language"] = language
    for filter_ in (day, moment, clock, size, percent, share, grouped, tenths):
        app.jinja_env.filters[filter_.__name__] = filter_


def language() -> str:
    """The language of this request: `vi` or `en`."""
    locale = get_locale()
    return locale.language if locale is not None else "vi"


def day(value: dt.datetime | dt.date | str | None) -> str:
    """A date as people here write it: 20/11/2026. ISO text keeps as much as it has: `1990-05` is 05/1990."""
    if value is None:
        return ""
    if isinstance(value, str):
        return "/".join(reversed(value.split("-")))
    if isinstance(value, dt.datetime):
        value = value.astimezone(ZONE)
    return value.strftime("%d/%m/%Y")


def moment(value: dt.datetime | None) -> str:
    """A moment on the clocks of Vietnam: 20/11/2026 14:05."""
    return "" if value is None else value.astimezone(ZONE).strftime("%d/%m/%Y %H:%M")


def clock(value: dt.datetime | None) -> str:
    """The time of day alone if it is today in Vietnam, else the moment."""
    if value is None:
        return ""
    local = value.astimezone(ZONE)
    return local.strftime("%H:%M") if local.date() == dt.datetime.now(ZONE).date() else moment(value)


def size(value: int | None) -> str:
    """A number of bytes for people: 1,4 MB in Vietnamese, 1.4 MB in English."""
    amount = float(value or 0)
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1024 or unit == "GB":
            text = f"{amount:.0f}" if unit == "B" or amount >= 100 else f"{amount:.1f}"
            return f"{_decimal(text)} {unit}"
        amount /= 1024
    raise AssertionError("unreachable")


def percent(value: float) -> str:
    """A probability as whole per cent, never rounded up to a certainty that is none: 0.996 is 99 %."""
    return f"{min(int(value * 100), 99) if value < 1 else 100} %"


def share(value: float) -> str:
    """A share of a whole with one decimal: 12,5 % in Vietnamese, 12.5 % in English."""
    return f"{tenths(100 * value)} %"


def tenths(value: float) -> str:
    """A number with one decimal, none where it is whole: 6,7 and 90."""
    return _decimal(f"{value:.1f}".removesuffix(".0"))


def grouped(value: int) -> str:
    """A whole number with its thousands apart: 12.500 in Vietnamese, 12,500 in English."""
    text = f"{value:,}"
    return text if language() == "en" else text.replace(",", ".")


def _decimal(text: str) -> str:
    return text if language() == "en" else text.replace(".", ",")
