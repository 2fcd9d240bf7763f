"""The pipeline: two ordered tuples of stages, each a named function from frozen data to frozen data.

For an original: open → page (each page on its own). For a dossier, over all its pages, however many files they came in:
understand → propose (which also brings the documents into the index).
"""

from ingest.pipeline.dossier import DOSSIER_STAGES, against_itself, read_as, understand_dossier
from ingest.pipeline.original import ORIGINAL_STAGES, read_original, read_turned

__all__ = [
    "DOSSIER_STAGES",
    "ORIGINAL_STAGES",
    "against_itself",
    "read_as",
    "read_original",
    "read_turned",
    "understand_dossier",
]
