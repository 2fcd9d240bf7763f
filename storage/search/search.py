"""Searching the documents of an office: accents optional, the exact spelling first.

Every word of the question must stand in the document. What stands there in the very spelling and order comes first,
then the very spelling in any order, then the same without accents; within each, the newest document first.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, literal_column, or_, text
from sqlalchemy.orm import Session

from storage.documents.tables import Document
from storage.scope import Actor, visible
from storage.search.tables import SearchEntry
from storage.search.words import exact_words, folded_word, folded_words, indexed, spans
from terms.errors import InputError

MOST_WORDS = 20
_EXACT: ColumnElement[str] = literal_column("search_entries.fts_exact")  # of PostgreSQL, made by the migrations
_FOLDED: ColumnElement[str] = literal_column("search_entries.fts_folded")
_AROUND = 60  # characters of a snippet before and after what was found


@dataclass(frozen=True)
class Snippet:
    """A piece of the text with the places of what was found: (start, end) in `text`. Plain text, not HTML."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class SearchHit:
    """A document found. `rank`: 0 the exact words in order, 1 the exact words, 2 in order without accents, 3 without.

    `cursor`: give it as `after` to go on behind this hit.
    """

    document_id: str
    dossier_id: str | None
    doc_code: str
    kind: str
    title: str
    state: str
    snippet: Snippet
    rank: int
    cursor: str


def search(session: Session, actor: Actor, text: str, *, limit: int = 20, after: str | None = None) -> list[SearchHit]:
    """The documents of the actor's offices that hold every word of `text`; none for a text without words.

    Only the first 20 words count. Raises InputError("bad_request") for an `after` that no hit gave.
    """
    exact, folded = exact_words(text)[:MOST_WORDS], folded_words(text)[:MOST_WORDS]
    if not folded or not actor.office_ids:
        return []
    sqlite = session.get_bind().dialect.name == "sqlite"
    rank = _ranked_sqlite(exact, folded) if sqlite else _ranked_postgresql(exact, folded)
    query: Select[Document, str, int] = (
        visible(actor, Document)
        .join(SearchEntry, SearchEntry.document_id == Document.id)
        .add_columns(SearchEntry.original, rank.label("rank"))
        .where(SearchEntry.office_id.in_(actor.office_ids), _holds(sqlite, folded))
    )
    if after is not None:
        after_rank, after_id = _cursor(after)
        query = query.where(or_(rank > after_rank, and_(rank == after_rank, Document.id < after_id)))
    rows = session.execute(query.order_by(literal_column("rank"), Document.id.desc()).limit(limit)).all()
    return [
        SearchHit(
            document_id=document.id,
            dossier_id=document.dossier_id,
            doc_code=document.doc_code,
            kind=document.kind,
            title=document.title,
            state=document.state,
            snippet=snippet(original, folded),
            rank=place,
            cursor=f"{place}:{document.id}",
        )
        for document, original, place in rows
    ]


def snippet(original: str, folded: list[str]) -> Snippet:
    """The piece of `original` around the first place where the words stand in order, or else around the first word."""
    places = list(spans(original))
    words = [folded_word(original[start:end]) for start, end in places]
    wanted = set(folded)
    phrase = next((i for i in range(len(words)) if words[i : i + len(folded)] == folded), None)
    first = phrase if phrase is not None else next((i for i, word in enumerate(words) if word in wanted), 0)
    if not places:
        return Snippet("", ())
    start = max(0, places[first][0] - _AROUND)
    end = min(len(original), places[min(first + len(folded), len(places)) - 1][1] + _AROUND)
    # Not in the middle of a word.
    start = next((begin for begin, finish in places if finish > start), start)
    end = next((finish for begin, finish in reversed(places) if begin < end), end)
    marks = [
        (begin - start, finish - start)
        for (begin, finish), word in zip(places, words, strict=True)
        if word in wanted and begin >= start and finish <= end
    ]
    piece = original[start:end].replace("\n", " ").replace("\t", " ")
    return Snippet(piece, tuple(_joined(piece, marks)))


def _joined(piece: str, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring words found as one mark."""
    if not marks:
        return []
    joined = [marks[0]]
    for before, here in pairwise(marks):
        if piece[before[1] : here[0]].strip():
            joined.append(here)
        else:
            joined[-1] = (joined[-1][0], here[1])
    return joined


def _holds(sqlite: bool, folded: list[str]) -> ColumnElement[bool]:
    if sqlite:
        return _matches("folded", " AND ".join(_quoted(word) for word in folded), "all")
    return _FOLDED.op("@@")(func.plainto_tsquery("simple", indexed(folded)))


def _ranked_sqlite(exact: list[str], folded: list[str]) -> ColumnElement[int]:
    return case(
        (_matches("exact", _quoted(*exact), "phrase"), 0),
        (_matches("exact", " AND ".join(_quoted(word) for word in exact), "words"), 1),
        (_matches("folded", _quoted(*folded), "folded_phrase"), 2),
        else_=3,
    )


def _matches(column: str, expression: str, name: str) -> ColumnElement[bool]:
    found = (
        text(f"SELECT rowid FROM fts_search WHERE fts_search MATCH :fts_{name}")  # noqa: S608 - a name of ours
        .bindparams(bindparam(f"fts_{name}", f"{column} : ({expression})"))
        .columns(rowid=Integer)
        .scalar_subquery()
    )
    return SearchEntry.number.in_(found)


def _quoted(*words: str) -> str:
    """A phrase of FTS5's query language. Words in the index are plain letters and digits: none can end the quotes."""
    return f'"{indexed(words)}"'


def _ranked_postgresql(exact: list[str], folded: list[str]) -> ColumnElement[int]:
    words, plain = indexed(exact), indexed(folded)
    return case(
        (_EXACT.op("@@")(func.phraseto_tsquery("simple", words)), 0),
        (_EXACT.op("@@")(func.plainto_tsquery("simple", words)), 1),
        (_FOLDED.op("@@")(func.phraseto_tsquery("simple", plain)), 2),
        else_=3,
    )


def _cursor(after: str) -> tuple[int, str]:
    rank, colon, document_id = after.partition(":")
    if not colon or rank not in ("0", "1", "2", "3"):
        raise InputError("bad_request", detail="the cursor is not one of a search")
    return int(rank), document_id
