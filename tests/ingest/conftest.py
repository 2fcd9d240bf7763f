"""A service in a temporary folder: a real database, a real folder of blobs, one office."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.pipeline import original
from ingest.workplace import Workplace
from ocr.child import end_children
from ocr.limits import Limits
from ocr.model import PageReading
from ocr.opened import OpenedFile
from ocr.reading import open_file, read_page
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
        workplace = Workplace(database, FolderBlobStore(tmp_path / "blobs"), catalogue, Limits(workers=1))
        office = Office(workplace, system(row.id), tmp_path)
        object.__setattr__(workplace, "send", office.send)
        return office

    yield make
    database.dispose()


@pytest.fixture
def office(make_office: Callable[[str], Office]) -> Office:
    return make_office("H60.12")


_opened: dict[bytes, OpenedFile] = {}
_read: dict[tuple[bytes, int, int | None], PageReading] = {}


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page is really read, but once for all tests: Tesseract is what takes the time."""

    def open_once(path: Path, limits: Limits) -> OpenedFile:
        data = path.read_bytes()
        if data not in _opened:
            _opened[data] = open_file(path, limits)
        return _opened[data]

    def read_once(path: Path, number: int, limits: Limits, *, rotation: int | None = None) -> PageReading:
        key = (path.read_bytes(), number, rotation)
        if key not in _read:
            _read[key] = read_page(path, number, limits, rotation=rotation)
        return _read[key]

    monkeypatch.setattr("ingest.pipeline.original.open_file", open_once)
    monkeypatch.setattr("ingest.pipeline.original.read_page", read_once)


@pytest.fixture(scope="session", autouse=True)
def _no_children_left() -> Iterator[None]:
    yield
    end_children()


@pytest.fixture
def pages_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that were really read, in order."""
    numbers: list[int] = []

    def counted(path: object, number: int, limits: Limits) -> PageReading:
        numbers.append(number)
        return read(path, number, limits)

    read = original.read_page
    monkeypatch.setattr(original, "read_page", counted)
    return numbers
