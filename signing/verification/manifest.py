"""What a certified copy says of itself: the manifest attached to it. Signed content, so as true as the signature."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.verification.model import CertifiedCopy

NAME = "manifest.json"
_MAX_BYTES = 256 * 1024
_MAX_FILES = 200


def read(reader: PdfFileReader) -> CertifiedCopy | None:
    """The copy the file claims to be, its register not yet asked; None when it carries no manifest of ours."""
    try:
        for name, stream in _attachments(reader):
            if name == NAME and len(stream.encoded_data) <= _MAX_BYTES:
                return _understand(stream.data[:_MAX_BYTES])
    except Exception:  # noqa: BLE001 - attachments of a foreign file may be anything; then there is no manifest
        return None
    return None


def _understand(content: bytes) -> CertifiedCopy | None:
    manifest = json.loads(content)
    if not isinstance(manifest, dict):
        return None
    code, number, register = (manifest.get(key) for key in ("code", "number", "register"))
    if not isinstance(code, str):
        return None
    return CertifiedCopy(
        number=str(number) if isinstance(number, str | int) else None,
        register=register if isinstance(register, str) else None,
        status="unknown",
        hash_matches=None,
        log_proof="not_logged",
        code=code,
    )


def _attachments(reader: PdfFileReader) -> Iterator[tuple[str, generic.StreamObject]]:
    for count, item in enumerate(reader.root.get("/AF", ())):
        if count >= _MAX_FILES:
            return
        specification = item.get_object()
        name = specification.get("/UF", specification.get("/F"))
        stream = specification["/EF"]["/F"]
        if isinstance(name, str) and isinstance(stream, generic.StreamObject):
            yield name, stream
