"""The verdict on captured pages against faults whose kind and strength are known.

    ./run bench quality [--pages N] [--seed S]

Each paper of the mill is scanned well, scanned badly and photographed, and each of these judged; then each fault is
done to it, faintly, plainly and grossly, and judged again. Prints how often a fault was found, how often a sound page
was said to have one, and what a verdict cost; writes it to docs/bench/quality.json after every paper.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ocr
import samples

STRENGTHS = (0.3, 0.6, 0.9)
OUT = Path(__file__).parents[2] / "docs" / "bench" / "quality.json"
# A scanner cannot do to a page what a lamp, a hand or a finger does; a shadow needs a photo as well.
_ON_SCANS: frozenset[samples.Fault] = frozenset({"too_light", "cut_off", "low_resolution", "blurred"})
_CODE = {"moved": "blurred"}


class Tally:
    """What was found so far."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.papers = 0
        self.clean: Counter[str] = Counter()
        self.alarms: dict[str, list[str]] = {}
        self.faults: dict[tuple[str, float], Counter[str]] = {}

    def sound(self, level: int, name: str, found: ocr.Quality) -> None:
        self.clean[f"level {level}"] += 1
        self.clean[f"level {level} {found.grade}"] += 1
        if found.faults:
            self.alarms[name] = list(found.warnings)

    def spoilt(self, fault: samples.Fault, strength: float, found: ocr.Quality) -> None:
        count = self.faults.setdefault((fault, strength), Counter())
        count["pages"] += 1
        count["found"] += any(one.code == _CODE.get(fault, fault) for one in found.faults)
        count["retake"] += found.grade == "retake"

    def as_json(self) -> dict[str, Any]:
        used, judged = ocr.spent(), sum(count["pages"] for count in self.faults.values())
        judged += sum(self.clean[f"level {level}"] for level in (1, 2, 3))
        return {
            "seed": self.seed,
            "papers": self.papers,
            "cpu_ms_a_verdict": round(1000 * used.own / max(1, judged), 1),
            "clean": dict(sorted(self.clean.items())),
            "alarms": self.alarms,
            "faults": [
                {"fault": fault, "strength": strength, **count} for (fault, strength), count in self.faults.items()
            ],
        }


def run(papers: int, seed: str) -> Tally:
    """Judge so many papers, sound and spoilt."""
    tally = Tally(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.jpg"

        def judged(jpeg: bytes) -> ocr.Quality:
            path.write_bytes(jpeg)
            return ocr.page_quality(path, 1)

        for number in range(papers):
            kind = samples.KINDS[number % len(samples.KINDS)]
            paper = samples.draw(kind, f"{seed} {number}")
            worn = {level: samples.wear(paper, level, f"{seed} {number}")[0] for level in (1, 2, 3)}
            for level, page in worn.items():
                tally.sound(level, f"{number}-{kind}-{level}", judged(page.jpeg))
            for place, fault in enumerate(samples.FAULTS):
                for step, strength in enumerate(STRENGTHS):
                    level = 1 if fault in _ON_SCANS and (number + place + step) % 2 else 3
                    spoilt = samples.spoil(worn[level], fault, strength, f"{seed} {number}")
                    tally.spoilt(fault, strength, judged(spoilt.jpeg))
            tally.papers = number + 1
            OUT.write_text(json.dumps(tally.as_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return tally


def table(result: dict[str, Any]) -> str:
    """The result in words."""
    lines = [f"{'fault':16}" + "".join(f"  {strength:.1f}: found  retake" for strength in STRENGTHS)]
    for fault in samples.FAULTS:
        row = [one for one in result["faults"] if one["fault"] == fault]
        lines.append(f"{fault:16}" + "".join(f"  {one['found']:6}/{one['pages']} {one['retake']:5}  " for one in row))
    lines.append(f"sound pages: {result['clean']}; said of them: {result['alarms']}")
    lines.append(f"{result['cpu_ms_a_verdict']} ms of processor time a verdict, decoding included")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench quality", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=20, help="so many papers, each in thirty states")
    parser.add_argument("--seed", default="", help="the same papers again; fresh ones without it")
    chosen = parser.parse_args(arguments)
    try:
        tally = run(chosen.pages, chosen.seed or secrets.token_hex(4))
    finally:
        ocr.end_children()
    print(table(tally.as_json()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
