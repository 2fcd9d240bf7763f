"""The sample dossier: fictitious papers from the paper mill, laid before the practice office."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import samples
from hoso.services import House
from ingest import jobs
from ingest.sources.upload import Answer, receive_all
from ocr import sha256_of
from storage.documents.originals import dossiers_of_original, original_by_sha256
from storage.dossiers.dossiers import dossier_by_id, open_dossier
from storage.offices.tables import Office
from storage.scope import Actor
from terms.errors import StateError

TITLE = "Hồ sơ mẫu"

Place = tuple[tuple[str, int], ...]
"""Where a paper lies: file name and page number of each of its pages."""


@dataclass(frozen=True)
class PaperTruth:
    """What the mill knows of a paper it drew: its kind, and the fields it bears."""

    kind: str
    fields: Mapping[str, str]


def sample_files(house: House) -> list[Path]:
    """The scans of the sample dossier, drawn on first use and kept."""
    folder = house.settings.data / "sample-dossier"
    if not (folder / ".drawn").exists():
        samples.demo_dossier(folder)
        (folder / ".drawn").touch()
    return sorted(path for path in folder.iterdir() if path.suffix in (".jpg", ".pdf"))


def sample_truth(house: House) -> dict[Place, PaperTruth]:
    """The truth of each paper of the sample dossier, by where it lies."""
    truth: dict[Place, PaperTruth] = {}
    for line in (house.settings.data / "sample-dossier" / "truth.jsonl").read_text("utf-8").splitlines():
        drawn = json.loads(line)
        for paper in drawn["documents"]:
            place = tuple((drawn["file"], number) for number in paper["pages"])
            truth[place] = PaperTruth(paper["kind"], paper["fields"])
    return truth


def take_in_sample(house: House, actor: Actor, send: jobs.Send) -> tuple[str, list[Answer]]:
    """A new dossier with the sample's scans; its id, and what became of each file.

    Papers that are here already are not taken in twice: then it is the dossier that holds them, and no file.
    Raises StateError("wrong_state") in an office that is not marked as a demo: fictitious people have no place there.
    """
    with house.database.session() as session:
        if not session.get_one(Office, actor.office_id).is_demo:
            raise StateError("wrong_state", detail="chỉ cơ quan dùng thử / practice office only")
        known = original_by_sha256(session, actor, sha256_of(sample_files(house)[0]))
        if known is not None and (holding := dossiers_of_original(session, actor, known.id)):
            return holding[0].id, []
        dossier_id = open_dossier(session, actor, title=TITLE).id
    with ExitStack() as stack:
        files = [(path.name, stack.enter_context(path.open("rb"))) for path in sample_files(house)]
        answers = receive_all(
            house.database,
            house.blobs,
            files,
            actor=actor,
            source="upload",
            dossier_id=dossier_id,
            limits=house.limits,
            send=send,
        )
    return dossier_id, answers


def add_sample(house: House, send: jobs.Send, actor: Actor) -> str:
    """The button of the empty state: take the sample in and return the dossier's code."""
    dossier_id, _ = take_in_sample(house, actor, send)
    with house.database.session() as session:
        return dossier_by_id(session, actor, dossier_id).code
