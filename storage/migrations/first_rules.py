"""What the first revision adds that SQLAlchemy cannot say: rules the database itself keeps, and the full-text index.

- The audit log only grows: an entry may be chained once (sequence, previous hash, hash), never changed, never deleted.
- A number of a register stays where it is: no entry is deleted or renumbered, and what was issued or void stays so.
- The full-text index (`fts_search`) follows `search_entries`.

Frozen with its revision: a later change is a later revision's.
"""

from __future__ import annotations

from alembic import op

_AUDIT = (
    "id",
    "office_id",
    "at",
    "actor_type",
    "actor_id",
    "ip",
    "action",
    "object_type",
    "object_id",
    "purpose",
    "details",
)
_REGISTER = ("id", "office_id", "register_id", "number", "reserved_at")


def protect(dialect: str) -> None:
    """Create triggers and full-text index."""
    for statement in _sqlite() if dialect == "sqlite" else _postgresql():
        op.execute(statement)


def unprotect(dialect: str) -> None:
    """Remove them."""
    for statement in _SQLITE_DOWN if dialect == "sqlite" else _POSTGRESQL_DOWN:
        op.execute(statement)


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)


def _audit_refused(differs: str) -> str:
    return (
        f"OLD.sequence IS NOT NULL OR NEW.sequence IS NULL OR NEW.previous_hash IS NULL OR NEW.hash IS NULL"
        f" OR {_changed(_AUDIT, differs)}"
    )


def _register_refused(differs: str) -> str:
    return f"(OLD.state <> 'reserved' AND NEW.state <> OLD.state) OR {_changed(_REGISTER, differs)}"


def _sqlite() -> list[str]:
    def guard(name: str, event: str, table: str, condition: str, words: str) -> str:
        when = f"WHEN {condition} " if condition else ""
        return f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{words}'); END"

    index = "INSERT INTO fts_search(rowid, exact, folded) VALUES (NEW.number, NEW.exact, NEW.folded);"
    forget = (
        "INSERT INTO fts_search(fts_search, rowid, exact, folded) VALUES ('delete', OLD.number, OLD.exact, OLD.folded);"
    )
    return [
        guard("audit_entries_keep", "UPDATE", "audit_entries", _audit_refused("IS NOT"), "the audit log only grows"),
        guard("audit_entries_stay", "DELETE", "audit_entries", "", "the audit log only grows"),
        guard("register_entries_keep", "UPDATE", "register_entries", _register_refused("IS NOT"), "a number stays"),
        guard("register_entries_stay", "DELETE", "register_entries", "", "a number stays"),
        "CREATE VIRTUAL TABLE fts_search USING fts5(exact, folded, content='search_entries', content_rowid='number',"
        " tokenize='unicode61 remove_diacritics 0')",
        f"CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN {index} END",
        f"CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN {forget} END",
        f"CREATE TRIGGER search_entries_update AFTER UPDATE ON search_entries BEGIN {forget} {index} END",
    ]


_SQLITE_DOWN = [
    "DROP TRIGGER audit_entries_keep",
    "DROP TRIGGER audit_entries_stay",
    "DROP TRIGGER register_entries_keep",
    "DROP TRIGGER register_entries_stay",
    "DROP TRIGGER search_entries_insert",
    "DROP TRIGGER search_entries_delete",
    "DROP TRIGGER search_entries_update",
    "DROP TABLE fts_search",
]


def _postgresql() -> list[str]:
    def refuse(function: str, words: str) -> str:
        return (
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'restrict_violation'; END $$"
        )

    def guard(table: str, refused: str, function: str) -> list[str]:
        call = f"EXECUTE FUNCTION {function}()"
        return [
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({refused}) {call}",
            f"CREATE TRIGGER {table}_stay BEFORE DELETE ON {table} FOR EACH ROW {call}",
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
        ]

    return [
        refuse("audit_only_grows", "the audit log only grows"),
        refuse("register_number_stays", "a number stays"),
        *guard("audit_entries", _audit_refused("IS DISTINCT FROM"), "audit_only_grows"),
        *guard("register_entries", _register_refused("IS DISTINCT FROM"), "register_number_stays"),
        # Kept, not computed: ranking looks at the vector of every document found.
        "ALTER TABLE search_entries"
        " ADD COLUMN fts_exact tsvector GENERATED ALWAYS AS (to_tsvector('simple', exact)) STORED,"
        " ADD COLUMN fts_folded tsvector GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED",
        "CREATE INDEX fts_search_folded ON search_entries USING gin (fts_folded)",
    ]


_POSTGRESQL_DOWN = [
    *(f"DROP TRIGGER audit_entries_{name} ON audit_entries" for name in ("keep", "stay", "whole")),
    *(f"DROP TRIGGER register_entries_{name} ON register_entries" for name in ("keep", "stay", "whole")),
    "DROP FUNCTION audit_only_grows()",
    "DROP FUNCTION register_number_stays()",
    "DROP INDEX fts_search_folded",
    "ALTER TABLE search_entries DROP COLUMN fts_exact, DROP COLUMN fts_folded",
]
