"""The proof of the copies: `./run prove copies`.

Ten certified copies are issued as a justice office issues them, of one to three pages, sealed B-LTA. Then each is
forged again and again (`hoso.prove.forgeries`): one byte changed, the end cut off, bytes put in, an update appended.
No forgery may be called valid, neither by the file alone nor when the register is asked, and none may crash the checker
or cost more than it may. A run that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from hoso.prove.forgeries import Forgery, Sort, forge
from hoso.prove.justice import PIN, JusticeOffice, scans
from hoso.prove.service import ROOT
from hoso.services import anchors_of
from signing.act import begin, seal
from signing.verification import TrustAnchors, Verdict, Verifier
from signing.verification.verifier import join_register
from web.public.register import Asked, StoredPublicRegister

COPIES = 10
_AT_ONCE = 2
_KEEP_EVERY = 200
_FAILED = ("too_slow", "too_much_memory", "checker_failed")


@dataclass
class Ledger:
    """What a run has found so far, kept in its folder. `survivors`: forgeries that were called valid."""

    seed: int
    done: int = 0
    verdicts: dict[str, dict[str, int]] = field(default_factory=dict)  # by the file alone, by sort of forgery
    with_register: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    failures: list[dict[str, object]] = field(default_factory=list)
    survivors: list[dict[str, object]] = field(default_factory=list)
    closed: list[dict[str, object]] = field(default_factory=list)  # valid before the checker was mended, not any more
    slowest_s: float = 0.0

    def add(self, forgery: Forgery, alone: Verdict, asked: Verdict, seconds: float) -> None:
        self.done += 1
        counted = self.verdicts.setdefault(forgery.sort, {})
        counted[alone.verdict] = counted.get(alone.verdict, 0) + 1
        self.with_register[asked.verdict] = self.with_register.get(asked.verdict, 0) + 1
        first = alone.reasons[0].code if alone.reasons else "none"
        self.reasons[first] = self.reasons.get(first, 0) + 1
        self.slowest_s = round(max(self.slowest_s, seconds), 2)
        if any(reason.code in _FAILED for reason in alone.reasons):
            self.failures.append(asdict(forgery))
        if "valid" in (alone.verdict, asked.verdict):
            found = {"trial": self.done - 1, "alone": alone.verdict, "register": asked.verdict}
            self.survivors.append(asdict(forgery) | found)


def plan(number: int, changes: int) -> Sort:
    """Which sort the trial with this number is: first `changes` single bytes, then the three others in turn."""
    others: tuple[Sort, ...] = ("cut", "insert", "revision")
    return "byte" if number < changes else others[number % 3]


def trial(seed: int, number: int, changes: int, files: Sequence[tuple[str, bytes]]) -> tuple[bytes, Forgery]:
    """The trial with this number: the same in every run with this seed and these files. Never the file itself."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 - it must be the same in every run
    name, content = files[number % len(files)]
    changed, forgery = forge(plan(number, changes), name, content, chance)
    return (changed, forgery) if changed != content else (content[:-1], Forgery("cut", name, "the last byte"))


def issue_copies(folder: Path) -> tuple[list[tuple[str, bytes]], TrustAnchors, StoredPublicRegister]:
    """The ten copies in `folder`, issued there now or by an earlier run; whom to trust; the register they stand in."""
    office = JusticeOffice(folder)
    kept = folder / "copies"
    kept.mkdir(exist_ok=True)
    if len(list(kept.glob("*.pdf"))) < COPIES:
        office.start_worker()
        for number in range(len(list(kept.glob("*.pdf"))), COPIES):
            pages = 1 + number % 3
            request = office.request(office.document(scans(f"copies {number}", pages)), pages)
            certified = begin(office.services, office.certifiers[0].token, PIN, request)
            issued = seal(office.services, office.keeper.token, PIN, certified.copy_id)
            data = office.house.blobs.path(issued.pdf_sha256).read_bytes()
            (kept / f"copy-{number}.pdf").write_bytes(data)
    anchors = anchors_of(office.house.settings)
    register = StoredPublicRegister(office.house.database)
    office.stop_worker()
    return [(path.name, path.read_bytes()) for path in sorted(kept.glob("*.pdf"))], anchors, register


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the proof; 0 if no forgery was called valid and none failed the checker."""
    options = _options(arguments)
    options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files, anchors, register = issue_copies(options.folder)
    ledger = _run(files, anchors, register, options)
    holds = not ledger.survivors and not ledger.failures
    options.out.parent.mkdir(parents=True, exist_ok=True)
    result = {
        "proof": "copies",
        "holds": holds,
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "copies": {name: len(content) for name, content in files},
        "changes": options.changes,
        "others": options.others,
        **asdict(ledger),
    }
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"copies: {'holds' if holds else 'does not hold'}: {options.out}", file=sys.stderr)
    return 0 if holds else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run prove copies", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--changes", type=int, default=20_000, help="single bytes changed")
    parser.add_argument("--others", type=int, default=2_000, help="truncations, insertions and appended updates")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "proofs" / "copies")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "proofs" / "copies.json")
    return parser.parse_args(arguments)


def _run(
    files: Sequence[tuple[str, bytes]],
    anchors: TrustAnchors,
    register: StoredPublicRegister,
    options: argparse.Namespace,
) -> Ledger:
    kept = options.folder / f"seed-{options.seed}-{options.changes}-{options.others}.json"
    ledger = Ledger(**json.loads(kept.read_text("utf-8"))) if kept.exists() else Ledger(options.seed)
    verifier = Verifier()
    for name, content in files:
        sound = verifier.verify(content, anchors, register=Asked(register))
        if sound.verdict != "valid":
            raise SystemExit(f"{name}, unchanged, is {sound.verdict}: {[reason.code for reason in sound.reasons]}")

    def judge(number: int) -> tuple[Forgery, Verdict, Verdict, float]:
        changed, forgery = trial(options.seed, number, options.changes, files)
        began = time.monotonic()
        alone = verifier.verify(changed, anchors)
        return forgery, alone, join_register(alone, Asked(register)), time.monotonic() - began

    total = options.changes + options.others
    _judge_again(ledger, judge)
    try:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            while ledger.done < total:
                part = range(ledger.done, min(total, ledger.done + _KEEP_EVERY))
                for answer in threads.map(judge, part):
                    ledger.add(*answer)
                kept.write_text(json.dumps(asdict(ledger)), "utf-8")
                print(f"copies: {ledger.done} / {total}: {ledger.verdicts}", file=sys.stderr, flush=True)
    finally:
        verifier.close()
    return ledger


def _judge_again(ledger: Ledger, judge: Callable[[int], tuple[Forgery, Verdict, Verdict, float]]) -> None:
    """What an earlier part of the run let pass, judged by the checker as it is now; the finding is kept."""
    for survivor in list(ledger.survivors):
        _, alone, asked, _ = judge(int(str(survivor["trial"])))
        if "valid" not in (alone.verdict, asked.verdict):
            ledger.survivors.remove(survivor)
            ledger.closed.append(survivor | {"now": alone.verdict, "because": [one.code for one in alone.reasons]})


if __name__ == "__main__":
    sys.exit(main())
