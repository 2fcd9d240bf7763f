"""From the bytes of a file to its verdict, without limits on time and memory: `verify` runs this in a child.

The order is that of EN 319 102-1: is it well formed, is what was signed unchanged, who signed, when. A later question
is asked only of what has passed the earlier ones. No exception leaves `judge`.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from signing.verification import changes, container, integrity, manifest, report
from signing.verification.anchors import TrustAnchors
from signing.verification.container import Bytes
from signing.verification.finding import EmbeddedSignature, Finding
from signing.verification.model import Outcome, Reason, SignatureVerdict, Verdict
from signing.verification.settle import settle
from signing.verification.trust import Court

log = logging.getLogger(__name__)

MAX_SIGNATURES = 64
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[")
_END = re.compile(rb"%%EOF[ \t\r\n\x00]*\Z")


def judge(stream: BinaryIO, data: Bytes, anchors: TrustAnchors, at: datetime) -> Verdict:
    """The verdict on one file. `stream` and `data` are the same bytes; neither is written to."""
    nothing = Verdict("indeterminate", (), (), hashlib.sha256(data).hexdigest(), at)
    if data[:1024].find(b"%PDF-") < 0:
        return replace(nothing, reasons=(Reason("not_a_pdf"),))
    signed_somewhere = bool(_BYTE_RANGE.search(data))
    try:
        reader = PdfFileReader(stream)
        if reader.encrypted and reader.decrypt(b"").status.name == "FAILED":
            return replace(nothing, reasons=(Reason("encrypted"),))
        findings = _find(reader)
    except Exception as error:  # noqa: BLE001 - whatever a hostile file makes a parser raise is a verdict, not a crash
        log.info("parser refused the file: %s", type(error).__name__)
        verdict: Outcome = "invalid" if signed_somewhere else "indeterminate"
        return replace(nothing, verdict=verdict, reasons=(Reason("unreadable"),))
    if len(findings) > MAX_SIGNATURES:
        return replace(nothing, reasons=(Reason("too_many_signatures", {"limit": str(MAX_SIGNATURES)}),))
    if not findings and signed_somewhere:
        return replace(nothing, verdict="invalid", reasons=(Reason("hidden_signature"),))
    if not findings:
        return replace(nothing, reasons=(Reason("no_signature"),))
    try:
        _examine(findings, reader, data, anchors, at)
    except Exception as error:  # noqa: BLE001 - as above
        log.info("the file could not be judged: %s", type(error).__name__)
        for finding in findings:
            finding.fail(Reason("unreadable"), "FORMAT_FAILURE")
    signatures = tuple(_described(findings, index, reader) for index in range(len(findings)))
    return replace(
        nothing,
        verdict=report.outcome(signatures),
        reasons=report.summary(signatures),
        signatures=signatures,
        certified_copy=manifest.read(reader),
    )


def _find(reader: PdfFileReader) -> list[Finding]:
    """The filled signature fields in the order of signing; one that cannot be understood is a finding of its own."""
    findings: list[Finding] = []
    for name, _, reference in enumerate_sig_fields(reader, filled_status=True):
        finding = Finding(name)
        with finding.guarded():
            embedded = EmbeddedSignature(reader, reference.get_object(), name)
            _ = embedded.signer_cert
            finding.embedded = embedded
        findings.append(finding)
        if len(findings) > MAX_SIGNATURES:
            break
    return sorted(findings, key=lambda item: -1 if item.embedded is None else item.embedded.signed_revision)


def _examine_end(last: Finding, data: Bytes) -> None:
    """What follows the last signature is signed by nobody: there may be nothing in it that no reader accounts for."""
    if not _END.search(data[-1024:]):
        last.fail(Reason("invisible_bytes"), "FORMAT_FAILURE")
    with last.guarded():
        if last.alive and last.embedded is not None and changes.unlisted_objects(last.embedded, data):
            last.leave_open(Reason("unexplained_change"), "GENERIC")


def _described(findings: Sequence[Finding], index: int, reader: PdfFileReader) -> SignatureVerdict:
    """What is reported of one finding; where even that cannot be read, that it is malformed."""
    finding, described = findings[index], None
    with finding.guarded():
        described = report.describe(finding, findings[index + 1 :], reader)
    return described or report.describe(replace(finding, embedded=None), (), reader)


def _examine(
    findings: Sequence[Finding], reader: PdfFileReader, data: Bytes, anchors: TrustAnchors, at: datetime
) -> None:
    certified = integrity.certification(findings)
    for finding in findings:
        with finding.guarded():
            integrity.examine(finding, data, certified)
    _examine_end(findings[-1], data)
    try:
        court = Court(anchors, at, reader)
    except Exception as error:  # noqa: BLE001 - a security store that cannot be read leaves nothing to judge by
        log.info("security store refused: %s", type(error).__name__)
        for finding in findings:
            finding.leave_open(Reason("unreadable"), "GENERIC")
        return
    asyncio.run(settle(findings, court))
    last = findings[-1]
    if last.indication == "TOTAL-PASSED" and last.embedded is not None:
        # Its own certificates do not count as known: they are what is being asked about.
        known = [*court.certificates, *(cert for item in findings[:-1] for cert in item.certificates())]
        if container.unexplained_bytes(last.embedded.pkcs7_content, known):
            last.leave_open(Reason("unusual_encoding"), "GENERIC")
