"""The settings of this room: frozen, made once by whoever starts the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from signing.register_form import PRESCRIBED, Column
from signing.statement import PaperWording, StatementWording

Level = Literal["B-B", "B-T", "B-LT", "B-LTA"]


@dataclass(frozen=True)
class SigningSettings:
    """Where keys and trust come from and how long a PIN may work.

    `folder`: the room's own folder: socket, demo authority, keys in files (`keys/<name>.key.pem` with `.crt.pem`, or
    `keys/<name>.p12`). `public_address`: what the QR code of a copy points to, without a slash at the end.
    `timestamp_url`: an RFC 3161 authority; empty: the demo authority's own in a demo office, none elsewhere.
    `anchors`: PEM files with the roots that may stand above our signing certificates; `intermediates`: authorities
    below them. `pkcs11_library` and `pkcs11_token`: the device on which a key that is in no file is looked for by its
    name. `check_revocation`: `required` (no signing while the status is unknown) or `if_available`;
    `fetch_revocation`: ask the addresses that our own certificates name. `level`: how much proof is put into a file
    (ETSI EN 319 142-1), where there is an authority for timestamps; without one it is `B-B`. `pin_s`: seconds an
    opened key stays open; `batch_size`: how many signatures one PIN is good for. `draft_s`: after how long a copy
    whose making was cut off is voided. `agents`: whether files may leave for a signer's own program (closed unless
    set); `errand_s`: for how long.

    What no legal text that was seen fixes ([M] in docs/law.md): `register_suffix` and `paper_suffix` end the symbols
    of the two books, `register_columns` are those of their prints, `wording` and `paper_wording` what the statements
    say, `office_copy_symbol` number and symbol of a SAO Y, with {number} and {form} in braces.
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
    level: Level = "B-LTA"
    pin_s: float = 300.0
    batch_size: int = 50
    draft_s: float = 900.0
    agents: bool = False
    errand_s: float = 600.0
    register_suffix: str = "SCTĐT/BS"
    paper_suffix: str = "SCT/BS"
    register_columns: tuple[Column, ...] = PRESCRIBED
    wording: StatementWording = field(default_factory=StatementWording)
    paper_wording: PaperWording = field(default_factory=PaperWording)
    office_copy_symbol: str = "{number:02}/{form}-UBND"

    def suffix(self, kind: str) -> str:
        """What ends the symbol of a book of this kind."""
        return self.paper_suffix if kind == "paper_copy" else self.register_suffix

    @property
    def socket(self) -> Path:
        """Where the signing worker listens."""
        return self.folder / "worker.socket"

    @property
    def returned(self) -> Path:
        """Where files that came back from signers' own programs lie until the worker has looked at them."""
        return self.folder / "returned"

    @property
    def authority(self) -> Path:
        """Where the demo authority is kept."""
        return self.folder / "demo-authority"
