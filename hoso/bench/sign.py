"""What a certified copy costs: `./run bench sign [--copies 200]`.

One-page copies through the act as it is: request, number, file, certifier's signature, seal, register; the signing
worker a process of its own, the building children below this one. At B-B and at B-LTA with P-256, at B-B with
RSASSA-PSS 3072. In the same run pyHanko signs the same unsigned file as a user of its command line would, one process
a file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from hoso.bench import sign_peer
from hoso.prove.justice import PIN, JusticeOffice, scans
from hoso.prove.service import children
from signing import act

RESULT = Path(__file__).parents[2] / "docs" / "bench" / "sign.json"
_BATCH = 50
_WAYS = (("P-256, B-B", "B-B", False), ("P-256, B-LTA", "B-LTA", False), ("RSASSA-PSS 3072, B-B", "B-B", True))


@dataclass(frozen=True)
class Cost:
    """Of one way of signing: processor milliseconds a copy by process, seconds by the clock, copies a second a core."""

    name: str
    copies: int
    wall_s: float
    ms_by_process: dict[str, float]

    @property
    def ms(self) -> float:
        return round(sum(self.ms_by_process.values()), 1)

    @property
    def per_core(self) -> float:
        return round(1000 / self.ms, 1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write docs/bench/sign.json and sign.md; 0."""
    parser = argparse.ArgumentParser(prog="./run bench sign", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--peer", type=int, default=20, help="signatures by pyHanko")
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    load, costs = os.getloadavg()[0], []
    with tempfile.TemporaryDirectory(prefix="hoso-bench-sign-") as folder:
        for number, (name, level, rsa) in enumerate(_WAYS):
            costs.append(_ours(Path(folder) / str(number), name, level, options.copies, rsa=rsa))
            print(f"{name}: {costs[-1].per_core} copies a second a core", file=sys.stderr)
        peer = sign_peer.signed(Path(folder), options.peer)
    result = {
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "load_before": round(load, 1)},
        "ours": [asdict(cost) | {"cpu_ms": cost.ms, "copies_a_second_a_core": cost.per_core} for cost in costs],
        "pyhanko": asdict(peer),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    options.out.with_suffix(".md").write_text(_table(costs, peer, load), "utf-8")
    return 0


def _ours(folder: Path, name: str, level: str, copies: int, *, rsa: bool) -> Cost:
    office = JusticeOffice(folder, variables={"HOSO_SIGNING_LEVEL": level})
    if rsa:
        sign_peer.give_rsa_keys(office)
    (scan,) = scans("sign", 1)
    requests = [office.request(office.document([scan]), 1) for _ in range(copies + 1)]
    worker = office.start_worker()
    try:
        _seal(office, _begin(office, requests[:1]))  # what is loaded once
        opening = _opening(office, worker) * 2 * -(-copies // _BATCH)
        before, began = family_cpu(os.getpid(), worker), time.monotonic()
        begun = [copy for first in range(1, copies + 1, _BATCH) for copy in _begin(office, requests[first:][:_BATCH])]
        for first in range(0, copies, _BATCH):
            _seal(office, begun[first : first + _BATCH])
        wall, after = time.monotonic() - began, family_cpu(os.getpid(), worker)
    finally:
        office.close()
    spent = {process: after[process] - before[process] for process in after}
    spent |= {"signing worker": spent["signing worker"] - opening, "opening keys (scrypt)": opening}
    by_process = {process: round(1000 * seconds / copies, 1) for process, seconds in spent.items()}
    return Cost(name, copies, round(wall, 2), by_process)


def _opening(office: JusticeOffice, worker: int) -> float:
    """Processor seconds for opening a key with its PIN and closing it again."""
    before, times = _cpu(worker, own=True), 5
    for _ in range(times):
        office.services.worker.open_batch(office.certifiers[0].token, PIN, "certify").close()
    return (_cpu(worker, own=True) - before) / times


def family_cpu(office: int, worker: int) -> dict[str, float]:
    """Processor seconds that the office's process, its building children and the signing worker have used so far."""
    nurseries = [pid for pid in children(office) if pid != worker]
    return {
        "office's process": _cpu(office, own=True),
        "building (children)": sum(_cpu(pid, own=True) + _cpu(pid, own=False) for pid in nurseries),
        "signing worker": _cpu(worker, own=True) + _cpu(worker, own=False),
    }


def _cpu(pid: int, *, own: bool) -> float:
    """Processor seconds of a process, or of the children it has buried."""
    values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(value) for value in (values[11:13] if own else values[13:15])) / os.sysconf("SC_CLK_TCK")


def _begin(office: JusticeOffice, requests: Sequence[act.CopyRequest]) -> list[str]:
    token = office.certifiers[0].token
    with office.services.worker.open_batch(token, PIN, "certify", count=len(requests)) as batch:
        return [act.begin_in(office.services, batch, request).copy_id for request in requests]


def _seal(office: JusticeOffice, copy_ids: Sequence[str]) -> None:
    with office.services.worker.open_batch(office.keeper.token, PIN, "seal", count=len(copy_ids)) as batch:
        for copy_id in copy_ids:
            act.seal_in(office.services, batch, copy_id)


def _table(costs: Sequence[Cost], peer: sign_peer.PeerCost, load: float) -> str:
    rows = "\n".join(
        f"| {cost.name} | {' | '.join(str(value) for value in cost.ms_by_process.values())} | {cost.ms} "
        f"| **{cost.per_core}** | {cost.wall_s} |"
        for cost in costs
    )
    return (
        "# What a certified copy costs\n\n"
        f"`./run bench sign`: {costs[0].copies} one-page copies, end to end (request, number, file, two signatures, "
        f"register, log), SQLite; processor milliseconds a copy, children included; load before {load:.1f}.\n\n"
        f"| | {' | '.join(costs[0].ms_by_process)} | all | copies a second a core | seconds by the clock |\n"
        f"| --- |{' --- |' * (len(costs[0].ms_by_process) + 3)}\n{rows}\n\n"
        f"pyHanko ({peer.how}), one process a signature, the same unsigned file, {peer.signatures} times: "
        f"{peer.cpu_ms} ms of processor a signature, so {round(2 * peer.cpu_ms, 1)} ms for the two of a copy, "
        "without building it, register or checks.\n\n"
        "The demo authority answers for time and status inside the signing worker: its own cost is part of the B-LTA "
        "row.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
