"""Proof that nothing is missing, altered or skipped: `./run check`.

Reads everything, changes nothing. Each finding says what is wrong, where, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.audit.log import unsealed, verify_chain
from storage.audit.tables import AuditEntry
from storage.base import now
from storage.blobs.store import BlobStore
from storage.copies.paper import OVERDUE
from storage.copies.tables import CertifiedCopy, OfficeCopy, PaperCopy, Register, RegisterEntry, RegisterPrint
from storage.database import Database
from storage.documents.tables import Document, DocumentPage, Erasure, Original
from storage.requests.tables import RefusalLetter, SuspectedForgery
from storage.search.tables import SearchEntry
from terms.errors import StateError

_MOST_LISTED = 20
Level = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing found. `level`: error (evidence is damaged), warning (to be mended), note (to be known).

    `code` is stable; `subject` says which thing (a hash, an id, a register's number); `vi` and `en` what is wrong and
    what to do.
    """

    level: Level
    code: str
    subject: str
    vi: str
    en: str


def check(database: Database, blobs: BlobStore, *, hashes: bool = True) -> list[Finding]:
    """Compare rows with blobs in both directions, blobs with their hashes, and prove registers and audit chain whole.

    `hashes=False` leaves the blobs' content unread (quick). Runs beside a working service; what is being written at
    that moment may show as a note.
    """
    known_before = set(blobs)  # first the blobs, then the rows: a blob is always written before its row
    with database.reading() as session:
        expected = dict(_expected(session))
        known = set(expected) | set(_steps(session))
        erased = set(session.scalars(select(Erasure.sha256)))
        findings = [*_registers(session), *_chain(session), *_copies(session), *_documents(session), *_index(session)]
    findings += _missing(blobs, known_before, expected)
    findings += _not_erased(known_before & erased - set(expected))
    findings += _unknown(sorted(known_before - erased - known))
    if hashes:
        findings += _altered(blobs, sorted(known_before))
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(findings, key=lambda finding: (order[finding.level], finding.code, finding.subject))


def _expected(session: Session) -> Iterator[tuple[str, str]]:
    """The hash of each blob the rows speak of, and what it is."""
    for original in session.scalars(select(Original.sha256).where(Original.state != "erased")):
        yield original, "original"
    for converted in session.scalars(select(Document.converted_sha256)):
        if converted is not None:
            yield converted, "converted document"
    for letter in session.scalars(select(RefusalLetter.pdf_sha256).where(RefusalLetter.pdf_sha256.is_not(None))):
        yield str(letter), "refusal in writing"
    for minutes in session.scalars(select(SuspectedForgery.pdf_sha256).where(SuspectedForgery.pdf_sha256.is_not(None))):
        yield str(minutes), "minutes of a paper kept back"
    rows = session.execute(select(CertifiedCopy.state, CertifiedCopy.certified_sha256, CertifiedCopy.pdf_sha256))
    for state, certified, issued in rows:
        if state == "issued" and issued:
            yield issued, "certified copy"
        elif state == "certified" and certified:
            yield certified, "copy awaiting the seal"
    issued_or_waiting = select(OfficeCopy.state, OfficeCopy.unsigned_sha256, OfficeCopy.pdf_sha256)
    for state, unsigned, issued in session.execute(issued_or_waiting):
        if state == "issued":
            yield str(issued), "copy under Decree 30"
        elif state == "waiting" and unsigned:
            yield unsigned, "copy under Decree 30 awaiting the signature"
    for printed in session.scalars(select(RegisterPrint.pdf_sha256)):
        yield printed, "print of a register"
    for closed in session.scalars(select(Register.closing_sha256)):
        if closed is not None:
            yield closed, "closed register"


def _steps(session: Session) -> Iterator[str]:
    """Files on the way to another: a copy before the seal, a converted document before the office's signature."""
    for sha256 in session.scalars(select(CertifiedCopy.certified_sha256)):
        if sha256 is not None:
            yield sha256
    acts = select(AuditEntry.details).where(AuditEntry.action.in_(("document.convert", "copy.certify")))
    for details in session.scalars(acts.execution_options(yield_per=1000)):
        yield str(details.get("sha256"))


def _missing(blobs: BlobStore, present: set[str], expected: dict[str, str]) -> Iterator[Finding]:
    for sha256, what in sorted(expected.items()):
        if sha256 not in present and not blobs.exists(sha256):
            yield Finding(
                "error",
                "blob_missing",
                sha256,
                f"Thiếu tệp ({what}). Khôi phục từ bản sao lưu; nếu còn giấy gốc, quét và nộp lại.",
                f"The file of this {what} is missing. Restore it from a backup (./run restore), or hand the same "
                "file in again: it takes its old place.",
            )


def _not_erased(hashes: set[str]) -> Iterator[Finding]:
    for sha256 in sorted(hashes):
        yield Finding(
            "error",
            "blob_not_erased",
            sha256,
            "Tệp đã có quyết định xóa nhưng vẫn còn trong kho. Chạy lại việc xóa.",
            "This file was erased by decision and its bytes are still there. Execute the erasure again.",
        )


def _unknown(hashes: list[str]) -> Iterator[Finding]:
    vi = "Tệp không thuộc bản ghi nào (thường do một lần nộp hoặc một lần ký bị ngắt). Có thể xóa sau khi kiểm tra."
    en = "No row speaks of this file: an intake or an act was cut short. It does no harm and may be removed."
    for sha256 in hashes[:_MOST_LISTED]:
        yield Finding("note", "blob_unknown", sha256, vi, en)
    if more := hashes[_MOST_LISTED:]:
        yield Finding("note", "blob_unknown", f"+ {len(more)}", vi, en)


def _altered(blobs: BlobStore, present: Iterable[str]) -> Iterator[Finding]:
    for sha256 in present:
        try:
            blobs.verify(sha256)
        except StateError as failure:
            if failure.code == "blob_altered":
                yield Finding(
                    "error",
                    "blob_altered",
                    sha256,
                    "Nội dung tệp không còn khớp mã băm. Cách ly máy, tìm nguyên nhân, khôi phục từ bản sao lưu.",
                    "The bytes are no longer what was stored. Find out why, then restore the file from a backup, or "
                    "hand the same file in again: the right bytes replace the wrong ones.",
                )


def _registers(session: Session) -> Iterator[Finding]:
    counted = {
        register_id: (lowest, highest, count)
        for register_id, lowest, highest, count in session.execute(
            select(
                RegisterEntry.register_id,
                func.min(RegisterEntry.number),
                func.max(RegisterEntry.number),
                func.count(),
            ).group_by(RegisterEntry.register_id)
        )
    }
    for register in session.scalars(select(Register).order_by(Register.id)):
        wanted = register.last_number - register.first_number + 1
        lowest, highest, count = counted.get(register.id, (register.first_number, register.last_number, 0))
        whole = count == wanted and (count == 0 or (lowest, highest) == (register.first_number, register.last_number))
        if not whole:
            missing = _missing_numbers(session, register)
            yield Finding(
                "error",
                "register_gap",
                f"{register.symbol}: {missing}",
                "Sổ chứng thực thiếu số hoặc có số ngoài sổ. Đối chiếu với nhật ký và bản sao lưu; lập biên bản.",
                "Numbers of this register are missing or stand outside it. Compare with the audit log "
                "(register.reserve) and a backup, and put the finding on record.",
            )
        yield from _closed_count(session, register)
    forgotten = session.execute(
        select(Register.symbol, RegisterEntry.number)
        .join(Register, Register.id == RegisterEntry.register_id)
        .outerjoin(CertifiedCopy, CertifiedCopy.entry_id == RegisterEntry.id)
        .outerjoin(PaperCopy, PaperCopy.entry_id == RegisterEntry.id)
        .where(
            RegisterEntry.state == "reserved",
            CertifiedCopy.id.is_(None),
            PaperCopy.id.is_(None) | (PaperCopy.created_at < now() - OVERDUE),
        )
        .order_by(Register.symbol, RegisterEntry.number)
    )
    for symbol, number in forgotten:
        yield Finding(
            "warning",
            "number_unsettled",
            f"{symbol}: {number}",
            "Số đã giữ nhưng chưa cấp và chưa hủy. Bản giấy đã ký thì ghi lại; không thì hủy số kèm lý do.",
            "This number is reserved and stands for no copy. If paper copies were signed, say so; else void "
            "it with the reason.",
        )


def _closed_count(session: Session, register: Register) -> Iterator[Finding]:
    """A closed register holds what it was closed with."""
    if register.closed_at is None or register.closing_issued is None:
        return
    states = select(RegisterEntry.state, func.count()).where(RegisterEntry.register_id == register.id)
    found = dict(session.execute(states.group_by(RegisterEntry.state)).all())
    if (found.get("issued", 0), found.get("void", 0)) != (register.closing_issued, register.closing_void):
        yield Finding(
            "error",
            "register_count",
            register.symbol,
            "Sổ đã khóa không còn đúng tổng số khi khóa. Đối chiếu với tệp sổ đã khóa và bản sao lưu; lập biên bản.",
            "This closed register no longer holds what it was closed with. Compare with its signed closing and a "
            "backup, and put the finding on record.",
        )


def _missing_numbers(session: Session, register: Register) -> str:
    there = set(session.scalars(select(RegisterEntry.number).where(RegisterEntry.register_id == register.id)))
    wanted = set(range(register.first_number, register.last_number + 1))
    numbers = sorted(wanted ^ there)
    return ", ".join(str(number) for number in numbers[:10]) + (" …" if len(numbers) > 10 else "")


def _chain(session: Session) -> Iterator[Finding]:
    for broken in verify_chain(session):
        yield Finding(
            "error",
            f"audit_{broken.code}",
            str(broken.sequence),
            "Chuỗi nhật ký đứt tại đây: có mục bị sửa, xóa hoặc đổi chỗ. Giữ nguyên hiện trạng, so với bản sao lưu.",
            f"The audit chain is broken here: {broken.detail}. Leave everything as it is and compare with a backup.",
        )
    waiting = unsealed(session)
    if waiting:
        yield Finding(
            "note",
            "audit_unsealed",
            str(waiting),
            "Có mục nhật ký chưa được nối chuỗi; tiến trình nền sẽ nối trong giây lát.",
            "Entries of the audit log are not chained yet; the sweep of a running service does it.",
        )


def _copies(session: Session) -> Iterator[Finding]:
    rows = session.execute(
        select(CertifiedCopy.id, CertifiedCopy.state, RegisterEntry.state)
        .join(RegisterEntry, RegisterEntry.id == CertifiedCopy.entry_id)
        .order_by(CertifiedCopy.id)
    )
    fits = {"draft": "reserved", "certified": "reserved", "issued": "issued", "void": "void"}
    for copy_id, state, entry_state in rows:
        if fits[state] != entry_state:
            yield Finding(
                "error",
                "copy_and_number_disagree",
                copy_id,
                f"Bản sao là {state} nhưng số trong sổ là {entry_state}.",
                f"The copy is {state} and its number is {entry_state}. Compare with the audit log and a backup.",
            )

    papers = select(PaperCopy.id, PaperCopy.state, RegisterEntry.state)
    papers = papers.join(RegisterEntry, RegisterEntry.id == PaperCopy.entry_id).order_by(PaperCopy.id)
    for copy_id, state, entry_state in session.execute(papers):
        if state != entry_state:
            yield Finding(
                "error",
                "copy_and_number_disagree",
                copy_id,
                f"Bản sao giấy là {state} nhưng số trong sổ là {entry_state}.",
                f"The paper copies are {state}, their number {entry_state}. Compare with the audit log and a backup.",
            )


def _documents(session: Session) -> Iterator[Finding]:
    without_pages = session.scalars(
        select(Document.id)
        .outerjoin(DocumentPage, DocumentPage.document_id == Document.id)
        .where(DocumentPage.id.is_(None), Document.state.in_(("proposed", "confirmed", "stored")))
        .order_by(Document.id)
    )
    for document_id in without_pages:
        yield Finding(
            "warning",
            "document_without_pages",
            document_id,
            "Giấy tờ không có trang nào. Đọc lại hồ sơ hoặc loại giấy tờ này.",
            "This document has no page. Have the dossier read again, or reject the document.",
        )


def _index(session: Session) -> Iterator[Finding]:
    unsearchable = session.scalar(
        select(func.count())
        .select_from(Document)
        .outerjoin(SearchEntry, SearchEntry.document_id == Document.id)
        .where(SearchEntry.number.is_(None), Document.state.not_in(("rejected", "erased")))
    )
    if unsearchable:
        yield Finding(
            "warning",
            "not_searchable",
            str(unsearchable),
            "Có giấy tờ chưa được lập chỉ mục tìm kiếm. Chạy ./run rebuild.",
            "Documents are missing from the search index. ./run rebuild makes it anew.",
        )
