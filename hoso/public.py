"""The public application, wired: a read-only view of the data, and a handle that counts attempts at delivery links."""

from __future__ import annotations

from flask import Flask

from hoso.services import anchors_of
from hoso.settings import Settings
from signing.verification import Verifier
from storage.blobs.store import FolderBlobStore
from storage.database import Database
from terms.kinds import Catalogue
from web.public import StoredDeliveries, create_app
from web.public.register import StoredPublicRegister
from web.public.services import PublicServices


def public_app(settings: Settings) -> Flask:
    """The application for the public port."""
    return create_app(
        PublicServices(
            register=StoredPublicRegister(Database(settings.public_database_url, read_only=True)),
            deliveries=StoredDeliveries(
                Database(settings.public_database_url, changes_only="delivery_links"),
                FolderBlobStore(settings.data / "blobs"),
            ),
            verifier=Verifier(),
            anchors=lambda: anchors_of(settings),
            catalogue=Catalogue.load(settings.catalogue.folder),
            max_upload=settings.public.max_upload_mb * 2**20,
            trusted_proxies=settings.public.trusted_proxies,
            is_tls=settings.public.address.startswith("https://"),
        )
    )
