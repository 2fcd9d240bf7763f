"""The first schema

Revision ID: 0001
Revises: 
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_rules import protect, unprotect
from sqlalchemy.dialects import postgresql
revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('offices',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_en', sa.String(length=200), nullable=False),
    sa.Column('level', sa.String(length=10), nullable=False),
    sa.Column('parent_id', sa.String(length=36), nullable=True),
    sa.Column('province_code', sa.String(length=10), nullable=True),
    sa.Column('commune_code', sa.String(length=10), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('settings', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("level IN ('province', 'commune')", name=op.f('ck_offices_level')),
    sa.ForeignKeyConstraint(['parent_id'], ['offices.id'], name=op.f('fk_offices_parent_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offices')),
    sa.UniqueConstraint('code', name=op.f('uq_offices_code'))
    )
    op.create_table('api_clients',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('secret_hash', sa.String(length=200), nullable=False),
    sa.Column('scopes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_api_clients_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_clients'))
    )
    op.create_index(op.f('ix_api_clients_office_id'), 'api_clients', ['office_id'], unique=False)
    op.create_table('artefacts',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('input_sha256', sa.String(length=64), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('content', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_artefacts_office_id_offices')),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_artefacts'))
    )
    op.create_index(op.f('ix_artefacts_input_sha256'), 'artefacts', ['input_sha256'], unique=False)
    op.create_index(op.f('ix_artefacts_office_id'), 'artefacts', ['office_id'], unique=False)
    op.create_table('audit_entries',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_type', sa.String(length=10), nullable=False),
    sa.Column('actor_id', sa.String(length=36), nullable=True),
    sa.Column('ip', sa.String(length=45), nullable=True),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('object_type', sa.String(length=40), nullable=False),
    sa.Column('object_id', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=True),
    sa.Column('details', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('previous_hash', sa.String(length=64), nullable=True),
    sa.Column('hash', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_audit_entries_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entries')),
    sa.UniqueConstraint('sequence', name=op.f('uq_audit_entries_sequence'))
    )
    op.create_index('ix_audit_entries_object', 'audit_entries', ['object_type', 'object_id'], unique=False)
    op.create_index(op.f('ix_audit_entries_office_id'), 'audit_entries', ['office_id'], unique=False)
    op.create_index('ix_audit_entries_unsealed', 'audit_entries', ['id'], unique=False, sqlite_where=sa.text('sequence IS NULL'), postgresql_where=sa.text('sequence IS NULL'))
    op.create_table('counters',
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_counters_office_id_offices')),
    sa.PrimaryKeyConstraint('office_id', 'name', name=op.f('pk_counters'))
    )
    op.create_table('jobs',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('subject_id', sa.String(length=36), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('max_attempts', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('holder', sa.String(length=100), nullable=True),
    sa.Column('fence', sa.Integer(), nullable=False),
    sa.Column('cancel_requested', sa.Boolean(), nullable=False),
    sa.Column('stage', sa.String(length=40), nullable=False),
    sa.Column('pages_done', sa.Integer(), nullable=False),
    sa.Column('pages_total', sa.Integer(), nullable=True),
    sa.Column('error', sa.String(length=40), nullable=True),
    sa.Column('details', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f('ck_jobs_state')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_jobs_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs'))
    )
    op.create_index('ix_jobs_kind_subject', 'jobs', ['kind', 'subject_id'], unique=False)
    op.create_index(op.f('ix_jobs_office_id'), 'jobs', ['office_id'], unique=False)
    op.create_index('ix_jobs_state_lease', 'jobs', ['state', 'lease_until'], unique=False)
    op.create_table('owners',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_folded', sa.String(length=200), nullable=False),
    sa.Column('date_of_birth', sa.String(length=10), nullable=True),
    sa.Column('merged_into', sa.String(length=36), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('person', 'organisation')", name=op.f('ck_owners_kind')),
    sa.ForeignKeyConstraint(['merged_into'], ['owners.id'], name=op.f('fk_owners_merged_into_owners')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_owners_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_owners'))
    )
    op.create_index(op.f('ix_owners_name_folded'), 'owners', ['name_folded'], unique=False)
    op.create_index(op.f('ix_owners_office_id'), 'owners', ['office_id'], unique=False)
    op.create_table('people',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('username', sa.String(length=60), nullable=False),
    sa.Column('full_name', sa.String(length=100), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('failed_attempts', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('key_name', sa.String(length=100), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_people_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people')),
    sa.UniqueConstraint('username', name=op.f('uq_people_username'))
    )
    op.create_index(op.f('ix_people_office_id'), 'people', ['office_id'], unique=False)
    op.create_table('procedures',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('sector', sa.String(length=200), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_procedures_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedures')),
    sa.UniqueConstraint('office_id', 'code', name=op.f('uq_procedures_office_id_code'))
    )
    op.create_index(op.f('ix_procedures_office_id'), 'procedures', ['office_id'], unique=False)
    op.create_table('api_tokens',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('client_id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('scopes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['client_id'], ['api_clients.id'], name=op.f('fk_api_tokens_client_id_api_clients')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_api_tokens_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_tokens'))
    )
    op.create_index(op.f('ix_api_tokens_client_id'), 'api_tokens', ['client_id'], unique=False)
    op.create_table('dossiers',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('words', sa.String(length=400), nullable=False),
    sa.Column('procedure_id', sa.String(length=36), nullable=True),
    sa.Column('owner_id', sa.String(length=36), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('open', 'processing', 'review', 'done', 'cancelled')", name=op.f('ck_dossiers_state')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_dossiers_created_by_people')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_dossiers_office_id_offices')),
    sa.ForeignKeyConstraint(['owner_id'], ['owners.id'], name=op.f('fk_dossiers_owner_id_owners')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_dossiers_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossiers')),
    sa.UniqueConstraint('office_id', 'code', name=op.f('uq_dossiers_office_id_code'))
    )
    op.create_index(op.f('ix_dossiers_office_id'), 'dossiers', ['office_id'], unique=False)
    op.create_index(op.f('ix_dossiers_owner_id'), 'dossiers', ['owner_id'], unique=False)
    op.create_index(op.f('ix_dossiers_state'), 'dossiers', ['state'], unique=False)
    op.create_table('originals',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.String(length=60), nullable=False),
    sa.Column('filename', sa.String(length=255), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('page_count', sa.Integer(), nullable=True),
    sa.Column('signed', sa.Boolean(), nullable=False),
    sa.Column('error', sa.String(length=40), nullable=True),
    sa.Column('received_by', sa.String(length=36), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('received', 'reading', 'read', 'failed', 'set_apart', 'erased')", name=op.f('ck_originals_state')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_originals_office_id_offices')),
    sa.ForeignKeyConstraint(['received_by'], ['people.id'], name=op.f('fk_originals_received_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_originals')),
    sa.UniqueConstraint('office_id', 'sha256', name=op.f('uq_originals_office_id_sha256'))
    )
    op.create_index(op.f('ix_originals_office_id'), 'originals', ['office_id'], unique=False)
    op.create_index(op.f('ix_originals_sha256'), 'originals', ['sha256'], unique=False)
    op.create_table('owner_identifiers',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('owner_id', sa.String(length=36), nullable=False),
    sa.Column('scheme', sa.String(length=20), nullable=False),
    sa.Column('value', sa.String(length=20), nullable=False),
    sa.CheckConstraint("scheme IN ('personal_id', 'old_personal_id', 'tax_code')", name=op.f('ck_owner_identifiers_scheme')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_owner_identifiers_office_id_offices')),
    sa.ForeignKeyConstraint(['owner_id'], ['owners.id'], name=op.f('fk_owner_identifiers_owner_id_owners')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_owner_identifiers')),
    sa.UniqueConstraint('scheme', 'value', name=op.f('uq_owner_identifiers_scheme_value'))
    )
    op.create_index(op.f('ix_owner_identifiers_office_id'), 'owner_identifiers', ['office_id'], unique=False)
    op.create_index(op.f('ix_owner_identifiers_owner_id'), 'owner_identifiers', ['owner_id'], unique=False)
    op.create_table('procedure_components',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('procedure_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=True),
    sa.Column('only_shown', sa.Boolean(), nullable=False),
    sa.Column('must_digitise', sa.Boolean(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_procedure_components_office_id_offices')),
    sa.ForeignKeyConstraint(['procedure_id'], ['procedures.id'], name=op.f('fk_procedure_components_procedure_id_procedures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procedure_components'))
    )
    op.create_index(op.f('ix_procedure_components_office_id'), 'procedure_components', ['office_id'], unique=False)
    op.create_index(op.f('ix_procedure_components_procedure_id'), 'procedure_components', ['procedure_id'], unique=False)
    op.create_table('registers',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('volume', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(length=60), nullable=False),
    sa.Column('first_number', sa.Integer(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=36), nullable=True),
    sa.CheckConstraint("kind IN ('electronic_copy', 'paper_copy')", name=op.f('ck_registers_kind')),
    sa.ForeignKeyConstraint(['closed_by'], ['people.id'], name=op.f('fk_registers_closed_by_people')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_registers_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registers')),
    sa.UniqueConstraint('office_id', 'kind', 'year', 'volume', name=op.f('uq_registers_office_id_kind_year_volume'))
    )
    op.create_index(op.f('ix_registers_office_id'), 'registers', ['office_id'], unique=False)
    op.create_index('uq_registers_one_open', 'registers', ['office_id', 'kind'], unique=True, sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.create_table('role_grants',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.CheckConstraint("role IN ('counter', 'reviewer', 'certifier', 'seal_keeper', 'auditor', 'administrator')", name=op.f('ck_role_grants_role')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_role_grants_office_id_offices')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_role_grants_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grants')),
    sa.UniqueConstraint('person_id', 'office_id', 'role', name=op.f('uq_role_grants_person_id_office_id_role'))
    )
    op.create_index(op.f('ix_role_grants_office_id'), 'role_grants', ['office_id'], unique=False)
    op.create_index(op.f('ix_role_grants_person_id'), 'role_grants', ['person_id'], unique=False)
    op.create_table('staff_sessions',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('csrf', sa.String(length=64), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_staff_sessions_office_id_offices')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_staff_sessions_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_sessions'))
    )
    op.create_index(op.f('ix_staff_sessions_person_id'), 'staff_sessions', ['person_id'], unique=False)
    op.create_table('documents',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('dossier_id', sa.String(length=36), nullable=True),
    sa.Column('doc_code', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('kind_confidence', sa.Double(), nullable=False),
    sa.Column('kind_by_person', sa.Boolean(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('marks', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('run', sa.String(length=64), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('trust', sa.String(length=20), nullable=False),
    sa.Column('valid_from', sa.String(length=10), nullable=True),
    sa.Column('valid_to', sa.String(length=10), nullable=True),
    sa.Column('confirmed_by', sa.String(length=36), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('converted_by', sa.String(length=36), nullable=True),
    sa.Column('converted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('conversion_mark', sa.Text(), nullable=True),
    sa.Column('converted_sha256', sa.String(length=64), nullable=True),
    sa.Column('needs_office_signature', sa.Boolean(), nullable=False),
    sa.Column('office_signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('proposed', 'confirmed', 'stored', 'rejected', 'erased')", name=op.f('ck_documents_state')),
    sa.CheckConstraint("status IN ('in_force', 'superseded', 'revoked', 'disputed')", name=op.f('ck_documents_status')),
    sa.CheckConstraint("trust IN ('born_electronic', 'certified_copy', 'digitised_signed', 'digitised', 'uploaded')", name=op.f('ck_documents_trust')),
    sa.ForeignKeyConstraint(['confirmed_by'], ['people.id'], name=op.f('fk_documents_confirmed_by_people')),
    sa.ForeignKeyConstraint(['converted_by'], ['people.id'], name=op.f('fk_documents_converted_by_people')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossiers.id'], name=op.f('fk_documents_dossier_id_dossiers')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_documents_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_documents')),
    sa.UniqueConstraint('doc_code', name=op.f('uq_documents_doc_code'))
    )
    op.create_index(op.f('ix_documents_dossier_id'), 'documents', ['dossier_id'], unique=False)
    op.create_index(op.f('ix_documents_kind'), 'documents', ['kind'], unique=False)
    op.create_index(op.f('ix_documents_office_id'), 'documents', ['office_id'], unique=False)
    op.create_index('ix_documents_office_state', 'documents', ['office_id', 'state'], unique=False)
    op.create_table('dossier_originals',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('dossier_id', sa.String(length=36), nullable=False),
    sa.Column('original_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossiers.id'], name=op.f('fk_dossier_originals_dossier_id_dossiers')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_dossier_originals_office_id_offices')),
    sa.ForeignKeyConstraint(['original_id'], ['originals.id'], name=op.f('fk_dossier_originals_original_id_originals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_originals')),
    sa.UniqueConstraint('dossier_id', 'original_id', name=op.f('uq_dossier_originals_dossier_id_original_id'))
    )
    op.create_index(op.f('ix_dossier_originals_dossier_id'), 'dossier_originals', ['dossier_id'], unique=False)
    op.create_index(op.f('ix_dossier_originals_office_id'), 'dossier_originals', ['office_id'], unique=False)
    op.create_index(op.f('ix_dossier_originals_original_id'), 'dossier_originals', ['original_id'], unique=False)
    op.create_table('erasures',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('original_id', sa.String(length=36), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.String(length=36), nullable=False),
    sa.Column('executed_by', sa.String(length=36), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('decided_by <> executed_by', name=op.f('ck_erasures_two_people')),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_erasures_decided_by_people')),
    sa.ForeignKeyConstraint(['executed_by'], ['people.id'], name=op.f('fk_erasures_executed_by_people')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_erasures_office_id_offices')),
    sa.ForeignKeyConstraint(['original_id'], ['originals.id'], name=op.f('fk_erasures_original_id_originals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasures'))
    )
    op.create_index(op.f('ix_erasures_office_id'), 'erasures', ['office_id'], unique=False)
    op.create_index(op.f('ix_erasures_original_id'), 'erasures', ['original_id'], unique=False)
    op.create_table('pages',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('original_id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('dpi', sa.Integer(), nullable=False),
    sa.Column('rotation', sa.Integer(), nullable=False),
    sa.Column('skew', sa.Double(), nullable=False),
    sa.Column('blank', sa.Boolean(), nullable=False),
    sa.Column('confidence', sa.Double(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('warnings', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.Column('reading', sa.String(length=64), nullable=True),
    sa.Column('turned_by_person', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_pages_office_id_offices')),
    sa.ForeignKeyConstraint(['original_id'], ['originals.id'], name=op.f('fk_pages_original_id_originals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pages')),
    sa.UniqueConstraint('original_id', 'number', name=op.f('uq_pages_original_id_number'))
    )
    op.create_index(op.f('ix_pages_office_id'), 'pages', ['office_id'], unique=False)
    op.create_index(op.f('ix_pages_original_id'), 'pages', ['original_id'], unique=False)
    op.create_table('register_entries',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('register_id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('certified_on', sa.String(length=10), nullable=True),
    sa.Column('requester_name', sa.String(length=200), nullable=False),
    sa.Column('original_name', sa.Text(), nullable=False),
    sa.Column('signer_name', sa.String(length=200), nullable=False),
    sa.Column('signer_title', sa.String(length=200), nullable=False),
    sa.Column('copies_made', sa.Integer(), nullable=False),
    sa.Column('fee', sa.Integer(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('reserved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state <> 'void' OR void_reason IS NOT NULL", name=op.f('ck_register_entries_void_has_reason')),
    sa.CheckConstraint("state IN ('reserved', 'issued', 'void')", name=op.f('ck_register_entries_state')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_register_entries_office_id_offices')),
    sa.ForeignKeyConstraint(['register_id'], ['registers.id'], name=op.f('fk_register_entries_register_id_registers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_entries')),
    sa.UniqueConstraint('register_id', 'number', name=op.f('uq_register_entries_register_id_number'))
    )
    op.create_index(op.f('ix_register_entries_office_id'), 'register_entries', ['office_id'], unique=False)
    op.create_index(op.f('ix_register_entries_register_id'), 'register_entries', ['register_id'], unique=False)
    op.create_table('certified_copies',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('requester_name', sa.String(length=200), nullable=False),
    sa.Column('page_count', sa.Integer(), nullable=False),
    sa.Column('answers', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.Column('pages_compared', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.Column('certifier_id', sa.String(length=36), nullable=False),
    sa.Column('seal_keeper_id', sa.String(length=36), nullable=True),
    sa.Column('entry_id', sa.String(length=36), nullable=True),
    sa.Column('manifest', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.Column('certified_sha256', sa.String(length=64), nullable=True),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.Column('is_demo', sa.Boolean(), nullable=False),
    sa.Column('certified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('annulled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('annulment_decision', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'issued' OR (seal_keeper_id IS NOT NULL AND entry_id IS NOT NULL AND answers IS NOT NULL AND pages_compared IS NOT NULL AND pdf_sha256 IS NOT NULL)", name=op.f('ck_certified_copies_issued_is_whole')),
    sa.CheckConstraint("state IN ('draft', 'certified', 'issued', 'void')", name=op.f('ck_certified_copies_state')),
    sa.CheckConstraint("status IN ('in_force', 'renewed', 'annulled', 'void')", name=op.f('ck_certified_copies_status')),
    sa.CheckConstraint('seal_keeper_id IS NULL OR seal_keeper_id <> certifier_id', name=op.f('ck_certified_copies_two_people')),
    sa.ForeignKeyConstraint(['certifier_id'], ['people.id'], name=op.f('fk_certified_copies_certifier_id_people')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_certified_copies_document_id_documents')),
    sa.ForeignKeyConstraint(['entry_id'], ['register_entries.id'], name=op.f('fk_certified_copies_entry_id_register_entries')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_certified_copies_office_id_offices')),
    sa.ForeignKeyConstraint(['seal_keeper_id'], ['people.id'], name=op.f('fk_certified_copies_seal_keeper_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certified_copies')),
    sa.UniqueConstraint('code', name=op.f('uq_certified_copies_code')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_certified_copies_entry_id'))
    )
    op.create_index(op.f('ix_certified_copies_document_id'), 'certified_copies', ['document_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_office_id'), 'certified_copies', ['office_id'], unique=False)
    op.create_index(op.f('ix_certified_copies_pdf_sha256'), 'certified_copies', ['pdf_sha256'], unique=False)
    op.create_table('document_owners',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('owner_id', sa.String(length=36), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_document_owners_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_document_owners_office_id_offices')),
    sa.ForeignKeyConstraint(['owner_id'], ['owners.id'], name=op.f('fk_document_owners_owner_id_owners')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_owners')),
    sa.UniqueConstraint('document_id', 'owner_id', name=op.f('uq_document_owners_document_id_owner_id'))
    )
    op.create_index(op.f('ix_document_owners_document_id'), 'document_owners', ['document_id'], unique=False)
    op.create_index(op.f('ix_document_owners_office_id'), 'document_owners', ['office_id'], unique=False)
    op.create_index(op.f('ix_document_owners_owner_id'), 'document_owners', ['owner_id'], unique=False)
    op.create_table('document_pages',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('page_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_document_pages_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_document_pages_office_id_offices')),
    sa.ForeignKeyConstraint(['page_id'], ['pages.id'], name=op.f('fk_document_pages_page_id_pages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_pages')),
    sa.UniqueConstraint('document_id', 'position', name=op.f('uq_document_pages_document_id_position')),
    sa.UniqueConstraint('page_id', 'document_id', name=op.f('uq_document_pages_page_id_document_id'))
    )
    op.create_index(op.f('ix_document_pages_document_id'), 'document_pages', ['document_id'], unique=False)
    op.create_index(op.f('ix_document_pages_office_id'), 'document_pages', ['office_id'], unique=False)
    op.create_index(op.f('ix_document_pages_page_id'), 'document_pages', ['page_id'], unique=False)
    op.create_table('dossier_components',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('dossier_id', sa.String(length=36), nullable=False),
    sa.Column('component_id', sa.String(length=36), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['component_id'], ['procedure_components.id'], name=op.f('fk_dossier_components_component_id_procedure_components')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_dossier_components_document_id_documents')),
    sa.ForeignKeyConstraint(['dossier_id'], ['dossiers.id'], name=op.f('fk_dossier_components_dossier_id_dossiers')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_dossier_components_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dossier_components'))
    )
    op.create_index(op.f('ix_dossier_components_dossier_id'), 'dossier_components', ['dossier_id'], unique=False)
    op.create_index(op.f('ix_dossier_components_office_id'), 'dossier_components', ['office_id'], unique=False)
    op.create_table('field_proposals',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=True),
    sa.Column('confidence', sa.Double(), nullable=False),
    sa.Column('page_id', sa.String(length=36), nullable=True),
    sa.Column('box', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=True),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('run', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_field_proposals_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_field_proposals_office_id_offices')),
    sa.ForeignKeyConstraint(['page_id'], ['pages.id'], name=op.f('fk_field_proposals_page_id_pages')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_proposals')),
    sa.UniqueConstraint('document_id', 'name', 'run', name=op.f('uq_field_proposals_document_id_name_run'))
    )
    op.create_index(op.f('ix_field_proposals_document_id'), 'field_proposals', ['document_id'], unique=False)
    op.create_index(op.f('ix_field_proposals_office_id'), 'field_proposals', ['office_id'], unique=False)
    op.create_table('kind_decisions',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('proposed_kind', sa.String(length=60), nullable=False),
    sa.Column('proposed_confidence', sa.Double(), nullable=False),
    sa.Column('decided_by', sa.String(length=36), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_kind_decisions_decided_by_people')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_kind_decisions_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_kind_decisions_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kind_decisions'))
    )
    op.create_index(op.f('ix_kind_decisions_document_id'), 'kind_decisions', ['document_id'], unique=False)
    op.create_index(op.f('ix_kind_decisions_office_id'), 'kind_decisions', ['office_id'], unique=False)
    op.create_table('search_entries',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('dossier_id', sa.String(length=36), nullable=True),
    sa.Column('original', sa.Text(), nullable=False),
    sa.Column('exact', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('indexed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_search_entries_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_search_entries_office_id_offices')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_search_entries')),
    sa.UniqueConstraint('document_id', name=op.f('uq_search_entries_document_id'))
    )
    op.create_index('ix_search_entries_office_document', 'search_entries', ['office_id', 'document_id'], unique=False)
    op.create_table('uses',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('owner_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=True),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('dossier_code', sa.String(length=60), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=True),
    sa.Column('api_client_id', sa.String(length=36), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['api_client_id'], ['api_clients.id'], name=op.f('fk_uses_api_client_id_api_clients')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_uses_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_uses_office_id_offices')),
    sa.ForeignKeyConstraint(['owner_id'], ['owners.id'], name=op.f('fk_uses_owner_id_owners')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_uses_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uses'))
    )
    op.create_index(op.f('ix_uses_document_id'), 'uses', ['document_id'], unique=False)
    op.create_index(op.f('ix_uses_office_id'), 'uses', ['office_id'], unique=False)
    op.create_index(op.f('ix_uses_owner_id'), 'uses', ['owner_id'], unique=False)
    op.create_table('field_decisions',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=True),
    sa.Column('proposal_id', sa.String(length=36), nullable=True),
    sa.Column('corrected', sa.Boolean(), nullable=False),
    sa.Column('decided_by', sa.String(length=36), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_field_decisions_decided_by_people')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_field_decisions_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_field_decisions_office_id_offices')),
    sa.ForeignKeyConstraint(['proposal_id'], ['field_proposals.id'], name=op.f('fk_field_decisions_proposal_id_field_proposals')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_decisions'))
    )
    op.create_index(op.f('ix_field_decisions_document_id'), 'field_decisions', ['document_id'], unique=False)
    op.create_index('ix_field_decisions_document_name', 'field_decisions', ['document_id', 'name', 'decided_at'], unique=False)
    op.create_index(op.f('ix_field_decisions_office_id'), 'field_decisions', ['office_id'], unique=False)

    protect(op.get_bind().dialect.name)


def downgrade() -> None:
    unprotect(op.get_bind().dialect.name)
    op.drop_index(op.f('ix_field_decisions_office_id'), table_name='field_decisions')
    op.drop_index('ix_field_decisions_document_name', table_name='field_decisions')
    op.drop_index(op.f('ix_field_decisions_document_id'), table_name='field_decisions')
    op.drop_table('field_decisions')
    op.drop_index(op.f('ix_uses_owner_id'), table_name='uses')
    op.drop_index(op.f('ix_uses_office_id'), table_name='uses')
    op.drop_index(op.f('ix_uses_document_id'), table_name='uses')
    op.drop_table('uses')
    op.drop_index('ix_search_entries_office_document', table_name='search_entries')
    op.drop_table('search_entries')
    op.drop_index(op.f('ix_kind_decisions_office_id'), table_name='kind_decisions')
    op.drop_index(op.f('ix_kind_decisions_document_id'), table_name='kind_decisions')
    op.drop_table('kind_decisions')
    op.drop_index(op.f('ix_field_proposals_office_id'), table_name='field_proposals')
    op.drop_index(op.f('ix_field_proposals_document_id'), table_name='field_proposals')
    op.drop_table('field_proposals')
    op.drop_index(op.f('ix_dossier_components_office_id'), table_name='dossier_components')
    op.drop_index(op.f('ix_dossier_components_dossier_id'), table_name='dossier_components')
    op.drop_table('dossier_components')
    op.drop_index(op.f('ix_document_pages_page_id'), table_name='document_pages')
    op.drop_index(op.f('ix_document_pages_office_id'), table_name='document_pages')
    op.drop_index(op.f('ix_document_pages_document_id'), table_name='document_pages')
    op.drop_table('document_pages')
    op.drop_index(op.f('ix_document_owners_owner_id'), table_name='document_owners')
    op.drop_index(op.f('ix_document_owners_office_id'), table_name='document_owners')
    op.drop_index(op.f('ix_document_owners_document_id'), table_name='document_owners')
    op.drop_table('document_owners')
    op.drop_index(op.f('ix_certified_copies_pdf_sha256'), table_name='certified_copies')
    op.drop_index(op.f('ix_certified_copies_office_id'), table_name='certified_copies')
    op.drop_index(op.f('ix_certified_copies_document_id'), table_name='certified_copies')
    op.drop_table('certified_copies')
    op.drop_index(op.f('ix_register_entries_register_id'), table_name='register_entries')
    op.drop_index(op.f('ix_register_entries_office_id'), table_name='register_entries')
    op.drop_table('register_entries')
    op.drop_index(op.f('ix_pages_original_id'), table_name='pages')
    op.drop_index(op.f('ix_pages_office_id'), table_name='pages')
    op.drop_table('pages')
    op.drop_index(op.f('ix_erasures_original_id'), table_name='erasures')
    op.drop_index(op.f('ix_erasures_office_id'), table_name='erasures')
    op.drop_table('erasures')
    op.drop_index(op.f('ix_dossier_originals_original_id'), table_name='dossier_originals')
    op.drop_index(op.f('ix_dossier_originals_office_id'), table_name='dossier_originals')
    op.drop_index(op.f('ix_dossier_originals_dossier_id'), table_name='dossier_originals')
    op.drop_table('dossier_originals')
    op.drop_index('ix_documents_office_state', table_name='documents')
    op.drop_index(op.f('ix_documents_office_id'), table_name='documents')
    op.drop_index(op.f('ix_documents_kind'), table_name='documents')
    op.drop_index(op.f('ix_documents_dossier_id'), table_name='documents')
    op.drop_table('documents')
    op.drop_index(op.f('ix_staff_sessions_person_id'), table_name='staff_sessions')
    op.drop_table('staff_sessions')
    op.drop_index(op.f('ix_role_grants_person_id'), table_name='role_grants')
    op.drop_index(op.f('ix_role_grants_office_id'), table_name='role_grants')
    op.drop_table('role_grants')
    op.drop_index('uq_registers_one_open', table_name='registers', sqlite_where=sa.text('closed_at IS NULL'), postgresql_where=sa.text('closed_at IS NULL'))
    op.drop_index(op.f('ix_registers_office_id'), table_name='registers')
    op.drop_table('registers')
    op.drop_index(op.f('ix_procedure_components_procedure_id'), table_name='procedure_components')
    op.drop_index(op.f('ix_procedure_components_office_id'), table_name='procedure_components')
    op.drop_table('procedure_components')
    op.drop_index(op.f('ix_owner_identifiers_owner_id'), table_name='owner_identifiers')
    op.drop_index(op.f('ix_owner_identifiers_office_id'), table_name='owner_identifiers')
    op.drop_table('owner_identifiers')
    op.drop_index(op.f('ix_originals_sha256'), table_name='originals')
    op.drop_index(op.f('ix_originals_office_id'), table_name='originals')
    op.drop_table('originals')
    op.drop_index(op.f('ix_dossiers_state'), table_name='dossiers')
    op.drop_index(op.f('ix_dossiers_owner_id'), table_name='dossiers')
    op.drop_index(op.f('ix_dossiers_office_id'), table_name='dossiers')
    op.drop_table('dossiers')
    op.drop_index(op.f('ix_api_tokens_client_id'), table_name='api_tokens')
    op.drop_table('api_tokens')
    op.drop_index(op.f('ix_procedures_office_id'), table_name='procedures')
    op.drop_table('procedures')
    op.drop_index(op.f('ix_people_office_id'), table_name='people')
    op.drop_table('people')
    op.drop_index(op.f('ix_owners_office_id'), table_name='owners')
    op.drop_index(op.f('ix_owners_name_folded'), table_name='owners')
    op.drop_table('owners')
    op.drop_index('ix_jobs_state_lease', table_name='jobs')
    op.drop_index(op.f('ix_jobs_office_id'), table_name='jobs')
    op.drop_index('ix_jobs_kind_subject', table_name='jobs')
    op.drop_table('jobs')
    op.drop_table('counters')
    op.drop_index('ix_audit_entries_unsealed', table_name='audit_entries', sqlite_where=sa.text('sequence IS NULL'), postgresql_where=sa.text('sequence IS NULL'))
    op.drop_index(op.f('ix_audit_entries_office_id'), table_name='audit_entries')
    op.drop_index('ix_audit_entries_object', table_name='audit_entries')
    op.drop_table('audit_entries')
    op.drop_index(op.f('ix_artefacts_office_id'), table_name='artefacts')
    op.drop_index(op.f('ix_artefacts_input_sha256'), table_name='artefacts')
    op.drop_table('artefacts')
    op.drop_index(op.f('ix_api_clients_office_id'), table_name='api_clients')
    op.drop_table('api_clients')
    op.drop_table('offices')
