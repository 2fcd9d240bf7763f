"""What people corrected, as rows to learn from and as a report that puts the worst first.

A row counts once a person answers for its document (confirmed or stored); of several decisions about a field the
newest holds. One document in five, chosen by the hash of its id, is held out: nothing is learned from it, and what was
learned is judged by it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.base import now
from storage.documents.tables import Document, FieldDecision, FieldProposal, KindDecision
from storage.scope import Actor, visible
from terms.text import bare

KIND = "kind"
"""In place of a field's name: which kind of paper it is."""

PAGES = "pages"
"""In place of a field's name: which pages are the paper."""

_HELD_OUT_OF = 5
_RECENT = dt.timedelta(days=30)
_FEW = 5  # of so few nothing is said
_MOST_EXAMPLES = 3
_KEEPS = 0.1
_ANSWERED = ("confirmed", "stored")


@dataclass(frozen=True)
class TrainingRow:
    """What the machine said and what a person answers for: of one field of a document, of its kind (`KIND`) or of its
    pages (`PAGES`: "found" by the machine or "arranged" by a person)."""

    document_id: str
    kind: str
    name: str
    proposed: str | None
    confidence: float
    decided: str | None
    decided_at: dt.datetime

    @property
    def corrected(self) -> bool:
        return (self.proposed or None) != (self.decided or None)

    @property
    def held_out(self) -> bool:
        return is_held_out(self.document_id)


def is_held_out(document_id: str) -> bool:
    """Whether the document is kept aside to judge by: the same answer on every machine and for ever."""
    return int(hashlib.sha256(document_id.encode()).hexdigest(), 16) % _HELD_OUT_OF == 0


def training_rows(session: Session, actor: Actor, *, since: dt.datetime | None = None) -> Iterator[TrainingRow]:
    """The rows of the actor's offices, oldest first: fields, then kinds and pages."""
    yield from _fields(session, actor, since)
    yield from _kinds_and_pages(session, actor, since)


@dataclass(frozen=True)
class ConfirmedDocument:
    """A document a person answers for: what they say it holds, by name of the field (None: the paper has none)."""

    document_id: str
    kind: str
    values: dict[str, str | None]


def confirmed_documents(session: Session, actor: Actor, kind: str, limit: int) -> list[ConfirmedDocument]:
    """The `limit` documents of this kind that were confirmed last in the actor's offices, the newest first."""
    newest = (
        visible(actor, Document)
        .where(Document.kind == kind, Document.state.in_(_ANSWERED))
        .order_by(Document.confirmed_at.desc(), Document.id.desc())
        .limit(limit)
    )
    found = {one.id: ConfirmedDocument(one.id, one.kind, {}) for one in session.scalars(newest)}
    decided = visible(actor, FieldDecision).where(FieldDecision.document_id.in_(found)).order_by(FieldDecision.id)
    for decision in session.scalars(decided):
        found[decision.document_id].values[decision.name] = decision.value  # the newest holds
    return list(found.values())


@dataclass
class Corrections:
    """How often one field of one kind was corrected. `missed`: nothing was read; `misread`: a letter or two were
    wrong; the rest was another value. `recent_…`: in the last thirty days. `examples`: the newest corrections."""

    kind: str
    name: str
    seen: int = 0
    corrected: int = 0
    missed: int = 0
    misread: int = 0
    recent_seen: int = 0
    recent_corrected: int = 0
    examples: list[TrainingRow] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.corrected / self.seen if self.seen else 0.0

    @property
    def trend(self) -> float | None:
        """By how much the share of the last thirty days differs from before; None where either is too few to say."""
        earlier = self.seen - self.recent_seen
        if min(earlier, self.recent_seen) < _FEW:
            return None
        return self.recent_corrected / self.recent_seen - (self.corrected - self.recent_corrected) / earlier

    @property
    def weight(self) -> float:
        """How bad it is at least: the lower end of the 95 % interval (Wilson) of the share."""
        if not self.seen:
            return 0.0
        z, n, share = 1.96, self.seen, self.share
        middle, spread = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return max(0.0, (middle - spread) / (1 + z * z / n))

    @property
    def keeps_being_corrected(self) -> bool:
        """True if people correct it so often that something should be done."""
        return self.corrected >= _FEW and self.share >= _KEEPS

    @property
    def advice(self) -> str:
        """What to do next: "retrain" for the kind, "label" where nothing was read, "scanner" where letters were
        misread, "other_value" where something else was taken; "split" for the pages."""
        if self.name in (KIND, PAGES):
            return "retrain" if self.name == KIND else "split"
        other = self.corrected - self.missed - self.misread
        counts = (("label", self.missed), ("scanner", self.misread), ("other_value", other))
        return max(counts, key=lambda one: one[1])[0]


def corrections(rows: Iterable[TrainingRow], moment: dt.datetime | None = None) -> list[Corrections]:
    """The rows by kind and field, the worst first. `moment`: the present, from which "recent" is counted back."""
    recent = (moment or now()) - _RECENT
    table: dict[tuple[str, str], Corrections] = {}
    for row in rows:
        one = table.setdefault((row.kind, row.name), Corrections(row.kind, row.name))
        one.seen += 1
        one.corrected += row.corrected
        if row.decided_at >= recent:
            one.recent_seen += 1
            one.recent_corrected += row.corrected
        if row.corrected:
            one.missed += not row.proposed
            one.misread += row.name not in (KIND, PAGES) and _is_misread(row)
            one.examples = [row, *one.examples][:_MOST_EXAMPLES]
    return sorted(table.values(), key=lambda one: (-one.weight, -one.corrected, one.kind, one.name))


def masked(value: str | None) -> str:
    """A value for who may not see it: of each word the first letter, of numbers nothing."""
    return " ".join(_masked_word(word) for word in (value or "").split())


def _masked_word(word: str) -> str:
    seen = 0 if any(letter.isdigit() for letter in word) else 1
    return word[:seen] + "".join("•" if letter.isalnum() else letter for letter in word[seen:])


def _is_misread(row: TrainingRow) -> bool:
    if not row.proposed or not row.decided:
        return False
    read, decided = bare(row.proposed), bare(row.decided)
    return Levenshtein.distance(read, decided, score_cutoff=2) <= 2 < len(decided)


def _fields(session: Session, actor: Actor, since: dt.datetime | None) -> Iterator[TrainingRow]:
    newest = select(func.max(FieldDecision.id)).group_by(FieldDecision.document_id, FieldDecision.name)
    query = (
        visible(actor, FieldDecision)
        .join(Document, Document.id == FieldDecision.document_id)
        .join(FieldProposal, FieldProposal.id == FieldDecision.proposal_id, isouter=True)
        .where(Document.state.in_(_ANSWERED), FieldDecision.id.in_(newest))
        .order_by(FieldDecision.id)
    )
    if since is not None:
        query = query.where(FieldDecision.decided_at >= since)
    columns = query.with_only_columns(
        Document.id,
        Document.kind,
        FieldDecision.name,
        FieldProposal.value,
        FieldProposal.confidence,
        FieldDecision.value,
        FieldDecision.decided_at,
    )
    for document_id, kind, name, proposed, confidence, decided, at in session.execute(columns):
        yield TrainingRow(document_id, kind, name, proposed, confidence or 0.0, decided, at)


def _kinds_and_pages(session: Session, actor: Actor, since: dt.datetime | None) -> Iterator[TrainingRow]:
    # The first decision was about what the machine proposed, a later one about what a person had said.
    first = select(func.min(KindDecision.id)).group_by(KindDecision.document_id)
    query = (
        visible(actor, Document)
        .join(KindDecision, (KindDecision.document_id == Document.id) & KindDecision.id.in_(first), isouter=True)
        .where(Document.state.in_(_ANSWERED))
        .order_by(Document.confirmed_at, Document.id)
    )
    if since is not None:
        query = query.where(Document.confirmed_at >= since)
    columns = query.with_only_columns(
        Document.id,
        Document.kind,
        Document.kind_confidence,
        Document.confirmed_at,
        KindDecision.proposed_kind,
        KindDecision.proposed_confidence,
        Document.pages_by_person,
    )
    for document_id, kind, confidence, at, proposed, doubted, arranged in session.execute(columns):
        # Where nobody decided the kind by itself, it was confirmed as the machine proposed it.
        sure = confidence if doubted is None else doubted
        yield TrainingRow(document_id, kind, KIND, proposed or kind, sure, kind, at or now())
        pages = "arranged" if arranged else "found"
        yield TrainingRow(document_id, kind, PAGES, "found", sure, pages, at or now())
