"""Understanding, measured on fresh papers of the mill: kinds, splits, fields, contradictions, and honest probabilities.

    ./run bench understand [--pages N] [--seed S] [--wordings first|second|all] [--papers FOLDER] [--readings FILE]
    ./run bench understand --fit SEED --pages N      # makes the shipped confidence model anew, and nothing else

Pages are read once and kept in the file of readings: another run with the same file only understands them again.
Results lie in docs/bench: understand.json, understand.md, understand-*.svg; what an office is shown of its threshold,
in ocr/understanding/thresholds.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import secrets
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import ocr
import samples
from hoso.bench import machine_read, understand_report
from hoso.bench.score import SURE, Tally, same_value, score_reading
from hoso.commands.development import ROOT
from ocr.model import PageReading
from ocr.records import page_from_record, page_to_record
from ocr.understanding import Explained, explain
from ocr.understanding.confidence import SHIPPED, START, FieldModel, for_a_person, why_absent
from ocr.understanding.confidence_fitting import Row, fit
from ocr.understanding.features import features
from ocr.understanding.thresholds import curve_of, to_record
from terms.kinds import OTHER, Catalogue

OUT = ROOT / "docs" / "bench"
THRESHOLDS = Path(ocr.__file__).parent / "understanding" / "thresholds.json"
CONTRADICTING = 0.05
PAPERS_PER_PILE = 12
# Which checks name what the mill plants.
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "birth_year": ("birth_year",),
    "sex_digit": ("sex_digit",),
    "province_digits": ("birth_province", "number_province"),
    "date_in_words": ("date_words",),
    "before_birth": ("date_order", "years_apart"),
    "commune_in_district": ("place", "place_unknown", "place_spelling"),
    "name_twice": ("name_twice", "name_spelling"),
    "qr_and_print": ("qr",),
    "mrz_and_print": ("mrz",),
    "other_name": ("other_paper",),
    "other_birth": ("other_paper",),
    "other_birth_date": ("other_paper",),
}

Truth = Mapping[str, Any]
Example = tuple[Truth, tuple[PageReading, ...]]


@dataclass
class Measured:
    """What was counted over a set."""

    all: Tally = field(default_factory=Tally)
    by: dict[str, dict[str, Tally]] = field(default_factory=lambda: {"kind": {}, "level": {}, "layout": {}})
    planted: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    sound: int = 0
    alarms: int = 0
    claims: list[tuple[float, bool]] = field(default_factory=list)
    invented: int = 0
    invented_silently: int = 0
    cpu_s: float = 0.0
    pages: int = 0


def readings(folder: Path, kept: Path) -> Iterator[Example]:
    """The files of a folder with their pages as read; what `kept` holds already is not read again."""
    known: dict[str, list[Any]] = {}
    if kept.exists():
        with gzip.open(kept, "rt", encoding="utf-8") as lines:
            known = {one["file"]: one["pages"] for one in map(json.loads, lines)}
    truths = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines() if line.strip()]
    limits = replace(ocr.Limits(), workers=1)

    def read(truth: Truth) -> list[Any]:
        name = str(truth["file"])
        if name not in known:
            known[name] = [
                page_to_record(page) for page in ocr.read_pages(folder / name, ocr.open_file(folder / name), limits)
            ]
        return known[name]

    kept.parent.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(ocr.Limits().workers) as pool, gzip.open(kept, "wt", encoding="utf-8") as lines:
        for truth, pages in zip(truths, pool.map(read, truths), strict=True):
            lines.write(json.dumps({"file": truth["file"], "pages": pages}, ensure_ascii=False) + "\n")
            yield truth, tuple(page_from_record(page) for page in pages)


def measure(examples: Sequence[Example], catalogue: Catalogue) -> Measured:
    """Understand every file and count."""
    made = Measured()
    for truth, pages in examples:
        began = time.process_time()
        found = explain(pages, catalogue)
        made.cpu_s += time.process_time() - began
        made.pages += len(pages)
        tally = score_reading(truth, _answer(pages, found))
        made.all.add(tally)
        for group, name in _groups(truth):
            made.by[group].setdefault(name, Tally()).add(tally)
        _claims(made, truth, found)
        _contradictions(made, truth, found)
    return made


def rows(examples: Sequence[Example], catalogue: Catalogue, model: FieldModel = START) -> list[Row]:
    """What the confidence model is fitted on: every field of papers whose kind and pages were found."""
    made = []
    for number, (truth, pages) in enumerate(examples):
        for document, one in _pairs(truth, explain(pages, catalogue, model=model)):
            if one.lifted is None or one.document.kind != document["kind"]:
                continue
            seen = [view.sheet.page for view in one.lifted.views]
            for spec in one.lifted.kind.fields:
                draft, said = one.lifted.drafts[spec.name], one.lifted.findings.get(spec.name, ())
                numbers = features(spec, draft, said, seen) if draft.value else None
                why = "" if draft.value else why_absent(spec, draft, seen)
                right = _right(draft.value, document["fields"].get(spec.name), spec.name)
                looked_at = for_a_person(spec, draft, said, seen)
                made.append(Row(f"{number} {truth['file']}", numbers, why, right, looked_at))
    return made


def _pairs(truth: Truth, found: Sequence[Explained]) -> Iterator[tuple[Mapping[str, Any], Explained]]:
    by_pages = {one.document.pages: one for one in found}
    for document in truth["documents"]:
        if (one := by_pages.get(tuple(document["pages"]))) is not None:
            yield document, one


def _right(value: str | None, printed: str | None, name: str) -> bool:
    return value is None if printed is None else bool(value) and same_value(value or "", printed, name)


def _answer(pages: Sequence[PageReading], found: Sequence[Explained]) -> dict[str, Any]:
    return {
        "pages": [{"text": page.text, "rotation": page.rotation} for page in pages],
        "documents": [
            {
                "kind": one.document.kind,
                "kind_confidence": one.document.kind_confidence,
                "pages": list(one.document.pages),
                "fields": {
                    name: {"value": value.value, "confidence": value.confidence}
                    for name, value in one.document.fields.items()
                },
            }
            for one in found
        ],
    }


def _groups(truth: Truth) -> Iterator[tuple[str, str]]:
    yield "level", {0: "pile", 1: "office scanner", 2: "tired scanner", 3: "phone"}.get(truth["level"], "real")
    single = len(truth["documents"]) == 1
    yield "kind", truth["documents"][0]["kind"] if single else "pile"
    if single and truth.get("layouts"):
        yield "layout", f"{truth['documents'][0]['kind']} {truth['layouts'][0]}"


def _claims(made: Measured, truth: Truth, found: Sequence[Explained]) -> None:
    """Confidences against what was right, of every field that is printed or was claimed."""
    for document, one in _pairs(truth, found):
        for name, value in one.document.fields.items():
            printed = document["fields"].get(name)
            if value.value is not None and printed is None and document["kind"] == one.document.kind != OTHER:
                made.invented += 1
                made.invented_silently += value.confidence >= SURE
            if printed is None and value.value is None:
                continue
            missed = value.value is None
            made.claims.append((0.0 if missed else value.confidence, _right(value.value, printed, name)))


def _contradictions(made: Measured, truth: Truth, found: Sequence[Explained]) -> None:
    said = {
        finding.check
        for one in found
        for value in one.document.fields.values()
        for finding in value.findings
        if not finding.agrees
    }
    planted = set(truth.get("contradictions") or ())
    for flaw in planted:
        made.planted[flaw][0] += 1
        made.planted[flaw][1] += bool(said & set(NAMED_BY.get(flaw, (flaw,))))
    if not planted:
        made.sound += 1
        made.alarms += bool(said & {check for checks in NAMED_BY.values() for check in checks})


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or with --fit make the model anew. 0 when all went well."""
    parser = argparse.ArgumentParser(prog="./run bench understand", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--pages", type=int, default=500, help="how many papers to draw (500)")
    parser.add_argument("--seed", help="of the papers; a fresh one without it")
    parser.add_argument("--wordings", choices=("first", "second", "all"), help="which layouts (first to fit, second)")
    parser.add_argument("--papers", type=Path, metavar="DIR", help="a folder with truth.jsonl instead of drawn papers")
    parser.add_argument("--readings", type=Path, metavar="FILE", help="where the pages as read are kept (.jsonl.gz)")
    parser.add_argument("--fit", metavar="SEED", help="fit the shipped confidence model on papers of this seed")
    parser.add_argument("--cards", type=int, default=240, help="identity cards drawn for QR codes and zones (240)")
    parser.add_argument("--odd", type=float, default=CONTRADICTING, help="share of papers that contradict themselves")
    parser.add_argument("--work", type=Path, default=ROOT / "var" / "bench" / "understand")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    if options.pages < 1:
        parser.error("--pages must be at least 1")
    seed = options.fit or options.seed or secrets.token_hex(4)
    wordings = options.wordings or ("first" if options.fit else "second")
    folder = options.papers or options.work / f"{seed}-{wordings}-{options.pages}"
    if not (folder / "truth.jsonl").exists():
        if options.papers:
            parser.error(f"no truth.jsonl in {folder}")
        piles = max(1, options.pages // PAPERS_PER_PILE // 2)
        samples.write_set(folder, options.pages, seed, dossiers=piles, wordings=wordings, contradicting=options.odd)
    source = f"set {folder.name}" if options.papers else f"the paper mill, seed {seed}, {wordings} layouts"
    try:
        examples = list(readings(folder, options.readings or folder.with_suffix(".jsonl.gz")))
    finally:
        ocr.end_children()
    catalogue = Catalogue.load()
    if options.fit:
        model = fit(rows(examples, catalogue), {"papers": len(examples), "source": source})
        SHIPPED.write_text(model.to_json(), "utf-8")
        print(json.dumps(model.meta, ensure_ascii=False))
        return 0
    made = measure(examples, catalogue)
    record = understand_report.record(made, source, len(examples))
    if options.cards > 0:
        record["machine_read"] = machine_read.record(machine_read.measure(options.cards, seed))
    understand_report.write(record, options.out)
    if not options.papers:
        THRESHOLDS.write_text(json.dumps(to_record(curve_of(made.claims, len(examples)))) + "\n", "utf-8")
    print(understand_report.table(record))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
