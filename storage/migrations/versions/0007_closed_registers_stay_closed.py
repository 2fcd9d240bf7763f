"""Closed registers stay closed: nothing enters them, nothing in them changes

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_WORDS = "a closed register stays closed"
_SQLITE = {
    "registers_closed_keep": "UPDATE ON registers WHEN OLD.closed_at IS NOT NULL",
    "registers_closed_stay": "DELETE ON registers WHEN OLD.closed_at IS NOT NULL",
    "register_entries_enter": (
        "INSERT ON register_entries WHEN EXISTS"
        " (SELECT 1 FROM registers WHERE id = NEW.register_id AND closed_at IS NOT NULL)"
    ),
    "register_entries_closed": (
        "UPDATE ON register_entries WHEN EXISTS"
        " (SELECT 1 FROM registers WHERE id = OLD.register_id AND closed_at IS NOT NULL)"
    ),
}
_RAISE = f"RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'restrict_violation'"
_POSTGRESQL = (
    f"CREATE FUNCTION closed_register_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_RAISE}; END $$",
    "CREATE FUNCTION entry_of_open_register() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF EXISTS (SELECT 1 FROM registers WHERE id = NEW.register_id AND closed_at IS NOT NULL)"
    f" THEN {_RAISE}; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER registers_closed_keep BEFORE UPDATE OR DELETE ON registers FOR EACH ROW"
    " WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION closed_register_stays()",
    "CREATE TRIGGER register_entries_open BEFORE INSERT OR UPDATE ON register_entries FOR EACH ROW"
    " EXECUTE FUNCTION entry_of_open_register()",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, when in _SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END")
    else:
        for statement in _POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in _SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute("DROP TRIGGER registers_closed_keep ON registers")
        op.execute("DROP TRIGGER register_entries_open ON register_entries")
        op.execute("DROP FUNCTION closed_register_stays()")
        op.execute("DROP FUNCTION entry_of_open_register()")
