"""Both databases for every test that asks for `database`, each time empty but for the schema."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from storage.blobs import FolderBlobStore
from storage.database import Base, Database
from storage.offices import passwords
from tests.storage.world import World, build

POSTGRES = os.environ.get("HOSO_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session", autouse=True)
def cheap_hashing() -> Iterator[None]:
    """Hashing as it is in earnest costs 50 ms a password; the tests sign in often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing in it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.dispose()
    return path


def temporary_postgresql() -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test run, dropped at its end."""
    server = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    name = f"hoso_test_{uuid.uuid4().hex[:12]}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError as failure:
        pytest.skip(f"no PostgreSQL at {make_url(POSTGRES).render_as_string()}: {failure.orig}")
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Database]:
    """One PostgreSQL database for the test run, with the schema."""
    for url in temporary_postgresql():
        database = Database(url)
        database.upgrade()
        yield database
        database.dispose()


@pytest.fixture
def empty_postgresql() -> Iterator[str]:
    """A PostgreSQL database without a schema."""
    yield from temporary_postgresql()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with the schema: SQLite in one run of the test, PostgreSQL in the other."""
    if request.param == "sqlite":
        path = tmp_path / "hoso.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        database = Database(f"sqlite:///{path}")
        yield database
        database.dispose()
        return
    database = request.getfixturevalue("postgresql")
    yield database
    with database.engine.begin() as connection:
        # "replica" switches triggers off, which keep the audit log and the registers from being emptied.
        tables = "; ".join(f'DELETE FROM "{table}"' for table in Base.metadata.tables)
        connection.exec_driver_sql(f"SET LOCAL session_replication_role = replica; {tables}")


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobStore:
    return FolderBlobStore(tmp_path / "blobs")


@pytest.fixture
def world(database: Database) -> World:
    """Two offices and the people in them (see `tests.storage.world`)."""
    return build(database)
