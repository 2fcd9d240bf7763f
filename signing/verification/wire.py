"""What travels between the program and the nursery: length, JSON, and a file descriptor beside it."""

from __future__ import annotations

import base64
import socket
import struct
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from signing.verification.anchors import Anchor, TrustAnchors
from signing.verification.model import Verdict

VERDICT: TypeAdapter[Verdict] = TypeAdapter(Verdict)
_LENGTH = struct.Struct("!I")


def send(to: socket.socket, message: bytes, file: int | None = None) -> None:
    """One message; `file` is duplicated into the receiver."""
    head = _LENGTH.pack(len(message))
    if file is None:
        to.sendall(head)
    else:
        socket.send_fds(to, [head], [file])
    to.sendall(message)


def receive(source: socket.socket) -> tuple[bytes, int] | None:
    """One message with its descriptor, which the caller closes (-1 when none came); None when the other end is gone."""
    head, files, _, _ = socket.recv_fds(source, _LENGTH.size, 1)
    if not head:
        return None
    head += _exactly(source, _LENGTH.size - len(head))
    (length,) = _LENGTH.unpack(head)
    return _exactly(source, length), files[0] if files else -1


def _exactly(source: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = source.recv(min(1 << 16, length - len(parts)))
        if not part:
            raise ConnectionError("the other end is gone")
        parts += part
    return bytes(parts)


def anchors_to(anchors: TrustAnchors) -> dict[str, object]:
    return {
        "anchors": [
            {
                "certificate": _text(anchor.certificate),
                "name": anchor.name,
                "trusted_from": anchor.trusted_from.isoformat() if anchor.trusted_from else None,
                "trusted_until": anchor.trusted_until.isoformat() if anchor.trusted_until else None,
                "demo": anchor.demo,
            }
            for anchor in anchors
        ],
        "intermediates": [_text(der) for der in anchors.intermediates],
        "revocation": [_text(der) for der in anchors.revocation],
    }


def anchors_from(sent: Any) -> TrustAnchors:
    return TrustAnchors(
        tuple(_anchor(item) for item in sent["anchors"]),
        tuple(base64.b64decode(der) for der in sent["intermediates"]),
        tuple(base64.b64decode(der) for der in sent["revocation"]),
    )


def _anchor(sent: Mapping[str, Any]) -> Anchor:
    begin, end = (datetime.fromisoformat(sent[key]) if sent[key] else None for key in ("trusted_from", "trusted_until"))
    return Anchor(base64.b64decode(sent["certificate"]), sent["name"], begin, end, sent["demo"])


def _text(der: bytes) -> str:
    return base64.b64encode(der).decode("ascii")
