"""What the processes work with, built once from the settings and handed down to the rooms."""

from __future__ import annotations

import functools
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoso.settings import Settings
from ocr.limits import Limits
from storage.blobs.store import FolderBlobStore
from storage.database import Database
from terms.kinds import Catalogue

if TYPE_CHECKING:
    from ingest.jobs import Send
    from ingest.tasks import QueueSettings
    from ingest.workplace import Workplace
    from signing.settings import SigningSettings
    from signing.verification import TrustAnchors
    from web.public.register import StoredPublicRegister
    from web.services import Services


@dataclass(frozen=True)
class House:
    """The parts every process shares."""

    settings: Settings
    database: Database
    blobs: FolderBlobStore
    catalogue: Catalogue
    limits: Limits


def open_house(settings: Settings, *, upgrade: bool = True) -> House:
    """Open the data folder and the database; `upgrade` brings the schema up to date first.

    Raises HosoError("database_unavailable"), ("disk_full"), ("catalogue_invalid").
    """
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database_url)
    if upgrade:
        database.upgrade()
    return House(
        settings=settings,
        database=database,
        blobs=FolderBlobStore(settings.data / "blobs"),
        catalogue=Catalogue.load(settings.catalogue.folder),
        limits=replace(Limits(), file_bytes=settings.web.max_upload_mb * 2**20),
    )


def queue_settings(settings: Settings) -> QueueSettings:
    """Where job ids travel."""
    from ingest.tasks import QueueSettings

    return QueueSettings(folder=settings.data / "queue", broker=settings.broker_url)


def sender(settings: Settings) -> Send:
    """The function that puts a job's id on the queue."""
    from ingest.tasks import create_app
    from ingest.tasks import sender as queue_sender

    queue = queue_settings(settings)
    return queue_sender(create_app(queue), queue)


def workplace(house: House) -> Workplace:
    """What a worker works with. One page at a time: there are as many workers as cores."""
    from ingest.workplace import Workplace

    return Workplace(
        database=house.database,
        blobs=house.blobs,
        catalogue=house.catalogue,
        limits=replace(house.limits, workers=1),
        lease_s=float(house.settings.worker.lease_s),
    )


def signing_settings(settings: Settings) -> SigningSettings:
    """The settings of the signing room."""
    from signing.settings import SigningSettings

    return SigningSettings(
        folder=settings.data / "signing",
        public_address=settings.public.address.rstrip("/"),
        timestamp_url=settings.signing.timestamp_url,
        anchors=settings.signing.anchors,
        intermediates=settings.signing.intermediates,
        pkcs11_library=settings.signing.pkcs11_library,
        pkcs11_token=settings.signing.pkcs11_token,
        check_revocation=settings.signing.check_revocation,
        fetch_revocation=settings.signing.fetch_revocation,
        register_suffix=settings.signing.register_suffix,
    )


def anchors_of(settings: Settings, trusted: Iterable[Path] = ()) -> TrustAnchors:
    """Whom verification trusts: the anchors of the settings (the demo's marked as such) and those named in addition."""
    from signing.trust import Trust
    from signing.verification import TrustAnchors

    return Trust(signing_settings(settings)).anchors + TrustAnchors.from_files(trusted)


def register_of(settings: Settings) -> StoredPublicRegister | None:
    """This machine's register, read only; None where there is none yet."""
    from web.public.register import StoredPublicRegister

    if not settings.database.url and not (settings.data / "hoso.db").exists():
        return None
    return StoredPublicRegister(Database(settings.database_url, read_only=True))


def web_services(house: House) -> Services:
    """What the staff pages and the API work with."""
    from hoso.sample import add_sample
    from signing.services import SigningServices
    from signing.verification import Verifier
    from web.public.register import Asked
    from web.services import Services

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
