"""Whole dossiers and whole sets: files as they come over the counter, and the truth about them."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Literal

import img2pdf
import pikepdf

from samples import world
from samples.flaws import FLAWS, Flaw, contradict
from samples.papers import LAYOUTS
from samples.papers.common import TODAY, Layout
from samples.stage import Paper, Stage, stage
from samples.stamps import certified, received
from samples.worn import Level, WornPage, wear_page

KINDS = tuple(sorted(LAYOUTS))


@dataclass(frozen=True)
class File:
    """One file: its name, its bytes, and the truth in the shape that `read --json` answers with."""

    name: str
    data: bytes
    truth: Mapping[str, object]


Wordings = Literal["all", "first", "second"] | Collection[str]
"""Which layouts to draw from: all, those to fit on, those kept apart to judge with, or those of these names."""


def draw(
    kind: str,
    seed: int | str,
    layout: str | None = None,
    *,
    contradicting: bool | Flaw = False,
    wordings: Wordings = "all",
) -> Paper:
    """A paper of this kind about fictitious people; the same for the same seed.

    `layout`: the name of one of `layouts(kind)`, drawn if not given. `contradicting`: the sort of contradiction to
    plant, or True for any that the paper can bear; `Paper.contradictions` says what came to stand on it, which is
    nothing if no layout of these bears it. Raises KeyError for a kind or layout unknown.
    """
    if not contradicting:
        return _drawn(kind, seed, layout, wordings, None)
    flaws = [contradicting] if isinstance(contradicting, str) else Random(f"flaw {seed}").sample(FLAWS, len(FLAWS))
    for flaw in flaws:
        paper = _drawn(kind, seed, layout, wordings, flaw)
        if paper.contradictions:
            break
    return paper


def _drawn(kind: str, seed: int | str, layout: str | None, wordings: Wordings, flaw: Flaw | None) -> Paper:
    rng = Random(f"{kind} {layout} {seed}")
    chosen = LAYOUTS[kind][layout or rng.choice(layouts(kind, wordings))]
    day = world.workday(rng, chosen.since, min(chosen.until, TODAY) - timedelta(days=5))
    scene = stage(rng, day, kind)
    return chosen.draw(contradict(scene, flaw) if flaw else scene)


def layouts(kind: str, wordings: Wordings = "all") -> tuple[str, ...]:
    """The names of the layouts of a kind. Of names given, those that are the kind's; all of the kind's if none is."""
    every = LAYOUTS[kind]
    if isinstance(wordings, str):
        return tuple(name for name, one in every.items() if wordings == "all" or one.apart == (wordings == "second"))
    return tuple(name for name in every if name in wordings) or tuple(every)


def file_of(name: str, papers: Sequence[tuple[Paper, Sequence[WornPage]]], level: int) -> File:
    """One file of these papers, in this order: a JPEG if there is one page, else a PDF of the JPEGs as they are."""
    pages = [page for _, worn in papers for page in worn]
    documents, first = [], 1
    for paper, worn in papers:
        numbers = list(range(first, first + len(worn)))
        documents.append({"kind": paper.kind, "fields": dict(paper.fields), "pages": numbers})
        first += len(worn)
    data = pages[0].jpeg if len(pages) == 1 else _bound(pages)
    truth = {
        "file": f"{name}.{'jpg' if len(pages) == 1 else 'pdf'}",
        "level": level,
        "variant": "mill" if len(papers) == 1 else "mix",
        "rotation": pages[0].rotation if len(pages) == 1 else [page.rotation for page in pages],
        "text": "\n".join(text for paper, _ in papers for text in paper.texts),
        "documents": documents,
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


# --- a family's dossier -----------------------------------------------------------------------------------------------


def dossier(seed: int | str, kinds: Sequence[str] | None = None, level: Level | None = None) -> tuple[File, Stage]:
    """One PDF of several papers of one family, as a feeder makes it, and the family.

    Every paper is dated by its own facts: the birth when the child was born, the marriage when they married.
    """
    rng = Random(f"dossier {seed}")
    family = _family(rng)
    wanted = list(kinds or rng.sample([kind for kind in KINDS if kind != "other"], rng.randint(3, 5)))
    papers = [paper_of(family, kind, f"{seed} {kind}") for kind in wanted]
    drawn: Level = rng.choice((1, 1, 2))
    grade = level or drawn
    worn = [(paper, [wear_page(page, grade, rng) for page in paper.pages]) for paper in papers]
    return file_of(f"dossier-{seed}", worn, 0), family


def _family(rng: Random) -> Stage:
    """Married since 2016 and with a child born since, so that today's forms fit all of it."""
    married = world.workday(rng, date(2016, 3, 1), date(2021, 6, 1))
    born = married + timedelta(days=rng.randint(300, 1200))
    day = world.workday(rng, date(2026, 3, 1), date(2026, 10, 15))
    husband, wife = world.couple(rng, married)
    child = world.child_of(rng, husband, wife, born)
    return Stage(rng, day, husband, wife, child, married, rng.choice((husband, wife)))


def paper_of(family: Stage, kind: str, seed: int | str, layout: str | None = None) -> Paper:
    """A paper of this kind about this family, on the day on which it would have been issued."""
    rng = Random(f"{kind} of {seed}")
    if kind == "birth_certificate":
        day = world.workday(rng, family.child.born + timedelta(days=3), family.child.born + timedelta(days=50))
    elif kind == "marriage_certificate":
        day = family.married
    elif kind in ("application_form", "administrative_document"):
        day = family.day
    elif kind in ("residence_confirmation", "marital_status_certificate", "judicial_record"):
        day = world.workday(rng, family.day - timedelta(days=90), family.day)  # they hold for months only
    else:
        day = world.workday(rng, max(date(2021, 8, 1), family.child.born), family.day)
    scene = replace(family, rng=rng, day=day)
    return _layout_for(rng, kind, day, layout).draw(scene)


def _layout_for(rng: Random, kind: str, day: date, name: str | None) -> Layout:
    if name:
        return LAYOUTS[kind][name]
    fitting = [one for one in LAYOUTS[kind].values() if one.fits(day)]
    return rng.choice(fitting or list(LAYOUTS[kind].values()))


# --- sets to measure with ---------------------------------------------------------------------------------------------


def write_set(
    folder: Path, count: int, seed: int | str, *, levels: Sequence[Level] = (1, 2, 3), dossiers: int = 0
) -> Path:
    """Write `count` papers, kinds and levels in turn, and `dossiers` mixed ones; returns the path of `truth.jsonl`.

    The same seed gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth = folder / "truth.jsonl"
    with truth.open("w", encoding="utf-8") as lines:
        for number in range(count):
            kind, level = KINDS[number % len(KINDS)], levels[(number // len(KINDS) + number) % len(levels)]
            rng = Random(f"{seed} {number} worn")
            paper = _stamped(draw(kind, f"{seed} {number}"), rng)
            worn = [wear_page(page, level, rng) for page in paper.pages]
            _write(folder, file_of(f"{number:04d}-{kind}", [(paper, worn)], level), lines)
        for number in range(dossiers):
            _write(folder, dossier(f"{seed}-{number}")[0], lines)
    return truth


def _stamped(paper: Paper, rng: Random) -> Paper:
    """Now and then a certified copy, or a letter that has been through a post-room."""
    lot = rng.random()
    if paper.kind == "administrative_document":
        return received(paper, rng) if lot < 0.35 else paper
    return certified(paper, rng) if lot < 0.15 and paper.kind not in ("other", "application_form") else paper


def _write(folder: Path, file: File, lines: io.TextIOBase) -> None:
    (folder / file.name).write_bytes(file.data)
    lines.write(json.dumps(file.truth, ensure_ascii=False) + "\n")


# --- the demo's dossier -----------------------------------------------------------------------------------------------


def demo_dossier(folder: Path) -> list[Path]:
    """The dossier that the demo takes through the house: one applicant, nine pages of seven kinds, in six files.

    Four JPEGs (application, two faces of a card, a letter) and two PDFs (the family's certificates; a land certificate
    of two pages), with seals, skew and noise; `truth.jsonl` beside them. Returns the files in the order they are laid
    down. Always the same people and the same bytes.
    """
    rng = Random("demo dossier")
    folder.mkdir(parents=True, exist_ok=True)
    family = _demo_family(rng)
    application = paper_of(family, "application_form", "demo", "change_of_land")
    card = _card_in_two_pages(family)
    birth = paper_of(family, "birth_certificate", "demo", "birth_on_the_red_form")
    marriage = paper_of(family, "marriage_certificate", "demo", "marriage_on_the_red_form")
    land = paper_of(family, "land_use_certificate", "demo", "certificate_of_2009")
    letter = _letter_about_land(family)
    residence = paper_of(family, "residence_confirmation", "demo", "ct07_of_2024")

    def scanned(paper: Paper, rotation: int = 0) -> tuple[Paper, list[WornPage]]:
        return paper, [wear_page(page, 1, rng, rotation=rotation, colour=True) for page in paper.pages]

    files = [
        file_of("01-don-dang-ky-bien-dong", [scanned(application)], 1),
        file_of("02-can-cuoc-cong-dan", [scanned(card)], 1),
        file_of("03-ho-tich", [scanned(birth), scanned(marriage, 180)], 1),
        file_of("04-giay-chung-nhan-dat", [scanned(land)], 1),
        file_of("05-xac-nhan-cu-tru", [scanned(residence, 90)], 1),
        file_of("06-cong-van", [scanned(letter)], 1),
    ]
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as lines:
        for file in files:
            _write(folder, file, lines)
    return [folder / file.name for file in files]


def _demo_family(rng: Random) -> Stage:
    origin = world.place(rng, "40")
    married, born = date(2017, 11, 17), date(2019, 4, 23)
    husband = world.person(
        rng, date(1988, 9, 12), sex="male", origin=origin, home=origin, family_name="Đặng", ethnicity="Kinh"
    )
    wife = world.person(
        rng, date(1990, 5, 17), sex="female", origin=origin, home=origin, family_name="Nguyễn", ethnicity="Kinh"
    )
    husband, wife = replace(husband, name="Đặng Hữu Khánh"), replace(wife, name="Nguyễn Thị Ánh")
    child = replace(world.child_of(rng, husband, wife, born), name="Đặng Bảo Ngọc")
    return Stage(rng, date(2026, 10, 8), husband, wife, child, married, wife)


def _letter_about_land(family: Stage) -> Paper:
    for attempt in range(60):
        letter = paper_of(family, "administrative_document", f"demo {attempt}", "letter")
        if "quy hoạch" in letter.fields["subject"]:
            return letter
    raise AssertionError("one matter in six is about land")


def _card_in_two_pages(family: Stage) -> Paper:
    """The front and the back, each by itself on the glass."""
    for attempt in range(20):
        card = paper_of(replace(family, day=date(2024, 6, 20)), "citizen_id", f"demo {attempt}", "chip_card_of_2021")
        if len(card.pages) == 2:
            return card
    raise AssertionError("half of all cards come in two pages")
