"""Where what offices learned of kinds and piles lies, with its history.

An office's knowledge lies in a folder of its own, each version under its SHA-256, and `history.jsonl` says when each
was adopted or taken back and how it did on papers that nobody learned from. It holds weights of printed words, never a
value.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ocr.understanding.knowledge import Knowledge, read_knowledge, shipped
from storage.base import now
from terms.errors import InputError, StateError

log = logging.getLogger(__name__)

_SAFE: Final = re.compile(r"[\w-]{1,64}")


@dataclass(frozen=True)
class Shelf:
    """Where each office's knowledge lies: `folder`/<id of the office>/."""

    folder: Path

    def of(self, office_id: str) -> Knowledge:
        """What the office reads with: its own knowledge, or the shipped one where it has none or it was altered."""
        try:
            return self.present(office_id) or shipped()
        except InputError as error:
            log.error("office %s: %s", office_id, error)
            return shipped()

    def present(self, office_id: str) -> Knowledge | None:
        """The office's own knowledge, None if it has none. Raises InputError("model_invalid") if it was altered."""
        lines = self.history(office_id)
        if not lines or lines[-1]["sha256"] is None:
            return None
        digest = str(lines[-1]["sha256"])
        found = read_knowledge(self._place(office_id) / f"{digest}.json")
        if found.digest != digest:
            raise InputError("model_invalid", detail=f"{digest[:12]}: not the one that was adopted")
        return found

    def history(self, office_id: str) -> list[dict[str, Any]]:
        """What was adopted and taken back, oldest first. Raises InputError("model_invalid")."""
        path = self._place(office_id) / "history.jsonl"
        if not path.exists():
            return []
        try:
            lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            return [{**line, "sha256": line["sha256"]} for line in lines]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError("model_invalid", detail=f"{path.name}: {error}") from error

    def adopt(self, office_id: str, knowledge: Knowledge, figures: Mapping[str, Any]) -> Knowledge:
        """Lay the knowledge down and use it from now on."""
        place = self._place(office_id)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = knowledge.write(place / "new.json")
        (place / "new.json").replace(place / f"{written.digest}.json")
        self._note(office_id, written.digest, figures)
        return written

    def take_back(self, office_id: str) -> None:
        """Return to what was used before the last adoption. Raises StateError("wrong_state")."""
        used = [line["sha256"] for line in self.history(office_id)]
        if not used or used[-1] is None:
            raise StateError("wrong_state", detail="nothing learned of kinds is in use")
        earlier = used[: used.index(used[-1])]
        self._note(office_id, earlier[-1] if earlier else None, {"taken_back": used[-1]})

    def _note(self, office_id: str, digest: str | None, figures: Mapping[str, Any]) -> None:
        line = {"at": now().astimezone(dt.UTC).isoformat(timespec="seconds"), "sha256": digest, **figures}
        with (self._place(office_id) / "history.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _place(self, office_id: str) -> Path:
        if not _SAFE.fullmatch(office_id):
            raise ValueError("an office's id is no path")
        return self.folder / office_id
