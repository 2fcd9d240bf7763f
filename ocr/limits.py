"""What reading one file may cost. Checked before anything is decoded, and enforced on the child that decodes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits on one file and on the child process that reads it; frozen settings of this room.

    `page_pixels` refuses a page outright (an A3 page at 600 dpi has 70 million). `render_pixels` lowers the resolution
    at which a PDF page is drawn until it fits. `page_seconds` and `file_seconds` are wall-clock time; `cpu_seconds` is
    processor time of the child for one page. `memory_bytes` is address space. `workers`: pages read at the same time.
    """

    file_bytes: int = 200 * 1024 * 1024
    pages: int = 2000
    page_pixels: int = 100_000_000
    render_pixels: int = 60_000_000
    render_dpi: int = 300
    page_seconds: float = 60.0
    file_seconds: float = 110.0
    cpu_seconds: int = 60
    memory_bytes: int = 2_500_000_000
    written_bytes: int = 512 * 1024 * 1024
    open_files: int = 256
    workers: int = 2
