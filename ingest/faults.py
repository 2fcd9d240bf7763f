"""Putting the unexpected on record without what it happened to: messages of exceptions may quote a citizen's paper."""

from __future__ import annotations

import traceback


def where(error: BaseException) -> str:
    """The kind of an exception, of what caused it, and the places in the code it went through; not its message."""
    told = []
    current: BaseException | None = error
    while current is not None:
        told.append(type(current).__name__ + "\n" + "".join(traceback.format_tb(current.__traceback__)))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "caused by ".join(told).rstrip()
