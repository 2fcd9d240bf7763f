"""Which rows stand for a file: asked before what an act left lying is erased."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.copies.tables import CertifiedCopy, OfficeCopy, Register, RegisterPrint
from storage.documents.tables import Document, Original


def stands_for(session: Session, sha256: str) -> bool:
    """Whether any row of a paper or a copy, of whatever office, stands for the file with this hash.

    A half copy that is void does not count: its file is to go.
    """
    rows = (
        select(CertifiedCopy.id).where(CertifiedCopy.state == "certified", CertifiedCopy.certified_sha256 == sha256),
        select(CertifiedCopy.id).where(CertifiedCopy.state == "issued", CertifiedCopy.pdf_sha256 == sha256),
        select(Document.id).where(Document.converted_sha256 == sha256),
        select(OfficeCopy.id).where(
            OfficeCopy.state != "void", or_(OfficeCopy.unsigned_sha256 == sha256, OfficeCopy.pdf_sha256 == sha256)
        ),
        select(Register.id).where(Register.closing_sha256 == sha256),
        select(RegisterPrint.id).where(RegisterPrint.pdf_sha256 == sha256),
        select(Original.id).where(Original.sha256 == sha256),
    )
    return any(session.scalar(select(row.exists())) for row in rows)
