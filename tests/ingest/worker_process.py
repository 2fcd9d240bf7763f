"""A worker in a process of its own, as the service starts it. Argument: JSON of its settings."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from ingest.tasks import QueueSettings
from ingest.worker import WorkerSettings, run
from ingest.workplace import Workplace
from ocr.limits import Limits
from storage.blobs.store import FolderBlobStore
from storage.database import Database
from terms.kinds import Catalogue


def main() -> int:
    given = json.loads(sys.argv[1])
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    queue = QueueSettings(Path(given["queue"]), given["broker"], given["prefix"], poll_s=0.05)
    workplace = Workplace(
        Database(given["database"]),
        FolderBlobStore(Path(given["blobs"])),
        Catalogue.load(),
        Limits(workers=1),
        lease_s=given["lease_s"],
    )
    return run(WorkerSettings(queue, sweep_s=0.5), workplace)


if __name__ == "__main__":
    sys.exit(main())
