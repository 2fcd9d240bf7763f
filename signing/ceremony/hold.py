"""The steps of a ceremony, in order, each written down the moment it is done."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from signing.ceremony.device import initialise, make_key
from signing.ceremony.pins import check_pin
from signing.ceremony.plan import Plan, Tool
from signing.ceremony.protocol import Entry, minutes
from storage.base import now
from terms.errors import HosoError, InputError, StateError
from terms.text import nfc

Ask = Callable[[str], str]
"""Puts a question to who keeps a PIN and gives the answer, which is not shown."""


@dataclass(frozen=True)
class Held:
    """What a ceremony leaves behind. `transcript_sha256` stands on the minutes as well."""

    request: Path
    transcript: Path
    minutes: Path
    transcript_sha256: str
    public_key_sha256: str
    request_sha256: str


class _Transcript:
    """Lines that are on the disk before the next step begins, so that a ceremony that breaks off shows where."""

    def __init__(self, path: Path, tell: Callable[[str], None]) -> None:
        self.entries: list[Entry] = []
        self.path = path
        self._tell = tell
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")

    def add(self, step: str, result: str = "") -> None:
        entry = Entry(now().strftime("%Y-%m-%dT%H:%M:%SZ"), step, result)
        self.entries.append(entry)
        self._file.write(entry.line + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._tell(f"{entry.time}  {entry.step}{'  ' + entry.result if entry.result else ''}")

    def close(self) -> str:
        """Its SHA-256."""
        self._file.close()
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


def hold(plan: Plan, folder: Path, ask: Ask, tell: Callable[[str], None]) -> Held:
    """Hold the ceremony: check the tools, make the token ready in rehearsal, make the key, leave request and minutes.

    `ask`: for PINs, which are typed twice where they are new; `tell`: shows a line to everybody. Nothing that is there
    already is overwritten. Raises InputError("weak_pin"), StateError("ceremony_tool"), ("ceremony_key"),
    ("wrong_state"), AccessError("wrong_pin"), UnavailableError; the transcript then ends with the refusal.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = plan.key.name
    if (folder / f"{name}.transcript.txt").exists():
        raise StateError("wrong_state", detail=f"{folder / name}.transcript.txt ✓")
    transcript = _Transcript(folder / f"{name}.transcript.txt", tell)
    try:
        return _held(plan, folder, ask, transcript)
    except HosoError as error:
        with suppress(OSError, ValueError):
            transcript.add("DỪNG LẠI / STOPPED", error.code)
            transcript.close()
        raise


def _held(plan: Plan, folder: Path, ask: Ask, transcript: _Transcript) -> Held:
    transcript.add("Kịch bản / plan (SHA-256)", plan.sha256)
    if plan.rehearsal:
        transcript.add("TỔNG DUYỆT / REHEARSAL")
    for person in plan.people:
        transcript.add("Có mặt / present", f"{person.role}: {person.name}")
    for tool in plan.tools:
        transcript.add(f"Đối chiếu công cụ / tool {tool.path}", _checked(tool))
    pin = _pins(plan, ask, transcript)
    made = make_key(plan, pin)
    public = hashlib.sha256(made.public_key).hexdigest()
    transcript.add(f"Tạo khóa trong thiết bị / key made in the token: {plan.key.name}, {plan.key.algorithm}")
    transcript.add("Khóa không trích xuất được, chỉ để ký / never extractable, signs only")
    transcript.add("Khóa công khai / public key (SHA-256)", public)
    request = folder / f"{plan.key.name}.csr.pem"
    _write(request, made.request)
    asked = hashlib.sha256(made.request).hexdigest()
    transcript.add(f"Yêu cầu cấp chứng thư số / certificate request {request.name} (SHA-256)", asked)
    digest = transcript.close()
    paper = folder / f"{plan.key.name}.minutes.pdf"
    _write(paper, minutes(plan, transcript.entries, digest))
    return Held(request, transcript.path, paper, digest, public, asked)


def _checked(tool: Tool) -> str:
    """The tool's hash. Raises StateError("ceremony_tool") unless it is the plan's."""
    try:
        found = hashlib.sha256(tool.path.read_bytes()).hexdigest()
    except OSError as error:
        raise StateError("ceremony_tool", path=tool.path) from error
    if not hmac.compare_digest(found, tool.sha256.lower()):
        raise StateError("ceremony_tool", path=tool.path)
    return found


def _pins(plan: Plan, ask: Ask, transcript: _Transcript) -> str:
    """The PIN of the token: new ones in rehearsal, else the one its keeper has set. Raises InputError("weak_pin")."""
    if not plan.rehearsal:
        pin = nfc(ask(f"PIN của thiết bị {plan.token.label}"))
        check_pin(pin)
        transcript.add("Người giữ mã PIN đã nhập PIN / PIN entered by its keeper")
        return pin
    so_pin = _new(ask, f"Mã quản trị (SO PIN) mới của {plan.token.label}")
    pin = _new(ask, f"PIN mới của {plan.token.label}")
    if so_pin == pin:
        raise InputError("weak_pin", detail="PIN = SO PIN")
    initialise(plan.token, so_pin, pin)
    transcript.add(f"Khởi tạo thiết bị / token initialised: {plan.token.label}")
    return pin


def _new(ask: Ask, question: str) -> str:
    pin = nfc(ask(question))
    check_pin(pin)
    if nfc(ask(f"{question} (nhập lại)")) != pin:
        raise InputError("weak_pin", detail="hai lần nhập khác nhau / the two entries differ")
    return pin


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
