"""The proof of the kills: `./run prove kills`.

Dossiers are handed in over HTTP to the service that `./run serve` starts, while its worker, the worker's reading child
and the web process are killed with SIGKILL again and again, at stages that are chosen beforehand from the seed.
Restarting is the supervisor's work; nothing here lends a hand. Afterwards every dossier must be complete, no document
there twice, no page unread, the audit log unbroken, and what was read must be what an undisturbed reading reads.

A run that was interrupted goes on where it stopped: its folder keeps what was handed in and who was killed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

import samples
from hoso.first_run import first_run
from hoso.prove.counter import Account, Counter
from hoso.prove.judge import Verdict, judge
from hoso.prove.killer import CHILD_STAGES, WORKER_STAGES, Killer
from hoso.prove.service import ROOT, Service
from storage.dossiers.dossiers import dossier_by_code
from storage.offices.clients import create_client
from storage.offices.people import offices
from storage.scope import ADMINISTRATOR, Actor
from terms.errors import AccessError

_AT_ONCE = 4


@dataclass(frozen=True)
class Plan:
    """What is to be done; `kills`: how often each of the three is killed."""

    dossiers: int
    kills: int
    seed: int


@dataclass
class Ledger:
    """What a run has done so far, kept in its folder."""

    path: Path
    account: dict[str, str] = field(default_factory=dict)
    handed_in: list[str] = field(default_factory=list)
    kills: list[dict[str, object]] = field(default_factory=list)
    retries: int = 0
    seconds: float = 0.0

    @classmethod
    def load(cls, path: Path) -> Ledger:
        return cls(path, **json.loads(path.read_text("utf-8"))) if path.exists() else cls(path)

    def keep(self) -> None:
        content = {name: value for name, value in asdict(self).items() if name != "path"}
        aside = self.path.with_suffix(".tmp")
        aside.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
        aside.chmod(0o600)
        aside.replace(self.path)


class Run:
    """One run of the proof in one folder."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.papers = folder / "papers"
        self.ledger = Ledger.load(folder / "ledger.json")
        self.service = Service(folder, HOSO_WORKER_LEASE_S="30")
        first_run(self.service.house)
        with self.service.house.database.session() as session:
            office = offices(session)[0]
        self.actor = Actor(office.id, frozenset({office.id}), roles=frozenset({ADMINISTRATOR}), is_system=True)
        self.stop = threading.Event()
        self.counter = Counter(self.service.url, self._account(), self.stop)
        self._began = time.monotonic() - self.ledger.seconds
        self._failure: BaseException | None = None

    def go(self, within_s: float) -> None:
        """Hand in and kill until both are done and the service has come to rest. Raises TimeoutError."""
        deadline = time.monotonic() + within_s
        self.service.start()
        feeding = threading.Thread(target=self._feed, name="counter")
        feeding.start()
        try:
            killer = Killer(self.service, self._clock, lambda what: self._check(deadline, what))
            for target, stage in self._outstanding():
                self._kill(killer, target, stage)
            self._until(lambda: not feeding.is_alive(), deadline, "all dossiers were handed in")
            if self._failure is not None:
                raise self._failure
            self._until(lambda: not self._active(), deadline, "every dossier was done")
        finally:
            self.stop.set()
            feeding.join()
            self.ledger.retries += self.counter.retries
            self.ledger.seconds = self._clock()
            self.ledger.keep()
            status = self.service.stop()
            say(f"service stopped with status {status}")

    def files(self, number: int) -> dict[str, bytes]:
        """The papers of one dossier: two of a family in one PDF, and one by itself. Drawn once."""
        folder = self.papers / f"{number:04d}"
        if not (folder / ".drawn").exists():
            folder.mkdir(parents=True, exist_ok=True)
            rng = Random(f"kills {self.plan.seed} {number}")  # noqa: S311 - a seed, not a secret
            kinds = rng.sample([kind for kind in samples.KINDS if kind not in {"other", "citizen_id"}], 3)
            for letter, some in (("a", kinds[:2]), ("b", kinds[2:])):
                file, _ = samples.dossier(f"{self.plan.seed}-{number}", some, 1)
                (folder / f"{letter}-{file.name}").write_bytes(file.data)
            (folder / ".drawn").touch()
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".drawn"}

    # --- the counter ------------------------------------------------------------------------------------------------

    def _feed(self) -> None:
        try:
            for number in range(1, self.plan.dossiers + 1):
                code = code_of(number)
                if code in self.ledger.handed_in:
                    continue
                files = self.files(number)
                while len(self._active()) >= _AT_ONCE and not self.stop.wait(0.2):
                    pass
                if self.stop.is_set():
                    return
                self.counter.hand_in(code, f"Hồ sơ {number}", files)
                self.ledger.handed_in.append(code)
                self.ledger.keep()
                say(f"handed in {code}")
        except BaseException as failure:  # noqa: BLE001 - told by the main thread
            self._failure = failure

    def _active(self) -> list[str]:
        """The dossiers that are handed in and not yet ready for a person."""
        waiting = []
        for code in list(self.ledger.handed_in):
            with self.service.house.database.session() as session:
                try:
                    state = dossier_by_code(session, self.actor, code).state
                except AccessError:
                    state = "missing"
            if state != "review":
                waiting.append(code)
        return waiting

    # --- the killer -------------------------------------------------------------------------------------------------

    def _outstanding(self) -> Iterator[tuple[str, str]]:
        """The kills still to be done, the three targets mixed by the seed."""
        planned = [("worker", WORKER_STAGES[turn % len(WORKER_STAGES)]) for turn in range(self.plan.kills)]
        planned += [("reading child", CHILD_STAGES[turn % len(CHILD_STAGES)]) for turn in range(self.plan.kills)]
        planned += [("web", "request")] * self.plan.kills
        Random(self.plan.seed).shuffle(planned)  # noqa: S311 - a seed, not a secret
        yield from planned[len(self.ledger.kills) :]

    def _kill(self, killer: Killer, target: str, stage: str) -> None:
        kill = killer.kill(target, stage, self.counter, feeding=self._feeding)
        self.ledger.kills.append(asdict(kill))
        self.ledger.keep()
        back = "" if kill.back_s is None else f", another one after {kill.back_s} s"
        say(f"killed {kill.target} (pid {kill.pid}) at {kill.stage} {'' if kill.page is None else kill.page}{back}")

    def _feeding(self) -> bool:
        return len(self.ledger.handed_in) < self.plan.dossiers

    # --- odds and ends ----------------------------------------------------------------------------------------------

    def _account(self) -> Account:
        if not self.ledger.account:
            with self.service.house.database.session() as session:
                client, secret = create_client(session, self.actor, name="kills", scopes=("dossiers", "originals"))
                self.ledger.account = asdict(Account(client.id, secret))
            self.ledger.keep()
        return Account(**self.ledger.account)

    def _clock(self) -> float:
        return round(time.monotonic() - self._began, 1)

    def _until(self, condition: Callable[[], bool], deadline: float, what: str) -> None:
        while not condition():
            self._check(deadline, what)
            time.sleep(0.02)

    def _check(self, deadline: float, what: str) -> None:
        if self._failure is not None:
            raise self._failure
        if not self.service.running():
            raise RuntimeError("the supervisor has ended")
        if time.monotonic() > deadline:
            raise TimeoutError(f"it was time before {what}")


def main(arguments: list[str] | None = None) -> int:
    """Run the proof; 0 if it holds. The result goes to `docs/proofs/kills.json`."""
    options = _options(arguments)
    plan = Plan(options.dossiers, options.kills, options.seed)
    folder: Path = options.folder or ROOT / "var" / f"prove-kills-{plan.seed}-{plan.dossiers}-{plan.kills}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    run = Run(plan, folder)
    try:
        run.go(options.within)
        verdict = judge(run.service.house, run.actor, {code_of(n): run.files(n) for n in range(1, plan.dossiers + 1)})
    finally:
        run.service.close()
    result = _result(plan, run.ledger, verdict)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for finding in verdict.findings:
        say(f"FAILED: {finding}")
    say(f"{'holds' if verdict.holds else 'does not hold'}: {options.out}")
    if verdict.holds and not options.keep:
        shutil.rmtree(folder)
    return 0 if verdict.holds else 1


def code_of(number: int) -> str:
    """The code of one dossier of the proof."""
    return f"KILLS-{number:04d}"


def say(words: str) -> None:
    print(f"kills: {words}", file=sys.stderr, flush=True)


def _result(plan: Plan, ledger: Ledger, verdict: Verdict) -> dict[str, object]:
    return {
        "proof": "kills",
        "holds": verdict.holds,
        "findings": list(verdict.findings),
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "plan": asdict(plan),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "seconds": ledger.seconds,
        "answers_that_never_came": ledger.retries,
        "counted": verdict.counted,
        "killed": {
            target: sum(kill["target"] == target for kill in ledger.kills)
            for target in ("worker", "reading child", "web")
        },
        "kills": ledger.kills,
    }


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run prove kills", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=20)
    parser.add_argument("--kills", type=int, default=8, help="how often each of the three is killed")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--within", type=float, default=1800.0, help="seconds")
    parser.add_argument("--folder", type=Path, help="where to work, and to go on with an interrupted run")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "proofs" / "kills.json")
    parser.add_argument("--keep", action="store_true", help="keep the folder although the proof holds")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
