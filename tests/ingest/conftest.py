"""A service in a temporary folder: a real database, a real folder of blobs, one office."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.workplace import Workplace
from ocr.child import end_children
from storage.blobs.store import FolderBlobStore
from storage.database import Database
from storage.offices.people import create_office
from storage.scope import system
from terms.kinds import Catalogue
from tests.ingest.office import Office


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once and copied."""
    path = tmp_path_factory.mktemp("template") / "hoso.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.dispose()
    return path


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture
def make_office(tmp_path: Path, empty_database: Path, catalogue: Catalogue) -> Iterator[Callable[[str], Office]]:
    path = tmp_path / "hoso.db"
    shutil.copy(empty_database, path)
    database = Database(f"sqlite:///{path}")

    def make(code: str) -> Office:
        with database.session() as session:
            row = create_office(session, code=code, name=f"UBND xã {code}", level="commune")
        workplace = Workplace(database, FolderBlobStore(tmp_path / "blobs"), catalogue)
        office = Office(workplace, system(row.id), tmp_path)
        object.__setattr__(workplace, "send", office.send)
        return office

    yield make
    database.dispose()


@pytest.fixture
def office(make_office: Callable[[str], Office]) -> Office:
    return make_office("H60.12")


@pytest.fixture(scope="session", autouse=True)
def _no_children_left() -> Iterator[None]:
    yield
    end_children()
