"""The staff application, wired: pages, and the API beside them."""

from __future__ import annotations

import functools
import os
import secrets
from pathlib import Path
from typing import Any

from flask import Flask

from hoso.sample import add_sample
from hoso.services import House, anchors_of, open_house, register_of, sender, signing_settings
from hoso.settings import Settings
from signing.services import SigningServices
from signing.verification import Verifier
from web.public.register import Asked
from web.services import Services
from web.staff import create_app


def staff_app(settings: Settings) -> Flask:
    """The application for the staff's port."""
    return create_app(web_services(open_house(settings)))


def web_services(house: House) -> Services:
    """What the staff pages and the API work with."""

    settings = house.settings
    verifier = Verifier()
    register = register_of(settings)

    def verify(data: bytes) -> dict[str, Any]:
        asked = Asked(register) if register else None
        return verifier.verify(data, anchors_of(settings), register=asked).to_json()

    send = sender(settings)
    return Services(
        database=house.database,
        blobs=house.blobs,
        catalogue=house.catalogue,
        public_address=settings.public.address.rstrip("/"),
        send_job=send,
        page_images=settings.data / "page-images",
        secret_key=_secret_key(settings.data),
        limits=house.limits,
        add_sample=functools.partial(add_sample, house, send),
        signing=SigningServices(house.database, house.blobs, house.catalogue, signing_settings(settings)),
        verify=verify,
        max_upload=settings.web.max_upload_mb * 2**20,
    )


def _secret_key(data: Path) -> bytes:
    """The key that signs the notes between pages: made on the first start, the same for every process after it."""
    path = data / "secret.key"
    draft = data / f".secret.{secrets.token_hex(8)}"
    if not path.exists():
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(draft, path)  # two processes may start together: the first link wins, both read the same key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
