"""Certification as the law orders it: requests, refusals, terms of office, batches, paper books, deliveries

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

_BEFORE = {
    "state": "state IN ('draft', 'certified', 'issued', 'void')",
    "two_people": "seal_keeper_id IS NULL OR seal_keeper_id <> certifier_id",
}
_AFTER = {
    "state": "state IN ('prepared', 'draft', 'certified', 'issued', 'void')",
    "two_people": "seal_keeper_id IS NULL OR seal_keeper_id <> certifier_id OR break_glass_reason <> ''",
    "comparer_is_another": "comparer_id IS NULL OR comparer_id <> certifier_id",
    "prepared_has_no_number": "state <> 'prepared' OR entry_id IS NULL",
    "annulled_by_a_decision": (
        "status <> 'annulled' OR (annulment_number <> '' AND annulment_date <> '' AND annulled_at IS NOT NULL)"
    ),
}
_COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column('annulled_by', sa.String(length=36), nullable=True),
    sa.Column('annulment_number', sa.String(length=60), server_default=sa.text("''"), nullable=False),
    sa.Column('annulment_date', sa.String(length=10), server_default=sa.text("''"), nullable=False),
    sa.Column('annulment_reason', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('request_id', sa.String(length=36), nullable=True),
    sa.Column('comparer_id', sa.String(length=36), nullable=True),
    sa.Column('break_glass_reason', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('original_name', sa.Text(), server_default=sa.text("''"), nullable=False),
    sa.Column('copies_made', sa.Integer(), server_default=sa.text('1'), nullable=False),
)
_KEYS = (('comparer_id', 'people'), ('request_id', 'certification_requests'), ('annulled_by', 'people'))


def upgrade() -> None:
    _make_first()
    for added in _COLUMNS:
        op.add_column('certified_copies', added._copy())
    op.execute(
        "UPDATE certified_copies SET annulment_number = substr(annulment_decision, 1, 60),"
        " annulment_date = substr(CAST(annulled_at AS VARCHAR(40)), 1, 10) WHERE annulment_decision IS NOT NULL"
    )
    with op.batch_alter_table("certified_copies") as table:
        _rules(table, _BEFORE, _AFTER)
        for column, other in _KEYS:
            table.create_foreign_key(op.f(f'fk_certified_copies_{column}_{other}'), other, [column], ['id'])
        table.create_index(op.f('ix_certified_copies_request_id'), ['request_id'])
        table.drop_column('annulment_decision')
    _make_after()


def downgrade() -> None:
    _drop_after()
    op.add_column('certified_copies', sa.Column('annulment_decision', sa.Text(), nullable=True))
    op.execute("UPDATE certified_copies SET annulment_decision = annulment_number WHERE annulment_number <> ''")
    op.execute("UPDATE certified_copies SET state = 'void' WHERE state = 'prepared'")
    with op.batch_alter_table("certified_copies") as table:
        _rules(table, _AFTER, _BEFORE)
        table.drop_index(op.f('ix_certified_copies_request_id'))
        for column, other in _KEYS:
            table.drop_constraint(op.f(f'fk_certified_copies_{column}_{other}'), type_='foreignkey')
        for added in _COLUMNS:
            table.drop_column(added.name)
    _drop_first()


def _rules(table: Any, before: dict[str, str], after: dict[str, str]) -> None:
    for name in before:
        table.drop_constraint(op.f(f'ck_certified_copies_{name}'), type_='check')
    for name, text in after.items():
        table.create_check_constraint(op.f(f'ck_certified_copies_{name}'), text)


def _make_first() -> None:
    op.create_table('calendar_days',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('works', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('set_by', sa.String(length=36), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_calendar_days_office_id_offices')),
    sa.ForeignKeyConstraint(['set_by'], ['people.id'], name=op.f('fk_calendar_days_set_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_days')),
    sa.UniqueConstraint('office_id', 'day', name=op.f('uq_calendar_days_office_id_day'))
    )
    op.create_index(op.f('ix_calendar_days_office_id'), 'calendar_days', ['office_id'], unique=False)
    op.create_table('signing_batches',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('purpose', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.String(length=60), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("purpose IN ('certify', 'seal')", name=op.f('ck_signing_batches_purpose')),
    sa.CheckConstraint("state IN ('running', 'paused', 'done', 'cancelled')", name=op.f('ck_signing_batches_state')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_signing_batches_office_id_offices')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_signing_batches_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_batches'))
    )
    op.create_index(op.f('ix_signing_batches_office_id'), 'signing_batches', ['office_id'], unique=False)
    op.create_index(op.f('ix_signing_batches_person_id'), 'signing_batches', ['person_id'], unique=False)
    op.create_table('signing_terms',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('purpose', sa.String(length=10), nullable=False),
    sa.Column('form', sa.String(length=4), nullable=False),
    sa.Column('for_title', sa.String(length=100), nullable=False),
    sa.Column('title', sa.String(length=100), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('first_day', sa.String(length=10), nullable=False),
    sa.Column('last_day', sa.String(length=10), nullable=True),
    sa.Column('set_by', sa.String(length=36), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by', sa.String(length=36), nullable=True),
    sa.CheckConstraint("(form = '') = (for_title = '')", name=op.f('ck_signing_terms_signed_for_somebody')),
    sa.CheckConstraint("form IN ('', 'KT.', 'TL.', 'TUQ.')", name=op.f('ck_signing_terms_form')),
    sa.CheckConstraint("purpose IN ('certify', 'seal')", name=op.f('ck_signing_terms_purpose')),
    sa.CheckConstraint('last_day IS NULL OR last_day >= first_day', name=op.f('ck_signing_terms_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['ended_by'], ['people.id'], name=op.f('fk_signing_terms_ended_by_people')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_signing_terms_office_id_offices')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_signing_terms_person_id_people')),
    sa.ForeignKeyConstraint(['set_by'], ['people.id'], name=op.f('fk_signing_terms_set_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_terms'))
    )
    op.create_index(op.f('ix_signing_terms_office_id'), 'signing_terms', ['office_id'], unique=False)
    op.create_index(op.f('ix_signing_terms_person_id'), 'signing_terms', ['person_id'], unique=False)
    op.create_table('register_prints',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('register_id', sa.String(length=36), nullable=False),
    sa.Column('period', sa.String(length=10), nullable=False),
    sa.Column('first_number', sa.Integer(), nullable=False),
    sa.Column('last_number', sa.Integer(), nullable=False),
    sa.Column('issued', sa.Integer(), nullable=False),
    sa.Column('void', sa.Integer(), nullable=False),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=False),
    sa.Column('printed_by', sa.String(length=36), nullable=True),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_register_prints_office_id_offices')),
    sa.ForeignKeyConstraint(['printed_by'], ['people.id'], name=op.f('fk_register_prints_printed_by_people')),
    sa.ForeignKeyConstraint(['register_id'], ['registers.id'], name=op.f('fk_register_prints_register_id_registers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_prints'))
    )
    op.create_index(op.f('ix_register_prints_office_id'), 'register_prints', ['office_id'], unique=False)
    op.create_index(op.f('ix_register_prints_register_id'), 'register_prints', ['register_id'], unique=False)
    op.create_table('certification_requests',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('requester_name', sa.String(length=200), nullable=False),
    sa.Column('original_name', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('copies_wanted', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.String(length=36), nullable=True),
    sa.Column('document_id', sa.String(length=36), nullable=True),
    sa.Column('show_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_rule', sa.String(length=20), nullable=True),
    sa.Column('extended_by_agreement', sa.Text(), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('close_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("channel IN ('counter', 'online')", name=op.f('ck_certification_requests_channel')),
    sa.CheckConstraint("due_rule IN ('same_day', 'next_working_day', 'extended')", name=op.f('ck_certification_requests_due_rule')),
    sa.CheckConstraint("kind IN ('electronic_copy', 'paper_copy')", name=op.f('ck_certification_requests_kind')),
    sa.CheckConstraint("state IN ('booked', 'open', 'done', 'refused', 'withdrawn', 'expired')", name=op.f('ck_certification_requests_state')),
    sa.CheckConstraint("state NOT IN ('open', 'done') OR shown_at IS NOT NULL", name=op.f('ck_certification_requests_original_was_shown')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_certification_requests_created_by_people')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_certification_requests_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_certification_requests_office_id_offices')),
    sa.ForeignKeyConstraint(['owner_id'], ['owners.id'], name=op.f('fk_certification_requests_owner_id_owners')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certification_requests')),
    sa.UniqueConstraint('office_id', 'year', 'number', name=op.f('uq_certification_requests_office_id_year_number'))
    )
    op.create_index(op.f('ix_certification_requests_document_id'), 'certification_requests', ['document_id'], unique=False)
    op.create_index(op.f('ix_certification_requests_office_id'), 'certification_requests', ['office_id'], unique=False)
    op.create_table('office_copies',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('form', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(length=60), nullable=False),
    sa.Column('made_by', sa.String(length=36), nullable=False),
    sa.Column('signed_by', sa.String(length=36), nullable=True),
    sa.Column('unsigned_sha256', sa.String(length=64), nullable=True),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("form IN ('sao_y', 'sao_luc', 'trich_sao')", name=op.f('ck_office_copies_form')),
    sa.CheckConstraint("state <> 'issued' OR (pdf_sha256 IS NOT NULL AND signed_by IS NOT NULL)", name=op.f('ck_office_copies_issued_is_whole')),
    sa.CheckConstraint("state IN ('waiting', 'issued', 'void')", name=op.f('ck_office_copies_state')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_office_copies_document_id_documents')),
    sa.ForeignKeyConstraint(['made_by'], ['people.id'], name=op.f('fk_office_copies_made_by_people')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_office_copies_office_id_offices')),
    sa.ForeignKeyConstraint(['signed_by'], ['people.id'], name=op.f('fk_office_copies_signed_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_copies')),
    sa.UniqueConstraint('office_id', 'year', 'number', name=op.f('uq_office_copies_office_id_year_number'))
    )
    op.create_index(op.f('ix_office_copies_document_id'), 'office_copies', ['document_id'], unique=False)
    op.create_index(op.f('ix_office_copies_office_id'), 'office_copies', ['office_id'], unique=False)
    op.create_index(op.f('ix_office_copies_pdf_sha256'), 'office_copies', ['pdf_sha256'], unique=False)
    op.create_table('paper_copies',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('entry_id', sa.String(length=36), nullable=False),
    sa.Column('request_id', sa.String(length=36), nullable=True),
    sa.Column('document_id', sa.String(length=36), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('page_count', sa.Integer(), nullable=False),
    sa.Column('answers', JSON, nullable=False),
    sa.Column('certifier_id', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('reserved', 'issued', 'void')", name=op.f('ck_paper_copies_state')),
    sa.ForeignKeyConstraint(['certifier_id'], ['people.id'], name=op.f('fk_paper_copies_certifier_id_people')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_paper_copies_document_id_documents')),
    sa.ForeignKeyConstraint(['entry_id'], ['register_entries.id'], name=op.f('fk_paper_copies_entry_id_register_entries')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_paper_copies_office_id_offices')),
    sa.ForeignKeyConstraint(['request_id'], ['certification_requests.id'], name=op.f('fk_paper_copies_request_id_certification_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_copies')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_paper_copies_entry_id'))
    )
    op.create_index(op.f('ix_paper_copies_document_id'), 'paper_copies', ['document_id'], unique=False)
    op.create_index(op.f('ix_paper_copies_office_id'), 'paper_copies', ['office_id'], unique=False)
    op.create_index(op.f('ix_paper_copies_request_id'), 'paper_copies', ['request_id'], unique=False)
    op.create_table('refusal_letters',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('request_id', sa.String(length=36), nullable=True),
    sa.Column('document_id', sa.String(length=36), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('requester_name', sa.String(length=200), nullable=False),
    sa.Column('original_name', sa.Text(), nullable=False),
    sa.Column('items', JSON, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('refused_by', sa.String(length=36), nullable=False),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_refusal_letters_has_reason')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_refusal_letters_document_id_documents')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_refusal_letters_office_id_offices')),
    sa.ForeignKeyConstraint(['refused_by'], ['people.id'], name=op.f('fk_refusal_letters_refused_by_people')),
    sa.ForeignKeyConstraint(['request_id'], ['certification_requests.id'], name=op.f('fk_refusal_letters_request_id_certification_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refusal_letters')),
    sa.UniqueConstraint('office_id', 'year', 'number', name=op.f('uq_refusal_letters_office_id_year_number'))
    )
    op.create_index(op.f('ix_refusal_letters_document_id'), 'refusal_letters', ['document_id'], unique=False)
    op.create_index(op.f('ix_refusal_letters_office_id'), 'refusal_letters', ['office_id'], unique=False)
    op.create_index(op.f('ix_refusal_letters_request_id'), 'refusal_letters', ['request_id'], unique=False)
    op.create_table('suspected_forgeries',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('request_id', sa.String(length=36), nullable=True),
    sa.Column('document_id', sa.String(length=36), nullable=True),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('holder_name', sa.String(length=200), nullable=False),
    sa.Column('original_name', sa.Text(), nullable=False),
    sa.Column('signs', sa.Text(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('witness_name', sa.String(length=200), nullable=False),
    sa.Column('kept_by', sa.String(length=36), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('outcome_by', sa.String(length=36), nullable=True),
    sa.Column('outcome_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pdf_sha256', sa.String(length=64), nullable=True),
    sa.CheckConstraint("state = 'kept' OR outcome <> ''", name=op.f('ck_suspected_forgeries_outcome_is_said')),
    sa.CheckConstraint("state IN ('kept', 'handed_over', 'returned')", name=op.f('ck_suspected_forgeries_state')),
    sa.ForeignKeyConstraint(['document_id'], ['documents.id'], name=op.f('fk_suspected_forgeries_document_id_documents')),
    sa.ForeignKeyConstraint(['kept_by'], ['people.id'], name=op.f('fk_suspected_forgeries_kept_by_people')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_suspected_forgeries_office_id_offices')),
    sa.ForeignKeyConstraint(['outcome_by'], ['people.id'], name=op.f('fk_suspected_forgeries_outcome_by_people')),
    sa.ForeignKeyConstraint(['request_id'], ['certification_requests.id'], name=op.f('fk_suspected_forgeries_request_id_certification_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suspected_forgeries')),
    sa.UniqueConstraint('office_id', 'year', 'number', name=op.f('uq_suspected_forgeries_office_id_year_number'))
    )
    op.create_index(op.f('ix_suspected_forgeries_document_id'), 'suspected_forgeries', ['document_id'], unique=False)
    op.create_index(op.f('ix_suspected_forgeries_office_id'), 'suspected_forgeries', ['office_id'], unique=False)
    op.create_index(op.f('ix_suspected_forgeries_request_id'), 'suspected_forgeries', ['request_id'], unique=False)
    op.add_column('registers', sa.Column('closing_issued', sa.Integer(), nullable=True))
    op.add_column('registers', sa.Column('closing_void', sa.Integer(), nullable=True))
    op.add_column('registers', sa.Column('closing_sha256', sa.String(length=64), nullable=True))


def _make_after() -> None:
    op.create_table('agent_errands',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('copy_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('purpose', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('sent_sha256', sa.String(length=64), nullable=False),
    sa.Column('sent_length', sa.Integer(), nullable=False),
    sa.Column('certificate_sha256', sa.String(length=64), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=60), nullable=True),
    sa.CheckConstraint("purpose IN ('certify', 'seal')", name=op.f('ck_agent_errands_purpose')),
    sa.CheckConstraint("state IN ('out', 'back', 'refused', 'cancelled')", name=op.f('ck_agent_errands_state')),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies.id'], name=op.f('fk_agent_errands_copy_id_certified_copies')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_agent_errands_office_id_offices')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_agent_errands_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agent_errands')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_agent_errands_token_sha256'))
    )
    op.create_index(op.f('ix_agent_errands_copy_id'), 'agent_errands', ['copy_id'], unique=False)
    op.create_index(op.f('ix_agent_errands_office_id'), 'agent_errands', ['office_id'], unique=False)
    op.create_table('delivery_links',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('copy_id', sa.String(length=36), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('secret_hash', sa.String(length=200), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('downloads', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_download_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('attempts >= 0 AND downloads >= 0', name=op.f('ck_delivery_links_counts')),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies.id'], name=op.f('fk_delivery_links_copy_id_certified_copies')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_delivery_links_created_by_people')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_delivery_links_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery_links')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_delivery_links_token_sha256'))
    )
    op.create_index(op.f('ix_delivery_links_copy_id'), 'delivery_links', ['copy_id'], unique=False)
    op.create_index(op.f('ix_delivery_links_office_id'), 'delivery_links', ['office_id'], unique=False)
    op.create_table('signing_batch_items',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('office_id', sa.String(length=36), nullable=False),
    sa.Column('batch_id', sa.String(length=36), nullable=False),
    sa.Column('copy_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('error', sa.String(length=60), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'signed', 'failed')", name=op.f('ck_signing_batch_items_state')),
    sa.ForeignKeyConstraint(['batch_id'], ['signing_batches.id'], name=op.f('fk_signing_batch_items_batch_id_signing_batches')),
    sa.ForeignKeyConstraint(['copy_id'], ['certified_copies.id'], name=op.f('fk_signing_batch_items_copy_id_certified_copies')),
    sa.ForeignKeyConstraint(['office_id'], ['offices.id'], name=op.f('fk_signing_batch_items_office_id_offices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_batch_items')),
    sa.UniqueConstraint('batch_id', 'copy_id', name=op.f('uq_signing_batch_items_batch_id_copy_id')),
    sa.UniqueConstraint('batch_id', 'position', name=op.f('uq_signing_batch_items_batch_id_position'))
    )
    op.create_index(op.f('ix_signing_batch_items_batch_id'), 'signing_batch_items', ['batch_id'], unique=False)
    op.create_index(op.f('ix_signing_batch_items_copy_id'), 'signing_batch_items', ['copy_id'], unique=False)
    op.create_index(op.f('ix_signing_batch_items_office_id'), 'signing_batch_items', ['office_id'], unique=False)


def _drop_after() -> None:
    op.drop_index(op.f('ix_signing_batch_items_office_id'), table_name='signing_batch_items')
    op.drop_index(op.f('ix_signing_batch_items_copy_id'), table_name='signing_batch_items')
    op.drop_index(op.f('ix_signing_batch_items_batch_id'), table_name='signing_batch_items')
    op.drop_table('signing_batch_items')
    op.drop_index(op.f('ix_delivery_links_office_id'), table_name='delivery_links')
    op.drop_index(op.f('ix_delivery_links_copy_id'), table_name='delivery_links')
    op.drop_table('delivery_links')
    op.drop_index(op.f('ix_agent_errands_office_id'), table_name='agent_errands')
    op.drop_index(op.f('ix_agent_errands_copy_id'), table_name='agent_errands')
    op.drop_table('agent_errands')


def _drop_first() -> None:
    op.drop_index(op.f('ix_suspected_forgeries_request_id'), table_name='suspected_forgeries')
    op.drop_index(op.f('ix_suspected_forgeries_office_id'), table_name='suspected_forgeries')
    op.drop_index(op.f('ix_suspected_forgeries_document_id'), table_name='suspected_forgeries')
    op.drop_table('suspected_forgeries')
    op.drop_index(op.f('ix_refusal_letters_request_id'), table_name='refusal_letters')
    op.drop_index(op.f('ix_refusal_letters_office_id'), table_name='refusal_letters')
    op.drop_index(op.f('ix_refusal_letters_document_id'), table_name='refusal_letters')
    op.drop_table('refusal_letters')
    op.drop_index(op.f('ix_paper_copies_request_id'), table_name='paper_copies')
    op.drop_index(op.f('ix_paper_copies_office_id'), table_name='paper_copies')
    op.drop_index(op.f('ix_paper_copies_document_id'), table_name='paper_copies')
    op.drop_table('paper_copies')
    op.drop_index(op.f('ix_office_copies_pdf_sha256'), table_name='office_copies')
    op.drop_index(op.f('ix_office_copies_office_id'), table_name='office_copies')
    op.drop_index(op.f('ix_office_copies_document_id'), table_name='office_copies')
    op.drop_table('office_copies')
    op.drop_index(op.f('ix_certification_requests_office_id'), table_name='certification_requests')
    op.drop_index(op.f('ix_certification_requests_document_id'), table_name='certification_requests')
    op.drop_table('certification_requests')
    op.drop_index(op.f('ix_register_prints_register_id'), table_name='register_prints')
    op.drop_index(op.f('ix_register_prints_office_id'), table_name='register_prints')
    op.drop_table('register_prints')
    op.drop_index(op.f('ix_signing_terms_person_id'), table_name='signing_terms')
    op.drop_index(op.f('ix_signing_terms_office_id'), table_name='signing_terms')
    op.drop_table('signing_terms')
    op.drop_index(op.f('ix_signing_batches_person_id'), table_name='signing_batches')
    op.drop_index(op.f('ix_signing_batches_office_id'), table_name='signing_batches')
    op.drop_table('signing_batches')
    op.drop_index(op.f('ix_calendar_days_office_id'), table_name='calendar_days')
    op.drop_table('calendar_days')
    op.drop_column('registers', 'closing_sha256')
    op.drop_column('registers', 'closing_void')
    op.drop_column('registers', 'closing_issued')
