"""How Alembic runs here: on the connection it is handed, in that connection's one transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import JSON

import storage.tables  # noqa: F401 - fills Base.metadata
from storage.base import Base, UtcDateTime
from storage.migrations.rules import ours, same_type


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Revisions name SQLAlchemy's own types, never ours, which may change after them."""
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSON) and not isinstance(item, JSONB):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=ours,
    render_item=render,
    compare_type=same_type,
    transactional_ddl=True,
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
