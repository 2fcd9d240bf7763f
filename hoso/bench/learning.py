"""What a reviewer's corrections are worth: a hundred papers in a wording the program does not know, reviewed; then the
next hundred, read before and after it learned from them.

The papers are the mill's, really read; only their labels are replaced by others that no form uses. The reviewer is
played by the truth through the verbs that a person's hand uses (`decide_field`, `confirm`); papers come and are read
again by the pipeline's own jobs.

    ./run bench learning [--papers 100] [--kind marital_status_certificate]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import samples
from hoso.bench.score import SURE, same_value
from ingest.jobs import BATCH_PRIORITY, add_understanding
from ingest.learning import Taught, learn_labels, read_again
from ingest.pipeline import read_as
from ingest.work import do_job
from ingest.workplace import Workplace
from ocr.limits import Limits
from ocr.model import PageReading, Word
from ocr.records import page_from_record, page_to_record
from ocr.tasks import Desk
from ocr.understanding.cues import Match, find, phrase
from ocr.understanding.layout import lay_out
from storage.blobs import FolderBlobStore
from storage.database import Database
from storage.documents import originals, readings, review
from storage.dossiers.dossiers import open_dossier
from storage.jobs import artefacts
from storage.offices import people
from storage.scope import Actor, system
from terms.kinds import Catalogue

RESULT = Path(__file__).parents[2] / "docs" / "bench" / "learning.json"

UNUSUAL: Mapping[str, Mapping[str, str]] = {
    "marital_status_certificate": {
        "Họ, chữ đệm, tên": "Danh tính đương sự",
        "Họ và tên": "Danh tính đương sự",
        "Ngày, tháng, năm sinh": "Chào đời vào",
        "Giấy tờ tùy thân": "Chứng từ nhân thân mang theo",
        "Số định danh cá nhân": "Mã cá thể được cấp",
    },
    "death_extract": {
        "Họ, chữ đệm, tên": "Danh tính người mất",
        "Ngày, tháng, năm sinh": "Chào đời vào",
        "Đã chết vào lúc": "Từ trần vào",
        "Giấy tờ tùy thân": "Chứng từ nhân thân mang theo",
    },
}
"""Labels of a kind as printed, and what stands in their place here."""


@dataclass(frozen=True)
class Paper:
    """A paper as it was read, and what it really says (the fields it bears)."""

    kind: str
    pages: tuple[PageReading, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Figures:
    """How the fields of some papers were read: `flagged` wait for a person, `silent` are wrong and do not."""

    papers: int
    fields: int
    right: int
    flagged: int
    silent: int


@dataclass(frozen=True)
class Result:
    """The papers after those that were reviewed, as read before and after the program learned from these."""

    before: Figures
    after: Figures
    taught: Taught


def measure(folder: Path, reviewed: Sequence[Paper], later: Sequence[Paper]) -> Result:
    """Review the first papers, learn, and read the later ones again. `folder` is empty."""
    house = House(folder)
    waiting = [house.hand_in(paper) for paper in later]
    before = house.figures(waiting, later)
    for paper in reviewed:
        house.review(house.hand_in(paper), paper)
    taught = house.learn()
    return Result(before, house.figures(waiting, later), taught)


def reworded(paper: Paper, words: Mapping[str, str]) -> Paper:
    """The paper with other labels, in the place of those it has."""
    return replace(paper, pages=tuple(_reworded(page, words) for page in paper.pages))


def draw(kind: str, count: int, seed: str, folder: Path) -> Iterator[Paper]:
    """Papers of the mill as an office scanner brings them, read."""
    desk = Desk(Limits())
    for number in range(count):
        paper = samples.draw(kind, f"{seed} {number}")
        file = samples.file_of(f"{number:04d}", [(paper, samples.wear(paper, 1, f"{seed} {number}"))], 1)
        path = folder / file.name
        path.write_bytes(file.data)
        pages = [page_from_record(desk.read(path, at, 100)[0]) for at in range(1, len(paper.pages) + 1)]
        yield Paper(kind, tuple(pages), paper.fields)


class House:
    """An office with one reviewer, and the pipeline at hand."""

    def __init__(self, folder: Path, code: str = "H00.01") -> None:
        self.folder = folder
        self.database = Database(f"sqlite:///{folder / 'hoso.db'}")
        self.database.upgrade()
        self.catalogue = Catalogue.load()
        self.workplace = Workplace(self.database, FolderBlobStore(folder / "blobs"), self.catalogue)
        with self.database.session() as session:
            office = people.create_office(session, code=code, name=f"UBND xã {code}", level="commune", is_demo=True)
            person = people.create_person(
                session,
                None,
                office_id=office.id,
                username=f"lan {code}",
                full_name="Nguyễn Thị Lan",
                password=hashlib.sha256(code.encode()).hexdigest(),
                roles=["reviewer"],
            )
            self.lan: Actor = people.actor_for(session, person)
        self.program = system(office.id)
        self._count = 0

    def another(self, code: str) -> House:
        """Another office of the same installation."""
        return House(self.folder, code)

    def hand_in(self, paper: Paper) -> str:
        """The dossier of the paper, read and understood."""
        self._count += 1
        with self.database.session() as session:
            dossier = open_dossier(session, self.lan)
            digest = hashlib.sha256(f"{self.program.office_id} {self._count}".encode()).hexdigest()
            original, _ = originals.add_original(
                session,
                self.lan,
                sha256=digest,
                size=1,
                media_type="image/jpeg",
                filename=f"{self._count}.jpg",
                source="command",
                dossier_id=dossier.id,
            )
            rows = [self._kept(session, digest, page) for page in paper.pages]
            readings.save_pages(session, self.program, original.id, rows)
            job = add_understanding(session, self.program, dossier.id, priority=BATCH_PRIORITY, send=None)
        if job is not None:
            do_job(self.workplace, job.id)
        return dossier.id

    def review(self, dossier_id: str, paper: Paper) -> None:
        """Lan names the paper, puts right what is wrong, looks at what is doubtful, and confirms."""
        with self.database.session() as session:
            (document, *others) = readings.documents_of(session, self.lan, dossier_id)
            for other in others:
                review.reject(session, self.lan, other.id, other.version)
            if document.kind != paper.kind:
                document = review.decide_kind(session, self.lan, document.id, paper.kind, document.version)
                read_as(session, self.lan, document.id, self.catalogue)
            names = [spec.name for spec in self.catalogue[paper.kind].fields]
            for state in review.fields_of(session, self.lan, document.id):
                wanted = paper.fields.get(state.name)
                if state.name not in names or (not state.doubtful and _right(state.name, state.value, wanted)):
                    continue
                value = state.value if _right(state.name, state.value, wanted) else wanted
                shown = state.proposal.id if state.proposal else None
                document = review.decide_field(
                    session, self.lan, document.id, state.name, value, proposal_id=shown, version=document.version
                )
            review.confirm(session, self.lan, document.id, document.version, names=names)

    def learn(self) -> Taught:
        """What the reviewer confirmed teaches; what still waits is read again."""
        with self.database.session() as session:
            taught = learn_labels(session, self.program, self.catalogue)
            jobs = read_again(session, self.program, send=None) if taught.adopted else []
        for job in jobs:
            do_job(self.workplace, job.id)
        return taught

    def figures(self, dossier_ids: Iterable[str], papers: Iterable[Paper]) -> Figures:
        """How the papers were read, as their proposals stand."""
        fields = right = flagged = silent = count = 0
        with self.database.reading() as session:
            for dossier_id, paper in zip(dossier_ids, papers, strict=True):
                count += 1
                (document, *_) = readings.documents_of(session, self.lan, dossier_id)
                states = {state.name: state for state in review.fields_of(session, self.lan, document.id)}
                for name, wanted in paper.fields.items():
                    state = states.get(name) if document.kind == paper.kind else None
                    value, sure = (state.value, state.confidence >= SURE) if state else (None, False)
                    fields += 1
                    right += _right(name, value, wanted)
                    flagged += not sure
                    silent += sure and not _right(name, value, wanted)
        return Figures(count, fields, right, flagged, silent)

    def _kept(self, session: Any, digest: str, page: PageReading) -> readings.PageRow:
        key = artefacts.artefact_key(digest, "page", str(page.number))
        artefacts.put(
            session,
            self.program,
            key=key,
            input_sha256=digest,
            stage="page",
            version="1",
            content=page_to_record(page),
        )
        return readings.PageRow(
            page.number, page.width, page.height, page.dpi, page.rotation, page.skew, page.confidence, page.blank,
            page.text, page.warnings, key,
        )  # fmt: skip


def _right(name: str, value: str | None, wanted: str | None) -> bool:
    return same_value(value or "", wanted or "", name)


def _reworded(page: PageReading, words: Mapping[str, str]) -> PageReading:
    new_words = {phrase(printed).compact: text for printed, text in words.items()}
    changed: list[tuple[float, Word]] = list(enumerate(page.words))
    for match in find([phrase(printed) for printed in words], lay_out(page).segments):
        places = _places(match, page)
        if places and match.closeness == 1:  # another label may be alike: it stays
            gone = set(places)
            changed = [one for one in changed if one[0] not in gone]
            changed += _instead(page, places, new_words[match.phrase.compact].split())
    return replace(page, words=tuple(word for _, word in sorted(changed, key=lambda one: one[0])))


def _places(match: Match, page: PageReading) -> list[int]:
    boxes = {token.box for token in match.segment.tokens[match.start : match.end]}
    return [number for number, word in enumerate(page.words) if word.box in boxes]


def _instead(page: PageReading, places: Sequence[int], texts: Sequence[str]) -> list[tuple[float, Word]]:
    """The new words, side by side in the room of the old ones; the colon stays."""
    first, last = page.words[places[0]], page.words[places[-1]]
    left, right = first.box[0], last.box[0] + last.box[2]
    step = (right - left) / len(texts)
    colon = ":" if ":" in last.text else ""
    return [
        (
            places[0] + number / 100,
            replace(
                first,
                text=text + (colon if number == len(texts) - 1 else ""),
                box=(round(left + number * step), first.box[1], max(1, round(0.85 * step)), first.box[3]),
            ),
        )
        for number, text in enumerate(texts)
    ]


def _told(result: Result) -> dict[str, Any]:
    return {
        "reviewed": {"learned_from": result.taught.papers, "held_out": result.taught.held_out},
        "labels": [asdict(label) for label in result.taught.labels],
        "next": {"before": asdict(result.before), "after": asdict(result.after)},
    }


def main() -> None:
    """Print the figures of each kind and keep them."""
    parser = argparse.ArgumentParser(prog="bench learning", description=__doc__)
    parser.add_argument("--papers", type=int, default=100, help="reviewed, and as many after them")
    parser.add_argument("--kind", choices=sorted(UNUSUAL), action="append")
    parser.add_argument("--seed", default="learning")
    given = parser.parse_args()
    told = {}
    for kind in given.kind or sorted(UNUSUAL):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            drawn = draw(kind, 2 * given.papers, given.seed, folder)
            papers = [reworded(paper, UNUSUAL[kind]) for paper in drawn]
            told[kind] = _told(measure(folder, papers[: given.papers], papers[given.papers :]))
        for when, figures in told[kind]["next"].items():
            print(
                f"{kind} {when}: {figures['right']} of {figures['fields']} fields right, {figures['flagged']} flagged,"
                f" {figures['silent']} wrong and not flagged"
            )
    RESULT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
