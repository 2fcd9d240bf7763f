"""Searching the office's papers. The words come by POST: a name or number stands in no address line and no log."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from markupsafe import Markup, escape

from storage.search.search import SearchHit, Snippet, search
from web.access import actor, allow, services
from web.staff.words import READERS

part = Blueprint("search", __name__)

PAGE_SIZE = 20


@part.route("/search", methods=["GET", "POST"])
@allow(*READERS)
def page() -> str:
    text = request.form.get("text", "").strip()[:300]
    after = request.form.get("after") or None
    hits: list[SearchHit] = []
    if text:
        with services().database.session() as session:
            hits = search(session, actor(), text, limit=PAGE_SIZE + 1, after=after)
    return render_template(
        "search.html",
        text=text,
        hits=hits[:PAGE_SIZE],
        more_after=hits[PAGE_SIZE - 1].cursor if len(hits) > PAGE_SIZE else None,
        is_first=after is None,
        marked=marked,
    )


def marked(snippet: Snippet) -> Markup:
    """The piece of text with what was found marked. Whatever was read from paper is escaped, piece by piece."""
    parts: list[Markup] = []
    at = 0
    for start, end in snippet.marks:
        parts += [escape(snippet.text[at:start]), Markup("<mark>"), escape(snippet.text[start:end]), Markup("</mark>")]
        at = end
    parts.append(escape(snippet.text[at:]))
    return Markup("").join(parts)
