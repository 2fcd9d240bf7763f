"""What a stage is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Stage(Generic[Given, Made]):
    """A named step from frozen data to frozen data.

    `name` and `version` are part of the key of what it makes: raise the version when the same input shall give
    something else. What it makes is kept as an artefact if it has `to_record` and `from_record` (JSON and back).
    Without an `optional` stage's result the work goes on, and the result says so.
    """

    name: str
    version: str
    run: Callable[[Given], Made]
    to_record: Callable[[Made], dict[str, Any]] | None = None
    from_record: Callable[[dict[str, Any]], Made] | None = None
    optional: bool = False
