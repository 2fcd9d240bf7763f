"""The proof of the act: `./run prove act`.

Copies are certified and sealed one after the other, and in the middle of each somebody is killed with SIGKILL: the
signing worker, the clerk who asked for it (a web process's part), or the child that builds the file; each at a moment
chosen beforehand from the seed, counted from a step of the act that the log tells of (`signing.steps`). Whoever is dead
is started again, nothing else is mended by hand. At the end the worker's own housekeeping has come by, what waits for
the seal is sealed, and then: every copy is issued and whole, or void with a reason; its number likewise; no number is
missing or there twice; each issued file is valid and is the one the register names; nothing that bears a signature lies
about that no row stands for; the check of the whole store is clean.

A run that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

from sqlalchemy import select

from hoso.prove.justice import PIN, JusticeOffice, scans
from hoso.prove.numbers import judge
from hoso.prove.service import ROOT, alive, children
from hoso.services import anchors_of
from hoso.supervisor import die_with
from signing import leftovers
from signing.act import seal
from signing.steps import STEPS
from signing.verification import Verifier
from signing.worker import void_cut_short
from storage.copies.tables import CertifiedCopy
from storage.documents.tables import Original
from web.public.register import Asked, StoredPublicRegister

TARGETS = ("signing worker", "clerk", "builder")
_OF_CLERK = ("reserved", "built", "handed over")
_LONGEST_WAIT_S = 60.0
_NOW = dt.timedelta(0)


@dataclass(frozen=True)
class Moment:
    """When somebody is killed: so many milliseconds after a step was told of."""

    target: str
    step: str
    after_ms: float


@dataclass(frozen=True)
class Strike:
    """What came of it. `told`: what the clerk was answered, if it lived; `state`: of the copy right afterwards."""

    moment: Moment
    told: str
    state: str


@dataclass
class Ledger:
    """What a run has done so far, kept in its folder. `missed`: moments at which the act was over already."""

    path: Path
    strikes: list[dict[str, object]] = field(default_factory=list)
    missed: int = 0
    tried: int = 0

    @classmethod
    def load(cls, path: Path) -> Ledger:
        return cls(path, **json.loads(path.read_text("utf-8"))) if path.exists() else cls(path)

    def keep(self) -> None:
        kept = {"strikes": self.strikes, "missed": self.missed, "tried": self.tried}
        self.path.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")


def moment(seed: int, number: int) -> Moment:
    """The moment with this number; every step is met as often as every other."""
    chance = Random(f"act {seed}/{number}")  # noqa: S311 - it must be the same in every run
    step = STEPS[number % len(STEPS)]
    target = chance.choice(TARGETS[:2])
    if step == "reserved" and chance.random() < 0.5:
        target = "builder"
    return Moment(target, step, round(chance.choice((0.0, chance.uniform(0, 5), chance.uniform(0, 60))), 2))


class Run:
    """One run of the proof in one folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed = seed
        self.folder = folder
        self.office = JusticeOffice(folder)
        self.ledger = Ledger.load(folder / f"seed-{seed}.json")
        self.clerk_log = folder / "clerk.log"
        self._clerk: subprocess.Popen[bytes] | None = None
        self._worker_pid = 0
        (self._scan,) = scans("act", 1)

    def go(self, moments: int) -> None:
        """Strike until so many moments were met."""
        self._worker_pid = self.office.start_worker()
        try:
            while len(self.ledger.strikes) < moments:
                self.ledger.tried += 1
                strike = self._act(moment(self.seed, self.ledger.tried))
                if strike is None:
                    self.ledger.missed += 1
                else:
                    self.ledger.strikes.append(asdict(strike))
                self.ledger.keep()
                done = len(self.ledger.strikes)
                if done % 10 == 0:
                    print(f"act: {done} / {moments}, missed {self.ledger.missed}", file=sys.stderr, flush=True)
            self._come_to_rest()
        finally:
            self._end_clerk()
            self.office.stop_worker()

    def _act(self, when: Moment) -> Strike | None:
        """One paper, one kill. None if the act was through before."""
        document = self.office.document([self._scan])
        order: dict[str, object] = {"do": "certify", "document": document, "pages": 1}
        if STEPS.index(when.step) >= STEPS.index("sealing"):  # type: ignore[arg-type]
            answer = self._ask(order)
            if "copy" not in answer:
                raise RuntimeError(f"an undisturbed act failed: {answer}")
            order = {"do": "seal", "copy": answer["copy"]}
        log = self.clerk_log if when.step in _OF_CLERK else self.office.log
        seen = log.stat().st_size if log.exists() else 0
        begun = self.clerk_log.stat().st_size if self.clerk_log.exists() else 0
        self._send(order)
        copy_id = order.get("copy") or self._until_told(self.clerk_log, begun, "", "reserved")
        if not copy_id or not self._until_told(log, seen, str(copy_id), when.step):
            self._receive()
            return None
        if when.after_ms:
            time.sleep(when.after_ms / 1000)
        struck = self._kill(when.target)
        told = self._aftermath(when.target)
        if not struck:
            return None
        return Strike(when, told, self._state(document))

    def _kill(self, target: str) -> bool:
        clerk = self._clerk
        assert clerk is not None  # noqa: S101 - a mistake of the proof
        pids = {"signing worker": [self._worker_pid], "clerk": [clerk.pid], "builder": _builders(clerk.pid)}[target]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return bool(pids)

    def _aftermath(self, target: str) -> str:
        """Start again who is dead; what the clerk was told, if it lives."""
        if target == "clerk":
            self._end_clerk()
            return "dead"
        told = self._receive()
        if target == "signing worker":
            self._worker_pid = self.office.start_worker()
        return str(told.get("error", "done"))

    def _state(self, document: str) -> str:
        with self.office.house.database.session() as session:
            found = session.scalars(select(CertifiedCopy.state).where(CertifiedCopy.document_id == document)).all()
        return ", ".join(found) or "no row"

    def _until_told(self, log: Path, seen: int, copy_id: str, step: str) -> str | None:
        """Wait until the log tells of the step of this copy, or of any: the copy's id; None if it never does."""
        wanted = re.compile(rf"act: ({copy_id or '[-0-9a-f]{36}'}): {step}\n".encode())
        until = time.monotonic() + _LONGEST_WAIT_S
        while time.monotonic() < until:
            if log.exists():
                with log.open("rb") as file:
                    file.seek(seen)
                    if found := wanted.search(file.read()):
                        return found[1].decode()
            time.sleep(0.0005)
        return None

    # --- the clerk ------------------------------------------------------------------------------------------------

    def _ask(self, order: dict[str, object]) -> dict[str, object]:
        self._send(order)
        return self._receive()

    def _send(self, order: dict[str, object]) -> None:
        if self._clerk is None:
            with self.clerk_log.open("ab") as log:
                self._clerk = subprocess.Popen(
                    [sys.executable, "-P", "-m", "hoso.prove.clerk", str(self.folder)],
                    cwd=ROOT, env=self.office.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                    preexec_fn=functools.partial(die_with, os.getpid()),
                )  # fmt: skip
            self._receive()
        assert self._clerk.stdin is not None  # noqa: S101 - a mistake of the proof
        self._clerk.stdin.write(json.dumps(order).encode() + b"\n")
        self._clerk.stdin.flush()

    def _receive(self) -> dict[str, object]:
        assert self._clerk is not None and self._clerk.stdout is not None  # noqa: S101, PT018
        line = self._clerk.stdout.readline()
        answer: dict[str, object] = json.loads(line) if line else {"error": "dead"}
        return answer

    def _end_clerk(self) -> None:
        if self._clerk is not None:
            self._clerk.kill()
            self._clerk.wait()
            self._clerk = None

    # --- the end --------------------------------------------------------------------------------------------------

    def _come_to_rest(self) -> None:
        """What time alone would bring: housekeeping a quarter of an hour later, and the seal for what waits for it."""
        services = self.office.services
        void_cut_short(services.database, _NOW)
        with services.database.session() as session:
            waiting = session.scalars(select(CertifiedCopy.id).where(CertifiedCopy.state == "certified")).all()
        for copy_id in waiting:
            seal(services, self.office.keeper.token, PIN, copy_id)
        leftovers.sweep(services.settings.folder, services.database, services.blobs, _NOW)

    def verdict(self) -> tuple[list[str], dict[str, int]]:
        """What is wrong, one line each, and what was counted."""
        findings, counted = judge(self.office)
        house = self.office.house
        register, anchors = StoredPublicRegister(house.database), anchors_of(house.settings)
        with house.database.session() as session:
            copies = session.scalars(select(CertifiedCopy)).all()
            known = set(session.scalars(select(Original.sha256)))
        issued = {str(copy.pdf_sha256) for copy in copies if copy.state == "issued"}
        findings += [f"copy {copy.id} is left {copy.state}" for copy in copies if copy.state not in ("issued", "void")]
        verifier = Verifier()
        for sha256 in sorted(issued):
            found = verifier.verify(house.blobs.path(sha256), anchors, register=Asked(register))
            if found.verdict != "valid":
                findings.append(f"issued file {sha256} is {found.verdict}")
        verifier.close()
        left = set(house.blobs) - known - issued
        findings += [f"half a copy is left: {sha256}" for sha256 in sorted(left)]
        return findings, counted | {"issued files valid": len(issued)}


def _builders(clerk: int) -> list[int]:
    """The processes under the clerk that build files: the nursery and its child."""
    found = []
    for child in children(clerk):
        found += [child, *children(child)]
    return [pid for pid in found if alive(pid)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the proof; 0 if it holds. The result goes to `docs/proofs/act.json`."""
    parser = argparse.ArgumentParser(prog="./run prove act", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "proofs" / "act")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "proofs" / "act.json")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    began = time.monotonic()
    run = Run(options.folder, options.seed)
    run.go(options.moments)
    findings, counted = run.verdict()
    run.office.close()
    strikes = run.ledger.strikes
    result = {
        "proof": "act",
        "holds": not findings,
        "findings": findings,
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "seed": options.seed,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "seconds": round(time.monotonic() - began, 1),
        "moments": len(strikes),
        "missed": run.ledger.missed,
        "by step": dict(Counter(str(one["moment"]["step"]) for one in strikes)),  # type: ignore[index]
        "by target": dict(Counter(str(one["moment"]["target"]) for one in strikes)),  # type: ignore[index]
        "told the clerk": dict(Counter(str(one["told"]) for one in strikes)),
        "right afterwards": dict(Counter(str(one["state"]) for one in strikes)),
        "at the end": counted,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for finding in findings:
        print(f"act: FAILED: {finding}", file=sys.stderr)
    print(f"act: {'does not hold' if findings else 'holds'}: {options.out}", file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
