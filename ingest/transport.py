"""A queue in a folder: Celery's messages as files, for a service on one machine with no server beside it.

kombu's own filesystem transport writes messages in place and stops at the first one it cannot parse. Here a message
appears whole or not at all (written aside, then renamed), a worker takes one by renaming it, and one that cannot be
read is set aside in `broken/`. A message lost with its worker is no loss: the database is the truth, and the sweep
sends again.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem

log = logging.getLogger(__name__)

_SCHEME = "hoso-folder"
TRANSPORT_ALIASES[_SCHEME] = "ingest.transport:FolderTransport"  # kombu takes no import path as an address any more
ADDRESS = f"{_SCHEME}://localhost//"


class FolderChannel(filesystem.Channel):
    """Messages are files `<time>_<id>.<queue>.msg` in `data_folder_in`; queues are served in the order declared."""

    @property
    def _folder(self) -> Path:
        return Path(self.data_folder_in)

    def _put(self, queue: str, payload: dict[str, Any], **_: Any) -> None:  # type: ignore[override]  # kombu's own disagree
        # time_ns and not kombu's monotonic clock: files outlive a restart of the machine.
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        aside = self._folder / f"{name}.tmp"
        aside.write_text(json.dumps(payload), "utf-8")
        aside.rename(self._folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for name in sorted(os.listdir(self._folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = Path(self.processed_folder) / name
            try:
                (self._folder / name).rename(taken)
            except FileNotFoundError:  # another worker was quicker
                continue
            message = _read(taken)
            if message is not None:
                taken.unlink(missing_ok=True)
                return message
            _set_aside(taken)
        raise Empty

    def _reset_cycle(self) -> None:
        self._cycle = _InOrder(self._get_and_deliver, self._active_queues)


class FolderTransport(filesystem.Transport):
    Channel = FolderChannel


class _InOrder:
    """Ask the queues in their order, always from the first: what waits at the counter goes before the batch."""

    def __init__(self, take: Callable[..., Any], queues: list[str]) -> None:
        self._take = take
        self._queues = queues

    def get(self, callback: Callable[..., Any], **options: Any) -> Any:
        for queue in self._queues:
            with contextlib.suppress(Empty):
                return self._take(queue, callback, **options)
        raise Empty

    def close(self) -> None:
        """Nothing is held."""


def options(folder: Path, *, poll_s: float) -> dict[str, Any]:
    """Celery's `broker_transport_options` for a queue in `folder`; makes what is missing of it, for us alone."""
    places = {"data_folder_in": "waiting", "data_folder_out": "waiting", "processed_folder": "taken"}
    made = {option: folder / name for option, name in places.items()} | {"control_folder": folder / "control"}
    for place in {*made.values(), folder / "broken"}:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        **{option: (place if option == "control_folder" else str(place)) for option, place in made.items()},
        "store_processed": True,
        "polling_interval": poll_s,
    }


def tidy(folder: Path, *, older_than_s: float) -> None:
    """Remove what killed processes left: messages half-written or just taken. Their jobs are known to the sweep."""
    newest = time.time() - older_than_s
    for leftover in [*(folder / "taken").glob("*"), *(folder / "waiting").glob("*.tmp")]:
        with contextlib.suppress(FileNotFoundError):
            if leftover.stat().st_mtime < newest:
                leftover.unlink()


def _read(path: Path) -> dict[str, Any] | None:
    """The message in `path`, or None if it is none: a message that came to harm must not stop the worker."""
    try:
        message = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(message, dict) and isinstance(message.get("properties"), dict) and "body" in message
    return message if whole and "delivery_tag" in message["properties"] else None


def _set_aside(path: Path) -> None:
    log.error("a message of the queue cannot be read and is set aside: %s", path.name)
    with contextlib.suppress(OSError):
        path.rename(path.parent.parent / "broken" / path.name)
