"""Sets to measure with, and the demo's dossier: files as they come over the counter, and the truth beside them."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from samples import world
from samples.dossiers import File, dossier, file_of, marked, photocopied
from samples.drawing import KINDS, Wordings, draw, paper_of
from samples.stage import Paper, Stage
from samples.worn import Level, WornPage, wear_page


def write_set(
    folder: Path,
    count: int,
    seed: int | str,
    *,
    levels: Sequence[Level] = (1, 2, 3),
    dossiers: int = 0,
    wordings: Wordings = "all",
    contradicting: float = 0,
) -> Path:
    """Write `count` papers, kinds and levels in turn, and `dossiers` mixed ones; returns the path of `truth.jsonl`.

    `contradicting`: the share of papers and dossiers in which a contradiction is planted, where they can bear one. The
    same seed gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth = folder / "truth.jsonl"
    with truth.open("w", encoding="utf-8") as lines:
        for number in range(count):
            kind, level = KINDS[number % len(KINDS)], levels[(number // len(KINDS) + number) % len(levels)]
            rng, planted = Random(f"{seed} {number} worn"), Random(f"{seed} {number} planted").random() < contradicting
            paper = marked(draw(kind, f"{seed} {number}", wordings=wordings, contradicting=planted), rng)
            worn = [wear_page(page, level, rng) for page in paper.pages]
            if level < 3 and rng.random() < 0.08:
                paper, worn = photocopied(paper, worn, f"{seed} {number}")
            _write(folder, file_of(f"{number:04d}-{kind}", [(paper, worn)], level), lines)
        for number in range(dossiers):
            odd = Random(f"{seed} {number} at odds").random() < contradicting
            _write(folder, dossier(f"{seed}-{number}", wordings=wordings, contradicting=odd)[0], lines)
    return truth


def _write(folder: Path, file: File, lines: io.TextIOBase) -> None:
    (folder / file.name).write_bytes(file.data)
    lines.write(json.dumps(file.truth, ensure_ascii=False) + "\n")


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
