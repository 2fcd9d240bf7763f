"""The proof of the verdicts: `./run prove verdicts [FILE…]`.

A copy as the demo authority issues it, and any files named, with one byte changed at a place chosen by the seed: over
the whole file, inside the signatures and in the padding around them. No changed file may be called valid, none may
crash the checker or cost more than it may. A run that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from hoso.prove.service import ROOT
from pdf import Archive, Leaf, Place
from signing.authority import DemoAuthority, DemoTimestamps
from signing.evidence import EvidenceKept
from signing.settings import SigningSettings
from signing.signatures import SignatureWords, preserve, sign
from signing.soundness import certificates_in
from signing.trust import Trust
from signing.verification import TrustAnchors, Verdict, Verifier
from signing.verification.container import gaps

_PIN = "000000"
_AT_ONCE = 2
_KEEP_EVERY = 200


@dataclass
class Ledger:
    """What a run has found so far, kept in its folder. `survivors`: changed files that were still called valid."""

    seed: int
    done: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    survivors: list[dict[str, object]] = field(default_factory=list)
    slowest_s: float = 0.0

    def add(self, trial: Trial, verdict: Verdict, seconds: float) -> None:
        self.done += 1
        self.verdicts[verdict.verdict] = self.verdicts.get(verdict.verdict, 0) + 1
        for reason in verdict.reasons:
            if reason.code in ("too_slow", "too_much_memory", "checker_failed"):
                self.failures[reason.code] = self.failures.get(reason.code, 0) + 1
        if verdict.verdict == "valid":
            self.survivors.append(asdict(trial))
        self.slowest_s = max(self.slowest_s, seconds)


@dataclass(frozen=True)
class Trial:
    """One changed byte."""

    file: str
    position: int
    before: int
    after: int


def choose(seed: int, number: int, files: Sequence[tuple[str, bytes]]) -> Trial:
    """The trial with this number, the same in every run with this seed."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 - it must be the same in every run
    name, content = files[number % len(files)]
    found = gaps(content)
    where = chance.random()
    if found and where < 0.5:
        begin, end = chance.choice(found)
        used = begin + len(content[begin:end].rstrip(b"0>"))
        position = chance.randrange(begin, used) if where < 0.35 else chance.randrange(used, end)
    else:
        position = chance.randrange(len(content))
    before = content[position]
    # Half of the changes inside a signature stay hexadecimal digits, or the first rule would answer for all others.
    digits = b"0123456789abcdef" if chance.random() < 0.5 and before in b"0123456789abcdef" else bytes(range(256))
    return Trial(name, position, before, chance.choice([byte for byte in digits if byte != before]))


def demo_copy(folder: Path) -> tuple[bytes, TrustAnchors]:
    """A page certified by a person, signed by an office, with all that is needed to judge it in later years."""
    settings = SigningSettings(folder=folder)
    authority = DemoAuthority.create(settings.authority, _PIN)
    trust = Trust(settings)
    pdf = _with_fields(folder)
    for name in ("person", "office"):
        source = authority.issue(name, holder=name, organisation="Hoso", pin=_PIN, authority_pin=_PIN)
        pdf = sign(
            pdf,
            source.open(bytearray(_PIN.encode())),
            field=name,
            certify=name == "person",
            appearance=Leaf(70, 25),
            words=SignatureWords("Chứng thực bản sao", "Việt Nam"),
            timestamps=DemoTimestamps(authority),
        )
    evidence = EvidenceKept().of(certificates_in(pdf), trust, with_demo=True)
    return preserve(pdf, evidence, DemoTimestamps(authority)), trust.anchors


def _with_fields(folder: Path) -> bytes:
    """A page with two fields to be signed."""
    archive = Archive(title="Bản sao", created=dt.datetime.now(dt.UTC))
    archive.add_leaves([Leaf(210, 297)])
    for number, name in enumerate(("person", "office")):
        archive.add_signature_field(name, Place(0, (50 + 250 * number, 50, 250 + 250 * number, 120)), name)
    archive.save(folder / "unsigned.pdf")
    return (folder / "unsigned.pdf").read_bytes()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the proof; 0 when no changed file was called valid and none failed the checker."""
    parser = argparse.ArgumentParser(prog="./run prove verdicts", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--trials", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "proofs" / "verdicts")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "proofs" / "verdicts.json")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    copy, anchors = _kept_copy(options.folder)
    files = [("copy", copy), *((path.name, path.read_bytes()) for path in options.files)]
    ledger = _run(files, anchors, options.trials, options.seed, options.folder / f"seed-{options.seed}.json")
    holds = not ledger.survivors and not ledger.failures
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(_result(ledger, holds, files), ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"verdicts: {'holds' if holds else 'does not hold'}: {options.out}", file=sys.stderr)
    return 0 if holds else 1


def _result(ledger: Ledger, holds: bool, files: Sequence[tuple[str, bytes]]) -> dict[str, object]:
    return {
        "proof": "verdicts",
        "holds": holds,
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "files": {name: len(content) for name, content in files},
        **asdict(ledger),
    }


def _kept_copy(folder: Path) -> tuple[bytes, TrustAnchors]:
    """The copy of an earlier run in this folder, or a new one."""
    kept, keys = folder / "copy.pdf", folder / "signing"
    if kept.exists():
        return kept.read_bytes(), Trust(SigningSettings(folder=keys)).anchors
    copy, anchors = demo_copy(keys)
    kept.write_bytes(copy)
    return copy, anchors


def _run(files: Sequence[tuple[str, bytes]], anchors: TrustAnchors, trials: int, seed: int, kept: Path) -> Ledger:
    ledger = Ledger(**json.loads(kept.read_text("utf-8"))) if kept.exists() else Ledger(seed)
    contents = dict(files)
    verifier = Verifier()
    sound = verifier.verify(contents["copy"], anchors)
    if sound.verdict != "valid":
        raise SystemExit(f"the unchanged copy is {sound.verdict}: {[reason.code for reason in sound.reasons]}")

    def judge(number: int) -> tuple[Trial, Verdict, float]:
        trial = choose(seed, number, files)
        content = contents[trial.file]
        changed = content[: trial.position] + bytes([trial.after]) + content[trial.position + 1 :]
        began = time.monotonic()
        verdict = verifier.verify(changed, anchors)
        return trial, verdict, time.monotonic() - began

    try:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            while ledger.done < trials:
                part = range(ledger.done, min(trials, ledger.done + _KEEP_EVERY))
                for trial, verdict, seconds in threads.map(judge, part):
                    ledger.add(trial, verdict, seconds)
                kept.write_text(json.dumps(asdict(ledger)), "utf-8")
                print(f"{ledger.done} / {trials}: {Counter(ledger.verdicts)}", file=sys.stderr)
    finally:
        verifier.close()
    return ledger


if __name__ == "__main__":
    sys.exit(main())
