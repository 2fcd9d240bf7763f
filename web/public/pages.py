"""The pages: home, what a code stands for, what a file is. Nothing asked or handed in is kept."""

from __future__ import annotations

import re
import tempfile
import threading
from pathlib import Path
from typing import IO

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from storage.copies.copies import PublicCopy
from terms.errors import HosoError, InputError, UnavailableError
from web.public import words
from web.public.limits import RateLimit
from web.public.register import Asked
from web.public.services import PublicServices

_CODE = re.compile(r"[a-z2-7]{8,32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MISS_COSTS = 4  # tokens besides the one of every question: guessing runs dry soon


def pages(services: PublicServices) -> Blueprint:
    """The routes, over `services`."""
    blueprint = Blueprint("pages", __name__)
    uploads = threading.BoundedSemaphore(services.uploads_at_once)

    @blueprint.get("/")
    def home() -> ResponseReturnValue:
        return render_template("home.html", max_upload=services.max_upload)

    @blueprint.get("/find")
    def find() -> ResponseReturnValue:
        """From the code as typed, or the address it stands in, to its page."""
        code = clean_code(request.args.get("code", ""))
        if not code:
            return redirect(url_for("pages.home"))
        return redirect(url_for("pages.copy", code=code))

    @blueprint.get("/v/<code>")
    def copy(code: str) -> ResponseReturnValue:
        """The page behind the QR code of a certified copy."""
        _count("hoso_lookups")
        wanted = clean_code(code)
        found = services.register.by_code(wanted) if _CODE.fullmatch(wanted) else None
        if found is None:
            return _unknown(wanted)
        return _copy_page(found, services, by="code")

    @blueprint.get("/h/<sha256>")
    def by_hash(sha256: str) -> ResponseReturnValue:
        """The copy that is the very file with this SHA-256; the browser computed it, the file was not handed in."""
        _count("hoso_lookups")
        wanted = sha256.lower()
        found = services.register.by_sha256(wanted) if _SHA256.fullmatch(wanted) else None
        if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
            return jsonify(found=found is not None)
        if found is None:
            raise HosoError("copy_not_found")
        return _copy_page(found, services, by="hash")

    @blueprint.get("/verify")
    def verify_form() -> ResponseReturnValue:
        return redirect(url_for("pages.home"))

    @blueprint.post("/verify")
    def verify() -> ResponseReturnValue:
        """The verdict on a file that was handed in. It lies in a nameless file while it is judged, then nowhere."""
        _count("hoso_uploads")
        file = request.files.get("file")
        if file is None or not file.filename:
            raise InputError("empty_file")
        if not uploads.acquire(blocking=False):
            raise UnavailableError("busy")
        asked = Asked(services.register)
        try:
            with file.stream, tempfile.NamedTemporaryFile(prefix="hoso-public-") as kept:
                _save(file.stream, kept)
                verdict = services.verifier.verify(Path(kept.name), services.anchors(), register=asked)
        finally:
            uploads.release()
        facts = words.copy_facts(asked.copy, services.catalogue) if asked.copy else []
        return render_template("verdict.html", verdict=verdict, copy=asked.copy, facts=facts)

    @blueprint.get("/healthz")
    def alive() -> ResponseReturnValue:
        return jsonify(status="alive")

    @blueprint.get("/readyz")
    def ready() -> ResponseReturnValue:
        """The register answers: requests may be sent here."""
        try:
            services.register.check()
        except HosoError as error:
            return jsonify(status="not ready", code=error.code), 503
        return jsonify(status="ready")

    @blueprint.get("/robots.txt")
    def robots() -> ResponseReturnValue:
        return "User-agent: *\nDisallow: /\n", 200, {"Content-Type": "text/plain"}

    return blueprint


def clean_code(typed: str) -> str:
    """The code as it is stored: out of a whole address, small letters, without spaces, dots and dashes."""
    last = typed.strip().split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[\s.\-]", "", last).lower()[:64]


def _count(limit: str) -> None:
    """Refuses an address that asks too often."""
    found: RateLimit = current_app.extensions[limit]
    if not found.allow(request.remote_addr):
        raise HosoError("too_many_requests")


def _unknown(code: str) -> ResponseReturnValue:
    found: RateLimit = current_app.extensions["hoso_lookups"]
    found.charge(request.remote_addr, _MISS_COSTS)
    return render_template("unknown.html", code=code[:40]), 404


def _copy_page(copy: PublicCopy, services: PublicServices, *, by: str) -> ResponseReturnValue:
    return render_template("copy.html", copy=copy, facts=words.copy_facts(copy, services.catalogue), by=by)


def _save(stream: IO[bytes], kept: tempfile._TemporaryFileWrapper[bytes]) -> None:
    while part := stream.read(1 << 20):
        kept.write(part)
    kept.flush()
