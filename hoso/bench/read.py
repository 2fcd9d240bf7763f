"""Reading, beside its peers: `./run bench read [--set DIR] [--pages N] [--seed S] [--long N]`.

Papers come from the mill with a fresh seed, or from any folder with `truth.jsonl`. The same page pictures go through
our reading, our searchable PDF/A, bare Tesseract and OCRmyPDF, one after the other in one run, each with two workers.
What counts is processor seconds, for they bear a busy machine better than the clock does.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hoso.bench import peers
from hoso.bench.cost import Cost, run_and_measure
from hoso.bench.papers import Papers, bind, generate, prepare
from hoso.bench.plot import UPRIGHT, draw
from hoso.bench.score import Tally, score_reading, score_text, total
from terms.errors import HosoError

ROOT = Path(__file__).parents[2]
TESSERACT = "Tesseract"
READ = "Hoso read --json"
_HERE = {"PYTHONPATH": str(ROOT)}
_OURS = (sys.executable, "-P", "-m", "hoso.bench.ours")
_GROUPS = {1: "office scans", 2: "office scans", 3: "phone photos", 0: "dossiers"}


@dataclass
class Run:
    """One engine over all pages: what it cost and, where it gave text, how true that is by group of papers."""

    name: str
    command: str
    pages: int
    cost: Cost
    load_before: float
    stages: Mapping[str, float] = field(default_factory=dict)
    scores: Mapping[str, Tally] = field(default_factory=dict)

    def record(self, yardstick: float) -> dict[str, Any]:
        """For the JSON. `yardstick`: bare Tesseract's processor seconds a page."""
        named = sum(self.stages.values())
        stages = {**self.stages, "start and rest": max(0.0, self.cost.cpu_s - named)} if self.stages else {}
        told: dict[str, Any] = {"name": self.name, "command": self.command, "finished": self.cost.status == 0}
        if self.cost.status:
            return {**told, "exit_status": self.cost.status}
        a_page = self.cost.cpu_s / self.pages
        return {
            **told,
            "cpu_s_a_page": round(a_page, 3),
            "times_bare_tesseract": round(a_page / yardstick, 2) if yardstick else None,
            "cpu_s_a_page_by_stage": {name: round(value / self.pages, 4) for name, value in stages.items()},
            "pages_a_minute": round(60 * self.pages / self.cost.wall_s, 1),
            "wall_s": round(self.cost.wall_s, 1),
            "peak_mb": round(self.cost.peak_mb),
            "load_before": round(self.load_before, 2),
            "accuracy": {group: tally.figures() for group, tally in self.scores.items()},
        }


def _read(papers: Papers, work: Path) -> Run:
    listing, answers = work / "files.json", work / "answers.jsonl"
    listing.write_text(json.dumps([str(path) for path in papers.files()]), "utf-8")
    run = _own(READ, "./run read FILE… --json", ["read", listing, answers], papers, work)
    found = {}
    if answers.exists():
        found = {Path(one["file"]).name: one for one in map(json.loads, answers.read_text("utf-8").splitlines())}
    run.scores = _grouped(papers, [score_reading(truth, found.get(truth["file"])) for truth in papers.truths])
    return run


def _pdf(papers: Papers, work: Path) -> Run:
    arguments: list[str | Path] = ["pdf", papers.bound, work / "hoso.pdf"]
    return _own("Hoso pdf", "./run pdf FILE -o OUT.pdf", arguments, papers, work)


def _ingest(papers: Papers, work: Path) -> Run:
    """The whole road into the store: taken in, read, understood, proposed, indexed. The office is there already."""
    store = {**_HERE, "HOSO_DATA": str(work / "data")}
    command = [sys.executable, "-P", "-m", "hoso", "ingest"]
    # The first call makes the practice office.
    run_and_measure([*command, papers.pages[0].picture], log=work / "first.log", environment=store)
    load = os.getloadavg()[0]
    cost = run_and_measure([*command, papers.bound], log=work / "ingest.log", environment=store)
    return Run("Hoso ingest", "./run ingest FILE", len(papers.pages), cost, load)


def _own(name: str, command: str, arguments: Sequence[str | Path], papers: Papers, work: Path) -> Run:
    load = os.getloadavg()[0]
    log = work / f"{arguments[0]}.log"
    cost = run_and_measure([*_OURS, *arguments], log=log, environment=_HERE)
    told = {} if cost.status else _last_record(log)
    return Run(name, command, len(papers.pages), cost, load, told.get("stages", {}))


def _tesseract(papers: Papers, work: Path, *, upright: bool) -> Run:
    load = os.getloadavg()[0]
    theirs = peers.tesseract(papers.pages, work, upright=upright)
    name = f"{TESSERACT} with orientation" if upright else TESSERACT
    return _peer(name, theirs, papers, load)


def _ocrmypdf(papers: Papers, work: Path) -> Run | None:
    load = os.getloadavg()[0]
    theirs = peers.ocrmypdf(papers.bound, len(papers.pages), work)
    return None if theirs is None else _peer("OCRmyPDF", theirs, papers, load)


def _peer(name: str, theirs: peers.PeerRun, papers: Papers, load: float) -> Run:
    texts: dict[str, list[str | None]] = {}
    for page, text in zip(papers.pages, theirs.texts, strict=True):
        texts.setdefault(page.file, []).append(text)
    tallies = [score_text(truth, _whole(texts[truth["file"]])) for truth in papers.truths]
    return Run(name, theirs.command, len(papers.pages), theirs.cost, load, scores=_grouped(papers, tallies))


def _whole(pages: Sequence[str | None]) -> str | None:
    """The text of a file; none if not even one page has any."""
    known = [page for page in pages if page is not None]
    return "\n".join(known) if known else None


def _grouped(papers: Papers, tallies: Sequence[Tally]) -> dict[str, Tally]:
    groups: dict[str, list[Tally]] = {}
    for truth, tally in zip(papers.truths, tallies, strict=True):
        level = truth.get("level")
        groups.setdefault(_GROUPS.get(level, str(level)) if isinstance(level, int) else str(level), []).append(tally)
    first = {"all": total(tallies)}
    if upright := [tally for truth, tally in zip(papers.truths, tallies, strict=True) if _lay_upright(truth)]:
        first[UPRIGHT] = total(upright)
    return {**first, **{name: total(members) for name, members in sorted(groups.items())}}


def _lay_upright(truth: Mapping[str, Any]) -> bool:
    rotation = truth.get("rotation")
    return rotation is not None and not any(rotation if isinstance(rotation, list) else [rotation])


ENGINES: dict[str, Callable[[Papers, Path], Run | None]] = {
    "tesseract": lambda papers, work: _tesseract(papers, work, upright=False),
    "read": _read,
    "pdf": _pdf,
    "ingest": _ingest,
    "upright": lambda papers, work: _tesseract(papers, work, upright=True),
    "ocrmypdf": _ocrmypdf,
}
"""In the order in which they run; the first is the yardstick. None from one that is not installed."""


def measure(papers: Papers, work: Path, engines: Sequence[str]) -> Iterator[Run]:
    """Each of these engines over the papers, one after the other."""
    for name in engines:
        print(f"{name} …", file=sys.stderr)
        run = ENGINES[name](papers, work)
        if run is not None:
            yield run


def read_long(papers: Papers, pages: int, work: Path) -> dict[str, Any]:
    """Memory on the way through one PDF of so many pages, made of the lightest pictures of the set."""
    light = sorted((page.picture for page in papers.pages), key=lambda picture: picture.stat().st_size)
    light = light[: max(1, len(light) // 2)]
    bound = work / "long.pdf"
    bind([light[number % len(light)] for number in range(pages)], bound)
    log = work / "long.log"
    cost = run_and_measure([*_OURS, "long", bound, "-"], log=log, environment=_HERE)
    told = _last_record(log)
    told.pop("stages", None)
    return {"file_mb": round(bound.stat().st_size / 1e6), "cpu_s": round(cost.cpu_s, 1), **told}


def _last_record(log: Path) -> dict[str, Any]:
    lines = log.read_text("utf-8", errors="replace").splitlines()
    if not lines or not lines[-1].startswith("{"):
        raise HosoError("internal", reference=str(log))
    record: dict[str, Any] = json.loads(lines[-1])
    return record


def result(papers: Papers, runs: Sequence[Run], source: str, long: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is written to docs/bench/read.json."""
    yardstick = next((run.cost.cpu_s / run.pages for run in runs if run.name == TESSERACT and not run.cost.status), 0.0)
    return {
        "benchmark": "read",
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "versions": {"hoso": _state_of_code(), **peers.versions()},
        "papers": {"source": source, "files": len(papers.truths), "pages": len(papers.pages)},
        "runs": [run.record(yardstick) for run in runs],
        "long_pdf": long,
    }


def _state_of_code() -> str:
    """The commit that was measured, "-dirty" if files differ from it."""
    words = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip()


def table(record: Mapping[str, Any]) -> str:
    """The figures as text."""
    papers = record["papers"]
    lines = [
        f"{papers['pages']} pages in {papers['files']} files ({papers['source']}); two workers each",
        "",
        f"{'':28}{'CPU s/page':>11}{'× Tesseract':>12}{'pages/min':>10}{'peak MB':>9}{'char. errors':>14}{'extra':>8}",
    ]
    finished = [run for run in record["runs"] if run["finished"]]
    for run in finished:
        accuracy = run["accuracy"].get("all", {})
        lines.append(
            f"{run['name']:28}{run['cpu_s_a_page']:11.2f}{_ratio(run['times_bare_tesseract']):>12}{run['pages_a_minute']:10.0f}"
            f"{run['peak_mb']:9}{_percent(accuracy.get('character_errors')):>14}{_percent(accuracy.get('extra')):>8}"
        )
    for run in finished:
        if run["cpu_s_a_page_by_stage"]:
            stages = ", ".join(f"{name} {value:.3f}" for name, value in run["cpu_s_a_page_by_stage"].items())
            lines += ["", f"{run['name']}, CPU s a page: {stages}"]
    judged = [run for run in finished if run["accuracy"]]
    if judged:
        groups = list(judged[0]["accuracy"])
        lines += ["", _row("character errors", groups)]
        lines += [_row(run["name"], _shares(run, groups, "character_errors")) for run in judged]
        lines += [line for run in judged if run["name"] == READ for line in _own_accuracy(run, groups)]
    for run in record["runs"]:
        if not run["finished"]:
            lines += ["", f"{run['name']} did not come to its end (status {run['exit_status']}): {run['command']}"]
    lines += _long_lines(record["long_pdf"])
    return "\n".join(lines)


def _own_accuracy(run: Mapping[str, Any], groups: Sequence[str]) -> list[str]:
    measures = ("upright", "kinds", "splits", "fields_exact", "flagged", "silently_wrong", "calibration_error")
    return ["", _row(READ, groups), *(_row(name.replace("_", " "), _shares(run, groups, name)) for name in measures)]


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:28}" + "".join(f"{cell:>16}" for cell in cells)


def _shares(run: Mapping[str, Any], groups: Sequence[str], measured: str) -> list[str]:
    return [_percent(run["accuracy"][group][measured]) for group in groups]


def _ratio(times: float | None) -> str:
    return "–" if times is None else f"{times:.2f}"


def _long_lines(long: Mapping[str, Any] | None) -> list[str]:
    if long is None:
        return []
    peaks = ", ".join(f"{name} {size}" for name, size in long["peak_mb"].items())
    return [
        "",
        f"one PDF of {long['pages']} pages ({long['file_mb']} MB), {long['unread']} unread: peak MB {peaks}",
        f"worker by tenth: {long['worker_mb_by_tenth']}",
        f"child by tenth: {long['child_mb_by_tenth']}",
    ]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %"


def _write(record: Mapping[str, Any], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.with_name(f"{place.name}.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    place.with_name(f"{place.name}.svg").write_text(draw(record), "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 0 when every engine that is installed came to its end."""
    parser = argparse.ArgumentParser(prog="./run bench read", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--set", type=Path, metavar="DIR", help="a folder with truth.jsonl instead of generated papers")
    parser.add_argument("--pages", type=int, default=60, help="how many pages to generate, at least (60)")
    parser.add_argument("--seed", help="of the papers; a fresh one without it")
    parser.add_argument("--long", type=int, metavar="N", help="memory through one PDF of N pages, too")
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES), help="only these")
    parser.add_argument("--work", type=Path, default=ROOT / "var" / "bench", help="its folder `read` is made anew")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "bench")
    options = parser.parse_args(arguments)
    if options.pages < 1:
        parser.error("--pages must be at least 1")
    seed = options.seed or secrets.token_hex(4)
    work = options.work / "read"
    if options.set and options.set.resolve().is_relative_to(work.resolve()):
        parser.error(f"--set lies in {work}, which is made anew")
    shutil.rmtree(work, ignore_errors=True)
    folder = options.set or generate(work / "papers", options.pages, seed)
    source = f"set {options.set.name}" if options.set else f"the paper mill, seed {seed}"
    try:
        papers = prepare(folder, work)
    except HosoError as error:
        print(f"{folder / 'truth.jsonl'}: {error.message('en')}", file=sys.stderr)
        return 1
    long = read_long(papers, options.long, work) if options.long else None
    name = "read" if options.set is None else f"read-{options.set.name}"
    runs: list[Run] = []
    record: dict[str, Any] = {}
    for run in measure(papers, work, options.engines):
        runs.append(run)
        # Written after each engine, so that a run that is broken off leaves what it found.
        record = result(papers, runs, source, long)
        _write(record, options.out / name)
    if record:
        print(table(record))
    if "ocrmypdf" in options.engines and peers.find_ocrmypdf() is None:
        print(f"OCRmyPDF is not installed and was left out: {peers.INSTALL_OCRMYPDF}", file=sys.stderr)
    return 1 if any(run.cost.status for run in runs) else 0


if __name__ == "__main__":
    sys.exit(main())
