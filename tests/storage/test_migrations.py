"""The schema: what the migrations make is what the tables say, on both databases, up and down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import storage.tables  # noqa: F401
from storage.database import Base, Database
from storage.migrations.rules import ours, same_type
from tests.storage.world import together


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database without a schema."""
    if request.param == "sqlite":
        return Database(f"sqlite:///{tmp_path / 'folder to be made' / 'hoso.db'}")
    return Database(request.getfixturevalue("empty_postgresql"))


def shape(database: Database) -> dict[str, Any]:
    """Tables with columns, keys, checks and indexes, as the database itself tells."""
    inspector = inspect(database.engine)

    def words(value: Any) -> Any:
        return {key: words(item) for key, item in value.items()} if isinstance(value, dict) else str(value)

    def plain(parts: list[Any]) -> list[str]:
        return sorted(repr({key: words(value) for key, value in part.items() if key != "comment"}) for part in parts)

    return {
        table: [
            plain([column for column in inspector.get_columns(table) if not column["name"].startswith("fts_")]),
            sorted(inspector.get_pk_constraint(table)["constrained_columns"]),
            plain(inspector.get_foreign_keys(table)),
            plain(inspector.get_unique_constraints(table)),
            plain(inspector.get_check_constraints(table)),
            plain([index for index in inspector.get_indexes(table) if not index["name"].startswith("fts_")]),
        ]
        for table in inspector.get_table_names()
        if table != "alembic_version" and not table.startswith("fts_")
    }


def test_the_newest_revision_makes_exactly_the_tables_of_the_program(bare: Database) -> None:
    bare.upgrade()
    with bare.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": same_type, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    made_by_migrations = shape(bare)
    bare.downgrade()
    Base.metadata.create_all(bare.engine)
    # Alembic does not compare check constraints; the databases' own words do.
    assert shape(bare) == made_by_migrations
    bare.dispose()


def test_down_leaves_nothing_and_up_again_works(bare: Database) -> None:
    assert bare.revision is None
    bare.upgrade()
    head = bare.revision
    bare.downgrade()
    assert inspect(bare.engine).get_table_names() == ["alembic_version"]
    if not bare.is_sqlite:
        with bare.engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT proname FROM pg_proc WHERE pronamespace = "
                                              "'public'::regnamespace").all() == []  # fmt: skip
    bare.upgrade()
    assert bare.revision == head
    bare.dispose()


def test_learning_from_people_comes_and_goes_without_touching_what_was_there(bare: Database) -> None:
    """Revision 0002."""
    bare.upgrade("0001")
    with bare.session() as session:
        session.execute(
            text(
                "INSERT INTO offices (id, code, name, name_en, level, is_demo, settings, created_at)"
                " VALUES ('o', 'H60.12', 'UBND phường An Bình', '', 'commune', false, '{}', '2026-11-01 08:00:00')"
            )
        )
        session.execute(
            text(
                "INSERT INTO documents (id, office_id, doc_code, kind, kind_confidence, kind_by_person, why, marks,"
                " title, position, state, status, trust, needs_office_signature, created_at, updated_at, version)"
                " VALUES ('d', 'o', 'D1', 'other', 0.5, false, '', '[]', '', 1, 'proposed', 'in_force', 'uploaded',"
                " false, '2026-11-01 08:00:00', '2026-11-01 08:00:00', 1)"
            )
        )
        session.execute(
            text(
                "INSERT INTO field_proposals (id, office_id, document_id, name, value, confidence, source, run,"
                " created_at) VALUES ('f', 'o', 'd', 'sex', 'female', 0.6, 'ocr', 'run 1', '2026-11-01 08:00:00')"
            )
        )
    bare.upgrade("0002")
    with bare.session() as session:
        row = session.execute(text("SELECT value, findings, handwritten, normalised FROM field_proposals")).one()
        assert [row[0], str(row[1]), bool(row[2]), row[3]] == ["female", "[]", False, ""]
        assert session.scalar(text("SELECT review_threshold FROM offices")) == 0.9
        session.execute(
            text(
                "INSERT INTO learned_labels (id, office_id, labels, measured, adopted_at)"
                " VALUES ('l', 'o', '[]', '{}', '2026-11-01 08:00:00')"
            )
        )
    bare.downgrade("0001")
    assert not {"learned_labels", "training_consents"} & set(inspect(bare.engine).get_table_names())
    with bare.session() as session:
        assert session.execute(text("SELECT value FROM field_proposals")).scalars().all() == ["female"]
        assert session.execute(text("SELECT name FROM offices")).scalars().all() == ["UBND phường An Bình"]
    bare.dispose()


def test_processes_that_start_together_upgrade_once(bare: Database) -> None:
    def start() -> str | None:
        database = Database(bare.url)
        database.upgrade()
        revision = database.revision
        database.dispose()
        return revision

    first, *others = together([start] * 3)
    assert first is not None
    assert others == [first, first]
