"""What the pages need from the rest of the program, built once by `hoso.services` and handed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocr.limits import Limits

if TYPE_CHECKING:
    from signing.services import SigningServices
    from storage.blobs import BlobStore
    from storage.database import Database
    from storage.scope import Actor
    from terms.kinds import Catalogue


@dataclass(frozen=True)
class Services:
    """Everything a page may reach. No page opens a database, a key or a broker by itself.

    `public_address`: where the public pages answer, without a slash at the end; the QR code of a copy leads there.
    `send_job`: hands the id and priority of a job to the workers; called after the commit, never raises.
    `limits`: of the limited child in which files are opened and page images drawn.
    `page_images`: folder for drawn page images; may be emptied at any time.
    `secret_key`: signs the one-time notes between two pages and the token of the sign-in form; 32 bytes or more.
    `is_tls`: the pages are served over TLS, so cookies are marked Secure and browsers are told to stay with TLS.
    `add_sample`: lays the shipped sample dossier before an office and returns its code; None where none is shipped.
    `signing`: what the acts of signing need, the way to the signing worker among it; None where nothing is signed.
    `verify`: judges a PDF as `./run verify --json` does, against the anchors of the settings and the register.
    """

    database: Database
    blobs: BlobStore
    catalogue: Catalogue
    public_address: str
    send_job: Callable[[str, int], None]
    page_images: Path
    secret_key: bytes = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    is_tls: bool = False
    add_sample: Callable[[Actor], str] | None = None
    signing: SigningServices | None = None
    verify: Callable[[bytes], dict[str, Any]] | None = None
    max_upload: int = 200 * 1024 * 1024
