"""What checks said of a field, the office's own threshold, consent to share, learned labels

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column('field_proposals', sa.Column('findings', JSON, server_default=sa.text("'[]'"), nullable=False))
    op.add_column('field_proposals', sa.Column('handwritten', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('field_proposals', sa.Column('normalised', sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column('offices', sa.Column('review_threshold', sa.Double(), server_default=sa.text('0.9'), nullable=False))
    op.create_table('training_consents',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('share', sa.Boolean(), nullable=False),
    sa.Column('decided_by', sa.String(length=36), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_training_consents_office_id_offices')),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_training_consents_decided_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training_consents'))
    )
    op.create_index(op.f('ix_training_consents_office_id'), 'training_consents', ['office_id'], unique=False)
    op.create_table('learned_labels',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('labels', JSON, nullable=False),
    sa.Column('measured', JSON, nullable=False),
    sa.Column('adopted_by', sa.String(length=36), nullable=True),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.String(length=36), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_learned_labels_office_id_offices')),
    sa.ForeignKeyConstraint(['adopted_by'], ['people.id'], name=op.f('fk_learned_labels_adopted_by_people')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['people.id'], name=op.f('fk_learned_labels_withdrawn_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learned_labels'))
    )
    op.create_index(op.f('ix_learned_labels_office_id'), 'learned_labels', ['office_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_learned_labels_office_id'), table_name='learned_labels')
    op.drop_table('learned_labels')
    op.drop_index(op.f('ix_training_consents_office_id'), table_name='training_consents')
    op.drop_table('training_consents')
    op.drop_column('offices', 'review_threshold')
    op.drop_column('field_proposals', 'normalised')
    op.drop_column('field_proposals', 'handwritten')
    op.drop_column('field_proposals', 'findings')
