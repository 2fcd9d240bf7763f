"""A counter with a demo authority and a running signing worker, for every test that asks for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.authority import DemoAuthority
from signing.keys import Key, KeySource
from storage.database import Database
from tests.signing.scene import Counter, copied, draw_scan, make_authority, make_counter
from tests.signing.softhsm import SoftHsm
from tests.storage.conftest import cheap_hashing, database, postgresql, sqlite_template

__all__ = ["cheap_hashing", "database", "postgresql", "sqlite_template"]


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo authority with keys for two people and their office, to be copied.

    Its keys are cheap to open: in earnest each costs 0.2 s, and the tests open hundreds.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("signing.keys.scrypt._COST", {"n": 2**4, "r": 8, "p": 1})
        return make_authority(tmp_path_factory.mktemp("authority") / "demo-authority").folder


@pytest.fixture
def authority(tmp_path: Path, authority_folder: Path) -> DemoAuthority:
    """A demo authority of the test's own."""
    return copied(authority_folder, tmp_path / "signing" / "demo-authority")


@pytest.fixture(autouse=True)
def closed_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test has opened: a library looks for tokens anew only while nobody is logged in through it."""
    opened: list[Key] = []
    really_open = KeySource.open

    def kept(source: KeySource, pin: bytearray, *, count: int = 1) -> Key:
        opened.append(really_open(source, pin, count=count))
        return opened[-1]

    monkeypatch.setattr(KeySource, "open", kept)
    yield
    for key in opened:
        key.close()


@pytest.fixture(scope="session")
def hsm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftHsm]:
    """The tokens of this test run."""
    folder = tmp_path_factory.mktemp("softhsm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        yield SoftHsm.make(folder)


@pytest.fixture(scope="session")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scanned paper of one page: text, and a red seal over it."""
    return draw_scan(tmp_path_factory.mktemp("scan") / "scan.jpg")


@pytest.fixture
def sqlite(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """An empty SQLite database with the schema."""
    shutil.copyfile(sqlite_template, tmp_path / "hoso.db")
    database = Database(f"sqlite:///{tmp_path / 'hoso.db'}")
    yield database
    database.dispose()


@pytest.fixture
def counter(sqlite: Database, tmp_path: Path, authority: DemoAuthority, scan: Path) -> Iterator[Counter]:
    """The counter on SQLite; its worker runs until the test ends. `authority` lies where the worker looks for it."""
    with make_counter(sqlite, tmp_path, scan) as counter:
        yield counter


@pytest.fixture
def any_counter(database: Database, tmp_path: Path, authority: DemoAuthority, scan: Path) -> Iterator[Counter]:
    """The counter on each database in turn."""
    with make_counter(database, tmp_path, scan) as counter:
        yield counter
