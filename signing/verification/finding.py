"""What is known of one signature while it is being judged; it only ever gets worse."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.verification.anchors import Anchor
from signing.verification.model import Indication, Reason

log = logging.getLogger(__name__)

_ORDER: tuple[Indication, ...] = ("TOTAL-PASSED", "INDETERMINATE", "TOTAL-FAILED")


class EmbeddedSignature(EmbeddedPdfSignature):
    """A signature in a file that may have hybrid references, as office programs write them; `changes` looks at them."""

    def _enforce_hybrid_xref_policy(self) -> None:
        """Nothing to refuse: a hybrid part under the signature is signed like everything else."""


@dataclass
class Finding:
    """One signature field that is filled. `embedded` is None when what fills it cannot be understood at all."""

    field_name: str
    embedded: EmbeddedPdfSignature | None = None
    reasons: list[Reason] = field(default_factory=list)
    indication: Indication = "TOTAL-PASSED"
    sub_indication: str | None = None
    intact: bool = False
    time: datetime | None = None
    time_proven: bool = False
    anchors: list[Anchor] = field(default_factory=list)

    @property
    def is_timestamp(self) -> bool:
        return self.embedded is not None and self.embedded.sig_object_type == "/DocTimeStamp"

    @property
    def alive(self) -> bool:
        """Not failed so far."""
        return self.indication != "TOTAL-FAILED"

    def fail(self, reason: Reason, sub_indication: str) -> None:
        self._worsen("TOTAL-FAILED", reason, sub_indication)

    def leave_open(self, reason: Reason, sub_indication: str) -> None:
        self._worsen("INDETERMINATE", reason, sub_indication)

    def _worsen(self, indication: Indication, reason: Reason, sub_indication: str) -> None:
        if reason in self.reasons:
            return
        if _ORDER.index(indication) > _ORDER.index(self.indication):
            self.indication, self.sub_indication = indication, sub_indication
            self.reasons.insert(0, reason)
        else:
            self.reasons.append(reason)

    def certificates(self) -> list[x509.Certificate]:
        """Every certificate in the signature container."""
        if self.embedded is None:
            return []
        choices = self.embedded.signed_data["certificates"] or ()
        return [choice.chosen for choice in choices if isinstance(choice.chosen, x509.Certificate)]

    @contextmanager
    def guarded(self, code: str = "malformed_signature") -> Iterator[None]:
        """Whatever a hostile signature makes the libraries raise fails this signature, and nothing else."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the parsers raise kinds of their own for every kind of damage
            log.info("signature refused: %s", type(error).__name__)
            self.intact = False
            self.fail(Reason(code), "FORMAT_FAILURE")
