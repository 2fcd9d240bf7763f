"""The database: one engine, one transaction a session, the same behaviour on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

import storage.tables  # noqa: F401  # foreign keys resolve only once every table is known
from storage.base import Base, Json, UtcDateTime, new_id, now
from terms.errors import HosoError, InputError, StateError, UnavailableError

__all__ = ["Base", "Database", "Json", "UtcDateTime", "after_commit", "new_id", "now"]

_PATIENCE_S = 30.0  # with a SQLite file that somebody else has locked
_UNKEPT = "a value is too long or holds characters that cannot be stored"


class Database:
    """One database. `session()` is one transaction: committed when the block ends well, rolled back when it does not.

    `url`: `sqlite:////path/hoso.db` or `postgresql+psycopg://…`. `changes_only`: the one table whose rows this handle
    may change (nothing else, no row added or taken away): for a process that faces the Internet. It keeps our own
    mistakes in; against a process taken over the database's own role must say the same (docs/operate.md).
    """

    def __init__(self, url: str, *, read_only: bool = False, changes_only: str | None = None) -> None:
        self.url = url
        self.engine = _engine(url, read_only=read_only)
        if changes_only is not None:
            _keep_to(self.engine, changes_only)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction. Callables given to `after_commit` run once it is committed, and only then.

        Raises UnavailableError("database_unavailable") or ("disk_full") when the database itself fails,
        StateError("conflict") when somebody else changed a row in the meantime or took what there is once only,
        InputError("bad_request") when a value does not fit its column.
        """
        with self._transaction(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that only reads: it holds up no writer and no writer holds it up.

        It sees what was committed when it began (on PostgreSQL, when each of its questions is asked). Raises as
        `session` does; writing in it fails.
        """
        with self._transaction(self.engine.execution_options(only_read=True)) as session:
            yield session

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        with Session(engine, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except StaleDataError as failure:
                session.rollback()
                raise StateError("conflict") from failure
            except UnicodeEncodeError as failure:
                session.rollback()
                raise InputError("bad_request", detail=_UNKEPT) from failure
            except DBAPIError as failure:
                session.rollback()
                known = _known(failure)
                if known is None:
                    raise
                raise known from failure
            except BaseException:
                session.rollback()
                raise
        for act in session.info.pop("after_commit", []):
            act()

    def check(self) -> None:
        """Raise UnavailableError unless the database answers."""
        with self.session() as session:
            session.execute(text("SELECT 1"))

    def upgrade(self, revision: str = "head") -> None:
        """Bring the schema to `revision`. Safe when several processes start together: one at a time does it."""
        from storage.migrations import upgrade

        with _known_failures():
            upgrade(self.engine, revision)

    def downgrade(self, revision: str = "base") -> None:
        """Take the schema back to `revision`; "base" removes every table and all that is in them."""
        from storage.migrations import downgrade

        with _known_failures():
            downgrade(self.engine, revision)

    @property
    def revision(self) -> str | None:
        """The revision the schema is at; None for an empty database."""
        from storage.migrations import current

        with _known_failures():
            return current(self.engine)

    def dispose(self) -> None:
        self.engine.dispose()


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Call `act` once the transaction of `session` is committed; never if it is rolled back."""
    session.info.setdefault("after_commit", []).append(act)


@contextmanager
def _known_failures() -> Iterator[None]:
    try:
        yield
    except DBAPIError as failure:
        known = _known(failure)
        if known is None:
            raise
        raise known from failure


def _known(failure: DBAPIError) -> HosoError | None:
    words = str(failure.orig).lower()
    if "disk is full" in words or "no space left" in words or "disk i/o error" in words:
        return UnavailableError("disk_full")
    if isinstance(failure, DataError):
        return InputError("bad_request", detail=_UNKEPT)
    if isinstance(failure, IntegrityError) and "unique" in words:
        return StateError("conflict")
    if isinstance(failure, OperationalError) or failure.connection_invalidated:
        return UnavailableError("database_unavailable")
    return None


def _use_write_ahead_log(connection: Any) -> None:
    """Put a SQLite file into WAL mode, which it then keeps.

    SQLite does not wait for its turn here: of several processes that open a new file together, all but one are told at
    once that it is locked.
    """
    patience_ends = time.monotonic() + _PATIENCE_S
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > patience_ends:
                raise
            time.sleep(0.02)


def _engine(url: str, *, read_only: bool) -> Engine:
    if not url.startswith("sqlite"):
        options = {"options": "-c default_transaction_read_only=on"} if read_only else {}
        engine = create_engine(url, pool_pre_ping=True, connect_args=options)

        @event.listens_for(engine, "begin")
        def _only_read(connection: Connection) -> None:
            if connection.get_execution_options().get("only_read"):
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")

        return engine
    _make_folder(url)
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # pysqlite's own transaction handling is switched off so that "BEGIN IMMEDIATE" below is the only one: a reader
        # that turns writer in mid-transaction would otherwise fail at once instead of waiting its turn.
        connection.isolation_level = None
        for pragma in ("busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        _use_write_ahead_log(connection)
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        only_read = read_only or bool(connection.get_execution_options().get("only_read"))
        if not read_only:
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if only_read else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if only_read else "BEGIN IMMEDIATE")

    return engine


def _keep_to(engine: Engine, table: str) -> None:
    """Refuse every statement but questions and changes of rows of `table`."""
    allowed = ("SELECT ", "SELECT\n", f"UPDATE {table.upper()} ", "BEGIN", "PRAGMA ")

    @event.listens_for(engine, "before_cursor_execute")
    def _look(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.lstrip().upper().startswith(allowed):
            raise InputError("bad_request", detail=f"this handle changes {table} only")


def _make_folder(url: str) -> None:
    path = url.removeprefix("sqlite:///")
    if path and path != url and ":memory:" not in path:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            raise UnavailableError("database_unavailable") from failure
