"""What the processes work with, built once from the settings and handed down to the rooms."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hoso.settings import Settings
from ocr.limits import Limits
from storage.blobs.store import FolderBlobStore
from storage.database import Database
from terms.kinds import Catalogue

if TYPE_CHECKING:
    from ingest.jobs import Send
    from ingest.shelf import Shelf
    from ingest.tasks import QueueSettings
    from ingest.workplace import Workplace
    from signing.settings import SigningSettings
    from signing.verification import TrustAnchors
    from web.public.register import StoredPublicRegister


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
        shelf=shelf(house.settings),
    )


def shelf(settings: Settings) -> Shelf:
    """Where what offices learned of kinds and piles lies."""
    from ingest.shelf import Shelf

    return Shelf(settings.catalogue.knowledge or settings.data / "knowledge")


def signing_settings(settings: Settings) -> SigningSettings:
    """The settings of the signing room."""
    from signing.register_form import columns_of
    from signing.settings import SigningSettings
    from signing.statement import PaperWording, StatementWording, checked_symbol, worded

    said = dataclasses.asdict(settings.signing)
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
        level=settings.signing.level,
        register_suffix=settings.signing.register_suffix,
        paper_suffix=settings.signing.paper_suffix,
        register_columns=columns_of(settings.signing.register_columns),
        wording=worded(StatementWording(), said, "statement_"),
        paper_wording=worded(PaperWording(), said, "paper_statement_"),
        office_copy_symbol=checked_symbol(settings.signing.office_copy_symbol),
        agents=settings.signing.agents,
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
