"""Comparisons of a document with the original paper, by somebody else than the certifier

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        'comparisons',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('office_id', sa.String(length=36), nullable=False),
        sa.Column('document_id', sa.String(length=36), nullable=False),
        sa.Column('pages', JSON, nullable=False),
        sa.Column('compared_by', sa.String(length=36), nullable=False),
        sa.Column('compared_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['compared_by'], ['people.id'], name=op.f('fk_comparisons_compared_by_people')),
        sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_comparisons_document_id_documents')),
        sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_comparisons_office_id_offices')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_comparisons')),
    )
    op.create_index(op.f('ix_comparisons_document_id'), 'comparisons', ['document_id'])
    op.create_index(op.f('ix_comparisons_office_id'), 'comparisons', ['office_id'])


def downgrade() -> None:
    op.drop_table('comparisons')
