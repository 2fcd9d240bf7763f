"""Pages arranged by people

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.create_table('grouping_decisions',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('dossier_id', sa.String(length=36), nullable=False),
    sa.Column('act', sa.String(length=12), nullable=False),
    sa.Column('before', json, nullable=False),
    sa.Column('after', json, nullable=False),
    sa.Column('decided_by', sa.String(length=36), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_by', sa.String(length=36), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("act IN ('move', 'split', 'merge', 'set_apart', 'turn')", name=op.f('ck_grouping_decisions_act')),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_grouping_decisions_decided_by_people')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossiers.id'], name=op.f('fk_grouping_decisions_dossier_id_dossiers')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_grouping_decisions_office_id_offices')),
    sa.ForeignKeyConstraint(['undone_by'], ['people.id'], name=op.f('fk_grouping_decisions_undone_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grouping_decisions'))
    )
    op.create_index(op.f('ix_grouping_decisions_dossier_id'), 'grouping_decisions', ['dossier_id'], unique=False)
    op.create_index(op.f('ix_grouping_decisions_office_id'), 'grouping_decisions', ['office_id'], unique=False)
    op.add_column('documents', sa.Column('pages_by_person', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('pages', sa.Column('rotation_by_person', sa.Integer(), nullable=True))
    op.add_column('pages', sa.Column('apart_by_person', sa.Boolean(), server_default=sa.false(), nullable=False))
    # A page that a person had turned before stays turned when it is read again.
    op.execute(
        "UPDATE pages SET rotation_by_person = (rotation + 90 * turned_by_person) % 360 WHERE turned_by_person <> 0"
    )


def downgrade() -> None:
    op.drop_column('pages', 'apart_by_person')
    op.drop_column('pages', 'rotation_by_person')
    op.drop_column('documents', 'pages_by_person')
    op.drop_table('grouping_decisions')
