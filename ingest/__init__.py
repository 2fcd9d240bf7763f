"""The road from a file to a document: sources find bytes, intake keeps them, the pipeline reads and understands them.

`receive` takes the bytes of one file; `ingest.sources` has the places they come from. `ingest.work.do_job` does one job
here and now; `ingest.worker.run` is a process that does what the queue brings, and `ingest.sweep` finds what got lost.
The database is the truth in all of it: a queue only carries ids, and every task is safe to run twice.
"""

from ingest.intake import NewDossier, Received, receive
from ingest.workplace import Workplace

__all__ = ["NewDossier", "Received", "Workplace", "receive"]
