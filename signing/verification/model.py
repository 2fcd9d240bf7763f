"""What a verification says, as frozen data; `Verdict.to_json` is the shape of `verify --json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal, Protocol

from signing.verification.reasons import REASONS

Outcome = Literal["valid", "invalid", "indeterminate"]
Indication = Literal["TOTAL-PASSED", "INDETERMINATE", "TOTAL-FAILED"]
CopyStatus = Literal["in_force", "renewed", "annulled", "void", "unknown"]
LogProof = Literal["included", "missing", "not_logged"]

OUTCOME_OF: dict[Indication, Outcome] = {
    "TOTAL-PASSED": "valid",
    "INDETERMINATE": "indeterminate",
    "TOTAL-FAILED": "invalid",
}


@dataclass(frozen=True)
class Reason:
    """Why a verdict is what it is: a stable code of `REASONS`, its details, and a message in two languages."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict)

    def message(self, language: str = "vi") -> str:
        """The message in `language` ("vi" or "en"), its braces filled; a detail not given is left out as "…"."""
        words = REASONS[self.code]
        template = words.vi if language == "vi" else words.en
        return template.format_map(_Details(self.details))

    @property
    def remedy(self) -> str | None:
        """The code of what would settle an indeterminate verdict, when something would."""
        return REASONS[self.code].remedy


class _Details(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True)
class SignatureVerdict:
    """One signature or document timestamp, in the words of ETSI EN 319 102-1.

    `time`: the earliest proven time at which the signature existed (`time_source` "timestamp"), else the time its
    signer claims ("claimed"), else None. `level`: B-B, B-T, B-LT or B-LTA, or "DocTimeStamp".
    `intact`: what was signed is unchanged and all that was added since is allowed by the standard and by the signer; it
    says nothing of who signed. `demo`: its chain ends at an anchor marked as a demonstration.
    """

    kind: Literal["signature", "document_timestamp"]
    field: str
    signer: str
    organisation: str | None
    time: datetime | None
    time_source: Literal["timestamp", "claimed"]
    level: str
    covers_whole_file: bool
    intact: bool
    indication: Indication
    sub_indication: str | None
    reasons: tuple[Reason, ...] = ()
    issuer: str | None = None
    certificate_sha256: str | None = None
    certified: int | None = None
    demo: bool = False

    @property
    def verdict(self) -> Outcome:
        return OUTCOME_OF[self.indication]

    def to_json(self, language: str = "vi") -> dict[str, object]:
        return {
            "kind": self.kind,
            "field": self.field,
            "signer": self.signer,
            "organisation": self.organisation,
            "issuer": self.issuer,
            "certificate_sha256": self.certificate_sha256,
            "time": _text(self.time),
            "time_source": self.time_source,
            "level": self.level,
            "covers_whole_file": self.covers_whole_file,
            "intact": self.intact,
            "certified": self.certified,
            "demo": self.demo,
            "verdict": self.verdict,
            "indication": self.indication,
            "sub_indication": self.sub_indication,
            "reasons": [reason_json(reason, language) for reason in self.reasons],
        }


@dataclass(frozen=True)
class RegisterEntry:
    """What a register of certified copies says of one file or code.

    `matches`: the file asked about is, byte for byte, this copy or a registered renewal of it.
    """

    number: str
    register: str
    status: CopyStatus
    matches: bool
    log_proof: LogProof = "not_logged"
    annulled_by: str | None = None


class CopyRegister(Protocol):
    """Answers for the register, since verification knows no database."""

    def look_up(self, sha256: str, code: str | None) -> RegisterEntry | None:
        """The copy whose bytes have this SHA-256, else the one issued under `code`, else None."""
        ...


@dataclass(frozen=True)
class CertifiedCopy:
    """What the file says of itself (its manifest) joined with what the register says of it."""

    number: str | None
    register: str | None
    status: CopyStatus
    hash_matches: bool | None
    log_proof: LogProof
    code: str | None = None

    def to_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "register": self.register,
            "status": self.status,
            "hash_matches": self.hash_matches,
            "log_proof": self.log_proof,
            "code": self.code,
        }


@dataclass(frozen=True)
class Verdict:
    """The answer for one file. `sha256`: of its bytes; empty for one that was too large to be read at all."""

    verdict: Outcome
    reasons: tuple[Reason, ...]
    signatures: tuple[SignatureVerdict, ...]
    sha256: str
    checked_at: datetime
    certified_copy: CertifiedCopy | None = None
    seconds: float = 0.0

    @property
    def demo(self) -> bool:
        """Some signature rests on a demonstration authority: the file has no legal force."""
        return any(signature.demo for signature in self.signatures)

    def worsened(self, verdict: Outcome, reason: Reason) -> Verdict:
        """The same with one more reason, and the verdict no better than `verdict`."""
        order: tuple[Outcome, ...] = ("valid", "indeterminate", "invalid")
        worst = max(self.verdict, verdict, key=order.index)
        return replace(self, verdict=worst, reasons=(reason, *self.reasons))

    def to_json(self, file: str | None = None, language: str = "vi") -> dict[str, object]:
        """One object of `verify --json`."""
        head: dict[str, object] = {} if file is None else {"file": file}
        return {
            **head,
            "sha256": self.sha256,
            "verdict": self.verdict,
            "reasons": [reason_json(reason, language) for reason in self.reasons],
            "signatures": [signature.to_json(language) for signature in self.signatures],
            "certified_copy": self.certified_copy.to_json() if self.certified_copy else None,
            "demo": self.demo,
            "checked_at": _text(self.checked_at),
            "seconds": round(self.seconds, 3),
        }


def reason_json(reason: Reason, language: str) -> dict[str, object]:
    return {
        "code": reason.code,
        "message": reason.message(language),
        "message_vi": reason.message("vi"),
        "message_en": reason.message("en"),
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
