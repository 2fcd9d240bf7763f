"""Building a copy or a conversion in a limited child: the bytes it decodes came from outside, and it holds no key."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pdf import Place
from signing.conversion_file import ConversionPlan, build_conversion
from signing.copy import BuiltCopy, CopyPlan, build
from terms.errors import PROBLEMS, InputError, UnavailableError

_SECONDS = 100.0
_LIMITS = {
    resource.RLIMIT_AS: 3_000_000_000,
    resource.RLIMIT_CPU: 90,
    resource.RLIMIT_FSIZE: 1_000_000_000,
    resource.RLIMIT_NOFILE: 256,
    resource.RLIMIT_CORE: 0,
}
_ROOT = Path(__file__).resolve().parent.parent


def build_copy(plan: CopyPlan, out: Path) -> BuiltCopy:
    """`signing.copy.build`, in a child. Raises InputError, UnavailableError("disk_full")."""
    answer = _ask("copy", plan.to_json(), out)
    person, office = (Place(answer[who]["page"], tuple(answer[who]["box"])) for who in ("person", "office"))
    return BuiltCopy(answer["manifest"], answer["page_count"], person, office)


def build_converted(plan: ConversionPlan, out: Path) -> Place | None:
    """`signing.conversion_file.build_conversion`, in a child: the place of the office's signature, if it will sign."""
    answer = _ask("conversion", plan.to_json(), out)
    place = answer["place"]
    return Place(place["page"], tuple(place["box"])) if place else None


def _ask(what: str, plan: dict[str, Any], out: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="hoso-build-") as folder:
        environment = {"PYTHONPATH": str(_ROOT), "TMPDIR": folder, "HOME": folder, "LC_ALL": "C.UTF-8"}
        environment |= {"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"}
        child = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "signing.building"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=environment,
            start_new_session=True,
        )
        question = json.dumps({"what": what, "plan": plan, "out": str(out.absolute())}).encode()
        try:
            answered, _ = child.communicate(question, timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise InputError("too_slow") from error
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if child.returncode == -signal.SIGXCPU:
        raise InputError("too_slow")
    try:
        answer: dict[str, Any] = json.loads(answered)
    except ValueError as error:
        raise InputError("damaged") from error
    if "error" in answer:
        kind = UnavailableError if PROBLEMS[answer["error"]].retry else InputError
        raise kind(answer["error"], **answer["details"])
    return answer


def _copy(plan: dict[str, Any], out: Path) -> dict[str, Any]:
    return asdict(build(CopyPlan.from_json(plan), out))


def _conversion(plan: dict[str, Any], out: Path) -> dict[str, Any]:
    place = build_conversion(ConversionPlan.from_json(plan), out)
    return {"place": asdict(place) if place else None}


_WORK: dict[str, Callable[[dict[str, Any], Path], dict[str, Any]]] = {"copy": _copy, "conversion": _conversion}


def main() -> None:
    """The child: one question on standard input, one answer on standard output."""
    import errno

    from terms.errors import HosoError

    for what, value in _LIMITS.items():
        _, hard = resource.getrlimit(what)
        lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (lower, lower))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not be taken for the answer
    question = json.load(sys.stdin)
    answer: dict[str, Any]
    try:
        answer = _WORK[question["what"]](question["plan"], Path(question["out"]))
    except HosoError as error:
        answer = {"error": error.code, "details": {key: str(value) for key, value in error.details.items()}}
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        answer = {"error": "disk_full" if full else "damaged", "details": {}}
    except Exception:  # noqa: BLE001 - the parent must get an answer whatever a decoder raises
        answer = {"error": "damaged", "details": {}}
    json.dump(answer, answers)
    answers.flush()


if __name__ == "__main__":
    main()
