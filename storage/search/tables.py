"""What searching looks through: one row a document, in two spellings."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, now


class SearchEntry(Base):
    """The words of one document. Derived from pages, fields and decisions; `./run rebuild` makes it anew.

    `original`: the text as it is shown in a snippet. `exact`: its words in lower case, one spelling of the tone mark;
    `folded`: the same words without accents; both as `storage.search.words.indexed` writes them. The full-text index
    over the two is made by the migrations (`fts_…`): a virtual table kept by triggers on SQLite; generated
    columns, one of them with a GIN index, on PostgreSQL.
    """

    __tablename__ = "search_entries"
    __table_args__ = (Index("ix_search_entries_office_document", "office_id", "document_id"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), unique=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    dossier_id: Mapped[str | None] = mapped_column(String(36))
    original: Mapped[str] = mapped_column(Text)
    exact: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    indexed_at: Mapped[dt.datetime] = mapped_column(default=now)
