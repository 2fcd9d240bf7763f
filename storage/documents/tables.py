"""Originals, pages, documents; machine proposals and human decisions as different rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, new_id, now


class Original(Base):
    """The bytes that came in, never altered. The same bytes in one office are one original, linked to many dossiers."""

    __tablename__ = "originals"
    __table_args__ = (
        UniqueConstraint("office_id", "sha256"),
        CheckConstraint("state IN ('received', 'reading', 'read', 'failed', 'set_apart', 'erased')", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(60), default="")
    filename: Mapped[str] = mapped_column(String(255))
    source: Mapped[str] = mapped_column(String(20))  # upload, command, hot_folder, api, phone …
    state: Mapped[str] = mapped_column(String(12), default="received")
    page_count: Mapped[int | None]
    signed: Mapped[bool] = mapped_column(default=False)  # carries a digital signature: never re-encoded
    error: Mapped[str | None] = mapped_column(String(40))  # a code of terms.errors
    received_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    received_at: Mapped[dt.datetime] = mapped_column(default=now)
    erased_at: Mapped[dt.datetime | None]  # the tombstone: hash and dates stay, bytes are gone


class DossierOriginal(Base):
    """That an original was handed in for a dossier, at a place in its order."""

    __tablename__ = "dossier_originals"
    __table_args__ = (UniqueConstraint("dossier_id", "original_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    original_id: Mapped[str] = mapped_column(ForeignKey("originals.id"), index=True)
    position: Mapped[int]
    added_at: Mapped[dt.datetime] = mapped_column(default=now)


class Page(Base):
    """A page of an original as it was read. Words and codes are in the artefact `reading`, the image in the original.

    `rotation_by_person`: the turn (degrees clockwise) that a person says sets the page upright. `turned_by_person`: the
    quarter turns clockwise from `rotation` to there; 0 again once the page was read that way up.
    `apart_by_person`: a person says that it belongs to no document (a blank page, a separator sheet).
    `cover`: what the code of our own cover sheet says that the page is (`terms.covers`).
    """

    __tablename__ = "pages"
    __table_args__ = (UniqueConstraint("original_id", "number"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    original_id: Mapped[str] = mapped_column(ForeignKey("originals.id"), index=True)
    number: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    dpi: Mapped[int]
    rotation: Mapped[int]
    skew: Mapped[float]
    blank: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[float]
    text: Mapped[str] = mapped_column(Text, default="")
    warnings: Mapped[list[Any]] = mapped_column(Json, default=list)
    reading: Mapped[str | None] = mapped_column(String(64))  # key of the artefact with the words
    turned_by_person: Mapped[int] = mapped_column(default=0)
    rotation_by_person: Mapped[int | None]
    apart_by_person: Mapped[bool] = mapped_column(default=False, server_default=false())
    cover: Mapped[str | None] = mapped_column(String(100))


class Document(Base):
    """One paper: a kind, its pages, its fields. `state` is its way: proposed → confirmed → stored (or rejected).

    Only a stored document is re-usable: it was confirmed by a person and converted with the law's mark.
    `kind` is what holds now; `kind_by_person` says that a person decided it, after which later runs only propose;
    `pages_by_person` says the same of its pages.
    """

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'confirmed', 'stored', 'rejected', 'erased')", "state"),
        CheckConstraint("status IN ('in_force', 'superseded', 'revoked', 'disputed')", "status"),
        CheckConstraint(
            "trust IN ('born_electronic', 'certified_copy', 'digitised_signed', 'digitised', 'uploaded')", "trust"
        ),
        Index("ix_documents_office_state", "office_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    dossier_id: Mapped[str | None] = mapped_column(ForeignKey("dossiers.id"), index=True)
    doc_code: Mapped[str] = mapped_column(String(40), unique=True)  # DocCode of guide 11/2025: MCQ_LV_STT_PB
    kind: Mapped[str] = mapped_column(String(60), index=True)
    kind_confidence: Mapped[float] = mapped_column(default=0.0)
    kind_by_person: Mapped[bool] = mapped_column(default=False)
    pages_by_person: Mapped[bool] = mapped_column(default=False, server_default=false())
    why: Mapped[str] = mapped_column(Text, default="")
    marks: Mapped[list[Any]] = mapped_column(Json, default=list)
    run: Mapped[str | None] = mapped_column(String(64))  # the run whose field proposals are on the screen
    title: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    status: Mapped[str] = mapped_column(String(12), default="in_force")
    trust: Mapped[str] = mapped_column(String(20), default="uploaded")
    valid_from: Mapped[str | None] = mapped_column(String(10))
    valid_to: Mapped[str | None] = mapped_column(String(10))
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[dt.datetime | None]
    converted_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    converted_at: Mapped[dt.datetime | None]
    conversion_mark: Mapped[str | None] = mapped_column(Text)  # ký hiệu riêng, as text (Law 20/2023 Art. 12)
    converted_sha256: Mapped[str | None] = mapped_column(String(64))  # the converted PDF in the blob store
    needs_office_signature: Mapped[bool] = mapped_column(default=False)
    office_signed_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DocumentPage(Base):
    """That a page belongs to a document, at a place in its order. A page belongs to one document at most."""

    __tablename__ = "document_pages"
    __table_args__ = (UniqueConstraint("document_id", "position"), UniqueConstraint("page_id", "document_id"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    page_id: Mapped[str] = mapped_column(ForeignKey("pages.id"), index=True)
    position: Mapped[int]


class FieldProposal(Base):
    """What the machine read for one field in one run. Never changed, never deleted by a person's decision.

    `findings`: what the checks said, as records of `terms.checks.Finding`. `normalised`: what the value means today.
    """

    __tablename__ = "field_proposals"
    __table_args__ = (UniqueConstraint("document_id", "name", "run"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[float]
    page_id: Mapped[str | None] = mapped_column(ForeignKey("pages.id"))
    box: Mapped[list[Any] | None] = mapped_column(Json)
    source: Mapped[str] = mapped_column(String(10), default="ocr")
    findings: Mapped[list[Any]] = mapped_column(Json, default=list, server_default=text("'[]'"))
    handwritten: Mapped[bool] = mapped_column(default=False, server_default=false())
    normalised: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    run: Mapped[str] = mapped_column(String(64))  # key of the artefact that held it
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class FieldDecision(Base):
    """What a person decided about one field. The newest decision of a field holds; older ones stay to be read."""

    __tablename__ = "field_decisions"
    __table_args__ = (Index("ix_field_decisions_document_name", "document_id", "name", "decided_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str | None] = mapped_column(Text)  # None: the person says the paper has none
    proposal_id: Mapped[str | None] = mapped_column(ForeignKey("field_proposals.id"))  # what was on screen
    corrected: Mapped[bool] = mapped_column(default=False)  # differs from the proposal
    decided_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[dt.datetime] = mapped_column(default=now)


class KindDecision(Base):
    """What a person decided a document is."""

    __tablename__ = "kind_decisions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    proposed_kind: Mapped[str] = mapped_column(String(60))
    proposed_confidence: Mapped[float]
    decided_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[dt.datetime] = mapped_column(default=now)


class GroupingDecision(Base):
    """What a person did with the pages of a dossier: one act, with what stood before and after it.

    `before` and `after`: `{"documents": {id: {"pages": [page ids], "state": …, "by_person": …}}, "apart": {page id: …},
    "turned": {page id: degrees}}`, of what the act touched. An act that was taken back says who did and when.
    """

    __tablename__ = "grouping_decisions"
    __table_args__ = (CheckConstraint("act IN ('move', 'split', 'merge', 'set_apart', 'turn')", "act"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    act: Mapped[str] = mapped_column(String(12))
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
    decided_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[dt.datetime] = mapped_column(default=now)
    undone_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    undone_at: Mapped[dt.datetime | None]


class Erasure(Base):
    """A recorded act of erasure: the only way in which original bytes leave. Two people, a reason, a decision."""

    __tablename__ = "erasures"
    __table_args__ = (CheckConstraint(text("decided_by <> executed_by"), "two_people"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    original_id: Mapped[str] = mapped_column(ForeignKey("originals.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    decision: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    executed_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    erased_at: Mapped[dt.datetime] = mapped_column(default=now)
