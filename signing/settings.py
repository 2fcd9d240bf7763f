"""The settings of this room: frozen, made once by whoever starts the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from signing.statement import StatementWording


@dataclass(frozen=True)
class SigningSettings:
    """Where keys and trust come from and how long a PIN may work.

    `folder`: the room's own folder: socket, demo authority, keys in files (`keys/<name>.key.pem` with `.crt.pem`, or
    `keys/<name>.p12`). `public_address`: what the QR code of a copy points to, without a slash at the end.
    `timestamp_url`: an RFC 3161 authority; empty: the demo authority's own in a demo office, none elsewhere.
    `anchors`: PEM files with the roots that may stand above our signing certificates; `intermediates`: authorities
    below them. `pkcs11_library` and `pkcs11_token`: the device on which a key that is in no file is looked for by its
    name. `check_revocation`: `required` (no signing while the status is unknown) or `if_available`; `fetch_revocation`:
    ask the addresses that our own certificates name. `pin_s`: seconds an opened key stays open; `batch_size`: how many
    signatures one PIN is good for. `draft_s`: after how long a copy whose making was cut off is voided.
    """

    folder: Path
    public_address: str = "http://127.0.0.1:8001"
    timestamp_url: str = ""
    timestamp_timeout_s: float = 10.0
    anchors: tuple[Path, ...] = ()
    intermediates: tuple[Path, ...] = ()
    pkcs11_library: Path | None = None
    pkcs11_token: str = ""
    check_revocation: str = "required"
    fetch_revocation: bool = False
    pin_s: float = 300.0
    batch_size: int = 50
    draft_s: float = 900.0
    register_suffix: str = "SCTĐT/BS"
    wording: StatementWording = field(default_factory=StatementWording)

    @property
    def socket(self) -> Path:
        """Where the signing worker listens."""
        return self.folder / "worker.socket"

    @property
    def authority(self) -> Path:
        """Where the demo authority is kept."""
        return self.folder / "demo-authority"
