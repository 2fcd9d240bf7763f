"""The proof of the numbers: `./run prove numbers`.

Two thousand copies are certified and sealed by many signers at once, 32 on PostgreSQL and 8 on SQLite, in processes and
threads that know nothing of each other. Some papers cannot be built and some copies are sent back. Afterwards the
register must run from 1 without a gap, no number twice; each number stands for exactly one issued copy whose file is
there, whole, and bears that number, or is void with its reason; and the check of the whole store must be clean.
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
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, select, text

from hoso.prove.justice import JusticeOffice
from hoso.prove.service import ROOT
from signing import soundness
from storage.audit.log import seal as seal_audit
from storage.check import check
from storage.copies.tables import CertifiedCopy, RegisterEntry

POSTGRES = os.environ.get("HOSO_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
_THREADS = 8


@dataclass(frozen=True)
class Plan:
    """So many `signers` at once make `copies` on a database."""

    database: str
    signers: int
    copies: int


def run(plan: Plan, folder: Path) -> dict[str, object]:
    """Do what is planned in `folder`; what was counted and what was found wrong."""
    with _database(plan.database) as url:
        variables = {"HOSO_DATABASE_URL": url} if url else {}
        office = JusticeOffice(folder, certifiers=range(plan.signers), variables=variables)
        office.start_worker()
        began = time.monotonic()
        try:
            answers = _signed(plan, folder, url, office.environment)
        finally:
            office.stop_worker()
        seconds = time.monotonic() - began
        findings, counted = judge(office)
        office.close()
    if sum(answers.values()) != plan.copies // plan.signers * plan.signers:
        findings.append(f"{sum(answers.values())} acts were answered")
    return {
        "database": plan.database,
        "signers": plan.signers,
        "copies": plan.copies,
        "seconds": round(seconds, 1),
        "answers": dict(answers),
        "counted": counted,
        "findings": findings,
    }


def judge(office: JusticeOffice) -> tuple[list[str], dict[str, int]]:
    """What is wrong with register and files, one line each; and how many numbers are issued and void."""
    findings: list[str] = []
    with office.house.database.session() as session:
        seal_audit(session)
    with office.house.database.session() as session:
        entries = session.scalars(select(RegisterEntry).order_by(RegisterEntry.number)).all()
        copies = session.scalars(select(CertifiedCopy)).all()
    by_entry = {copy.entry_id: copy for copy in copies if copy.entry_id}
    if [entry.number for entry in entries] != list(range(1, len(entries) + 1)):
        findings.append("the numbers do not run from 1 without a gap")
    for entry in entries:
        copy = by_entry.get(entry.id)
        if copy is None or copy.state != entry.state:
            findings.append(f"number {entry.number} is {entry.state}, its copy {copy.state if copy else 'missing'}")
        elif entry.state == "void" and not entry.void_reason:
            findings.append(f"number {entry.number} is void without a reason")
        elif entry.state == "issued":
            findings += _file(office, copy, entry)
    findings += [
        f"check: {one.code} {one.subject}"
        for one in check(office.house.database, office.house.blobs)
        if one.level in ("error", "warning")
    ]
    return findings, dict(Counter(entry.state for entry in entries))


def _file(office: JusticeOffice, copy: CertifiedCopy, entry: RegisterEntry) -> Iterator[str]:
    with office.house.blobs.open(str(copy.pdf_sha256), verify=True) as stream:
        manifest = soundness.attached_manifest(stream.read())
    if (manifest.get("number"), manifest.get("code")) != (entry.number, copy.code):
        yield f"the file of number {entry.number} bears {manifest.get('number')}"


def _signed(plan: Plan, folder: Path, url: str, environment: dict[str, str]) -> Counter[str]:
    """All signers at once, eight to a process; how their acts ended."""
    threads = min(_THREADS, plan.signers)
    started = []
    for first in range(0, plan.signers, threads):
        numbers = [str(first), str(threads), str(plan.copies // plan.signers)]
        command = [sys.executable, "-P", "-m", "hoso.prove.signers", str(folder), url, *numbers]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE))
    answers: Counter[str] = Counter()
    for one in started:
        output, _ = one.communicate()
        if one.returncode:
            raise SystemExit(f"signers ended with {one.returncode}")
        answers.update(json.loads(output))
    return answers


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """The address of a database of its own, gone afterwards; empty for SQLite in the data folder."""
    if kind == "sqlite":
        yield ""
        return
    name = f"hoso_prove_{secrets.token_hex(4)}"
    engine = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        engine.dispose()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the proof; 0 if it holds. The result goes to `docs/proofs/numbers.json`."""
    parser = argparse.ArgumentParser(prog="./run prove numbers", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--copies", type=int, default=2_000, help="on each database")
    parser.add_argument("--on", choices=("postgresql", "sqlite"), action="append")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "proofs" / "numbers")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "proofs" / "numbers.json")
    options = parser.parse_args(arguments)
    runs = []
    for database in options.on or ["postgresql", "sqlite"]:
        folder = options.folder / database
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        runs.append(run(Plan(database, 32 if database == "postgresql" else 8, options.copies), folder))
        print(f"numbers: {runs[-1]}", file=sys.stderr, flush=True)
    holds = not any(one["findings"] for one in runs)
    result = {
        "proof": "numbers",
        "holds": holds,
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "runs": runs,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"numbers: {'holds' if holds else 'does not hold'}: {options.out}", file=sys.stderr)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
