"""Whole dossiers: one scan of several papers, in the many ways in which they are laid in, and the truth about it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Literal, get_args

import img2pdf
import pikepdf
from PIL import Image

from samples import world
from samples.blemishes import blemish
from samples.drawing import KINDS, Wordings, draw, layouts, paper_of
from samples.stage import Paper, Stage
from samples.stamps import certified, received
from samples.worn import Level, WornPage, wear_page

__all__ = ["KINDS", "SHAPES", "File", "Shape", "Wordings", "dossier", "draw", "file_of", "layouts"]

Shape = Literal["plain", "duplex", "blanks", "two_families", "faces_apart"]
"""How a pile is laid in: one paper after the other; every sheet scanned on both sides; with blank sheets between; with

papers of another family behind; with a card's back behind another paper than its front.
"""
SHAPES: tuple[Shape, ...] = get_args(Shape)
_BLANK = (210, 297)
_OF_PEOPLE = (
    "citizen_id", "residence_confirmation", "judicial_record", "marital_status_certificate", "application_form",
    "household_business_registration",
)  # fmt: skip
Worn = tuple[Paper, Sequence[WornPage]]
Order = Sequence[tuple[int, int] | WornPage]
"""What lies where: the paper's number in the pile and the page's in the paper, or a blank page."""


@dataclass(frozen=True)
class File:
    """One file: its name, its bytes, and the truth in the shape that `read --json` answers with."""

    name: str
    data: bytes
    truth: Mapping[str, object]


def file_of(name: str, papers: Sequence[Worn], level: int, order: Order | None = None) -> File:
    """One file of these papers: a JPEG if there is one page, else a PDF of the JPEGs as they are.

    `order`: of the pages, if it is not paper after paper. A blank page belongs to no document; `blank` numbers them.
    """
    places = order or [(k, page) for k, (_, worn) in enumerate(papers) for page in range(len(worn))]
    pages = [papers[one[0]][1][one[1]] if isinstance(one, tuple) else one for one in places]
    where = {one: number for number, one in enumerate(places, 1) if isinstance(one, tuple)}
    documents = [
        {
            "kind": paper.kind,
            "fields": dict(paper.fields),
            "pages": [where[k, page] for page in range(len(worn))],
            "marks": list(paper.marks),
        }
        for k, (paper, worn) in enumerate(papers)
    ]
    data = pages[0].jpeg if len(pages) == 1 else _bound(pages)
    truth = {
        "file": f"{name}.{'jpg' if len(pages) == 1 else 'pdf'}",
        "level": level,
        "variant": "mill" if len(papers) == 1 else "mix",
        "rotation": pages[0].rotation if len(pages) == 1 else [page.rotation for page in pages],
        "text": "\n".join(text for paper, _ in papers for text in paper.texts),
        "documents": documents,
        "blank": [number for number, one in enumerate(places, 1) if not isinstance(one, tuple)],
        "layouts": [paper.layout for paper, _ in papers],
        "marks": [mark for paper, _ in papers for mark in paper.marks],
        "contradictions": [planted for paper, _ in papers for planted in paper.contradictions],
    }
    return File(str(truth["file"]), data, truth)


def _bound(pages: Sequence[WornPage]) -> bytes:
    """Each page at its own size; a phone's photo at that of the paper it shows."""
    bound = [
        img2pdf.convert(page.jpeg, layout_fun=img2pdf.get_fixed_dpi_layout_fun((page.dpi, page.dpi))) for page in pages
    ]
    if len(bound) == 1:
        return bytes(bound[0])
    with pikepdf.new() as pdf:
        for one in bound:
            with pikepdf.open(io.BytesIO(one)) as page:
                pdf.pages.extend(page.pages)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


# --- what happens to papers besides wear ------------------------------------------------------------------------------


def marked(paper: Paper, rng: Random) -> Paper:
    """Now and then a certified copy, or a letter that has been through a post-room."""
    lot = rng.random()
    if paper.kind == "administrative_document":
        return received(paper, rng) if lot < 0.35 else paper
    return certified(paper, rng) if lot < 0.15 and paper.kind not in ("other", "application_form") else paper


def photocopied(paper: Paper, worn: Sequence[WornPage], seed: int | str) -> tuple[Paper, list[WornPage]]:
    """The same laid in as a photocopy, of which one in two shows the copier's black edge."""
    edged = Random(f"edges {seed}").random() < 0.5
    pages = [blemish(page, "black_border", f"{seed} {k}") if edged else page for k, page in enumerate(worn)]
    copies = [blemish(page, "photocopy", f"{seed} {k}") for k, page in enumerate(pages)]
    return replace(paper, marks=(*paper.marks, "photocopy")), copies


# --- a family's dossier -----------------------------------------------------------------------------------------------


def dossier(
    seed: int | str,
    kinds: Sequence[str] | None = None,
    level: Level | None = None,
    *,
    shape: Shape | None = None,
    wordings: Wordings = "all",
    contradicting: bool = False,
) -> tuple[File, Stage]:
    """One PDF of several papers of one family, as a feeder makes it, and the family.

    Every paper is dated by its own facts: the birth when the child was born, the marriage when they married. `shape`:
    drawn if not given, and plain where the kinds are. `contradicting`: one paper gives another name ("other_name") or
    day of birth ("other_birth") for the personal number of another paper.
    """
    rng = Random(f"dossier {seed}")
    family = family_of(rng)
    laid: Shape = shape or ("plain" if kinds else rng.choice((*SHAPES, "plain", "plain", "duplex")))
    wanted = list(kinds or rng.sample([kind for kind in KINDS if kind != "other"], rng.randint(3, 5)))
    papers = [paper_of(family, kind, f"{seed} {kind}", wordings=wordings) for kind in wanted]
    if contradicting:
        papers += _at_odds(family, rng, f"{seed}", wordings)
    if laid == "two_families":
        others, strangers = rng.sample(_OF_PEOPLE, 2), family_of(Random(f"second family {seed}"))
        papers += [paper_of(strangers, kind, f"{seed} second {kind}", wordings=wordings) for kind in others]
    elif laid == "faces_apart":
        papers = [*papers, *_card_and_sheet(family, seed, wordings)]
    drawn: Level = rng.choice((1, 1, 2))
    grade = level or drawn
    worn: list[Worn] = []
    for number, paper in enumerate(papers):
        stamped = paper if kinds else marked(paper, rng)
        pages = [wear_page(page, grade, rng) for page in stamped.pages]
        copied = not kinds and rng.random() < 0.12
        worn.append(photocopied(stamped, pages, f"{seed} {number}") if copied else (stamped, pages))
    file = file_of(f"dossier-{seed}", worn, 0, _laid(laid, worn, grade, rng))
    odd = _disagreements(papers) if contradicting else []
    planted = [*file.truth["contradictions"], *odd]  # type: ignore[misc]
    return replace(file, truth={**file.truth, "shape": laid, "contradictions": planted}), family


def family_of(rng: Random) -> Stage:
    """Married since 2016 and with a child born since, so that today's forms fit all of it."""
    married = world.workday(rng, date(2016, 3, 1), date(2021, 6, 1))
    born = married + timedelta(days=rng.randint(300, 1200))
    day = world.workday(rng, date(2026, 3, 1), date(2026, 10, 15))
    husband, wife = world.couple(rng, married)
    child = world.child_of(rng, husband, wife, born)
    return Stage(rng, day, husband, wife, child, married, rng.choice((husband, wife)))


def _laid(shape: Shape, worn: Sequence[Worn], level: Level, rng: Random) -> Order | None:
    """The pages in the order in which they lie; None for one paper after the other."""
    places: list[tuple[int, int] | WornPage] = [
        (k, page) for k, (_, pages) in enumerate(worn) for page in range(len(pages))
    ]
    if shape == "faces_apart":
        card = len(worn) - 2
        return [*(one for one in places if one not in ((card, 1),)), (card, 1)]
    if shape == "blanks":
        for k in rng.sample(range(1, len(worn)), min(2, len(worn) - 1)):
            places.insert(places.index((k, 0)), _blank(level, rng))
    if shape == "duplex":
        for k, (_, pages) in enumerate(worn):
            if len(pages) % 2:
                places.insert(places.index((k, len(pages) - 1)) + 1, _blank(level, rng))
    return places if shape in ("blanks", "duplex") else None


def _blank(level: Level, rng: Random) -> WornPage:
    """The empty side of a sheet, or an empty sheet."""
    size = tuple(round(side * 300 / 25.4) for side in _BLANK)
    return wear_page(Image.new("RGB", (size[0], size[1]), "white"), level, rng, rotation=0)


def _card_and_sheet(family: Stage, seed: int | str, wordings: Wordings) -> list[Paper]:
    """A card in two pages and a paper of one page, which will come to lie between them."""
    for attempt in range(60):
        card = paper_of(family, "citizen_id", f"{seed} faces {attempt}", wordings=wordings)
        sheet = paper_of(family, "residence_confirmation", f"{seed} between {attempt}", wordings=wordings)
        if len(card.pages) == 2 and len(sheet.pages) == 1:
            return [card, sheet]
    raise AssertionError("half of all cards come in two pages")


# --- papers at odds with each other -----------------------------------------------------------------------------------


def _at_odds(family: Stage, rng: Random, seed: str, wordings: Wordings) -> list[Paper]:
    """Two papers about one person, of which the second gives another name or another day of birth."""
    who = family.person
    other = (
        replace(who, name=world.respelt(who.name))
        if rng.random() < 0.5
        else replace(who, born=who.born.replace(day=who.born.day % 28 + 1))
    )
    changed = replace(
        family,
        person=other,
        husband=other if who is family.husband else family.husband,
        wife=other if who is family.wife else family.wife,
    )
    for attempt in range(30):
        one, two = rng.sample(_OF_PEOPLE, 2)
        pair = [
            paper_of(family, one, f"{seed} odd {attempt}", wordings=wordings),
            paper_of(changed, two, f"{seed} odd {attempt}", wordings=wordings),
        ]
        if _disagreements(pair):
            break
    return pair


def _disagreements(papers: Sequence[Paper]) -> list[str]:
    """What two papers say of one personal number that cannot both be."""
    found: set[str] = set()
    told: dict[str, list[Mapping[str, str]]] = {}
    for paper in papers:
        if number := paper.fields.get("personal_id"):
            told.setdefault(number, []).append(paper.fields)
    names = ("full_name", "applicant_name", "representative_name")
    for fields in told.values():
        called = {one[name].casefold() for one in fields for name in names if name in one}
        births = {one["date_of_birth"] for one in fields if len(one.get("date_of_birth", "")) == 10}
        found |= ({"other_name"} if len(called) > 1 else set()) | ({"other_birth"} if len(births) > 1 else set())
    return sorted(found)
