"""Filling a frozen dataclass from text: what `settings` uses to read a file and the environment strictly."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from terms.errors import HosoError

Record = TypeVar("Record")


def fill(record: type[Record], values: Mapping[str, Any], *, where: str) -> Record:
    """`record` made from `values`; what is not named keeps its default.

    `where` names the place for the message. Raises HosoError("settings_invalid") for an unknown key or a value of the
    wrong type: a misspelt setting must stop the start, not be ignored.
    """
    hints = typing.get_type_hints(record)
    known = {field.name for field in dataclasses.fields(typing.cast(Any, record)) if field.init}
    unknown = sorted(set(values) - known)
    if unknown:
        raise HosoError(
            "settings_invalid", detail=f"{where}: unknown {', '.join(unknown)}; known: {', '.join(sorted(known))}"
        )
    filled = {name: _convert(value, hints[name], f"{where}.{name}") for name, value in values.items()}
    try:
        return record(**filled)
    except (TypeError, ValueError) as error:
        raise HosoError("settings_invalid", detail=f"{where}: {error}") from error


def _convert(value: Any, wanted: Any, where: str) -> Any:
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (types.UnionType, typing.Union):  # X | None
        if value is None or (value == "" and type(None) in arguments):
            return None
        return _convert(value, next(a for a in arguments if a is not type(None)), where)
    if origin is typing.Literal:
        if value in arguments:
            return value
        raise HosoError("settings_invalid", detail=f"{where}: {value!r} is none of {', '.join(map(str, arguments))}")
    if origin in (tuple, list, frozenset):
        items = [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else list(value)
        return origin(_convert(item, arguments[0], where) for item in items)
    try:
        return _scalar(value, wanted)
    except (TypeError, ValueError) as error:
        raise HosoError(
            "settings_invalid", detail=f"{where}: {value!r} is not a {getattr(wanted, '__name__', wanted)}"
        ) from error


def _scalar(value: Any, wanted: Any) -> Any:
    if wanted is bool:
        if isinstance(value, bool):
            return value
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if str(value).lower() in words:
            return words[str(value).lower()]
        raise ValueError(value)
    if wanted in (int, float):
        if isinstance(value, bool):
            raise ValueError(value)
        return wanted(value)
    if wanted is Path:
        return Path(str(value)).expanduser()
    if wanted is str:
        if not isinstance(value, str):
            raise ValueError(value)
        return value
    raise TypeError(f"settings cannot hold a {wanted}")
