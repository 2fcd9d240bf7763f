"""What the watch of a hot folder must not forget over a restart."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)


@dataclass
class Memory:
    """`dossiers`: subfolder -> (inode, dossier id), so that papers that follow join their dossier and a new folder of
    the same name does not. `unread`: original id -> (where its file lies now, where it came from), below the hot
    folder, until it is known to have been read.

    Losing it loses no paper: a subfolder that gets more papers then becomes a second dossier, and a file that turns out
    unreadable stays in `done/` while its dossier says so.
    """

    path: Path
    dossiers: dict[str, tuple[int, str]] = field(default_factory=dict)
    unread: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Memory:
        """What was kept at `path`, or nothing."""
        try:
            kept = json.loads(path.read_text("utf-8"))
            dossiers = {name: (int(inode), str(dossier)) for name, (inode, dossier) in kept["dossiers"].items()}
            unread = {original: (str(now), str(then)) for original, (now, then) in kept["unread"].items()}
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            log.warning("the hot folder's memory %s cannot be read and begins anew", path)
            return cls(path)
        return cls(path, dossiers, unread)

    def keep(self) -> None:
        """Write it down, whole or not at all. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        content = {name: value for name, value in asdict(self).items() if name != "path"}
        aside = self.path.with_name(f"{self.path.name}.tmp")
        aside.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        os.replace(aside, self.path)
