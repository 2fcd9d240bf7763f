"""Office scope, verb by verb: whoever belongs to another office gets nothing and changes nothing.

The list of verbs is read from the code: a new one that takes an actor fails here until it is tried.
"""

from __future__ import annotations

import datetime as dt
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import storage
from storage.audit import log
from storage.copies import copies, lines, office_copies, paper, prepared, prints, register
from storage.database import Base, Database
from storage.deliveries import links
from storage.deliveries.tables import DeliveryLink
from storage.documents import arrangement, arranging, conversion, holding, originals, readings, review
from storage.documents.tables import Document
from storage.dossiers import dossiers
from storage.dossiers.tables import Dossier
from storage.jobs import queue
from storage.learning import consent, labels
from storage.learning.corrections import confirmed_documents, training_rows
from storage.offices import clients, people
from storage.offices.break_glass import set_break_glass
from storage.offices.desk import Desk, set_desk
from storage.offices.second_factor import set_second_factor
from storage.offices.thresholds import set_review_threshold
from storage.owners import store
from storage.procedures import catalogue
from storage.requests import calendar, comparisons, refusals, requests
from storage.scope import Actor, fetch, visible
from storage.search.search import search
from storage.signings import batches, errands, terms
from terms.errors import HosoError
from tests.storage.world import PASSWORD, World, begun, confirmed, hand_in, page_row, propose, reserved, sha

NUMBER = "001190001234"
SENT = errands.FileSent("NguoiChungThuc", "0" * 64, 1, "0" * 64)


@dataclass(frozen=True)
class Ours:
    """What lies in Lan's office, by id."""

    office: str
    dossier: str
    document: str
    confirmed: str
    original: str
    page: str
    job: str
    copy: str
    entry: str
    register: str
    printed: str
    paper: str
    office_copy: str
    owner: str
    procedure: str
    client: str
    person: str
    prepared: str
    batch: str
    term: str
    link: str
    errand: str
    request: str
    booking: str
    letter: str
    forgery: str
    calendar_day: str


Verb = Callable[[Session, Actor, Ours], Any]

# Verbs on something that exists: refused as not found.
REFUSED: dict[str, Verb] = {
    "copies.copies.annul": lambda s, a, o: copies.annul(s, a, o.copy, copies.Annulment("1", "2026-01-01")),
    "copies.copies.begin_copy": lambda s, a, o: copies.begin_copy(
        s, a, o.confirmed, requester_name="x", page_count=1, answers={"1": "no"}, pages_compared=[1]
    ),
    "copies.copies.copies_of": lambda s, a, o: copies.copies_of(s, a, o.document),
    "copies.copies.copy_by_id": lambda s, a, o: copies.copy_by_id(s, a, o.copy),
    "copies.copies.set_certified": lambda s, a, o: copies.set_certified(s, a, o.copy, certified_sha256=sha("x")),
    "copies.copies.set_issued": lambda s, a, o: copies.set_issued(s, a, o.copy, pdf_sha256=sha("x")),
    "copies.copies.void_copy": lambda s, a, o: copies.void_copy(s, a, o.copy, "x"),
    "copies.copies.new_copy": lambda s, a, o: copies.new_copy(s, a, o.confirmed, **COMPARED, **NONE),
    "copies.copies.reserved_entry": lambda s, a, o: copies.reserved_entry(s, a, o.entry),
    "copies.prepared.cancel_prepared": lambda s, a, o: prepared.cancel_prepared(s, a, o.prepared, "x"),
    "copies.prepared.number_prepared": lambda s, a, o: prepared.number_prepared(s, a, o.prepared, o.entry),
    "copies.prepared.prepare_copy": lambda s, a, o: prepare(s, a, o.confirmed),
    "copies.prepared.put_back": lambda s, a, o: prepared.put_back(s, a, o.prepared, "x"),
    "copies.lines.find_lines": lambda s, a, o: lines.find_lines(s, a, o.register, lines.LineSearch()),
    "copies.lines.lines_of": lambda s, a, o: lines.lines_of(s, a, o.register),
    "copies.office_copies.begin_office_copy": lambda s, a, o: office_copies.begin_office_copy(
        s, a, o.confirmed, "sao_y", symbol="{number}"
    ),
    "copies.office_copies.issue_office_copy": lambda s, a, o: office_copies.issue_office_copy(
        s, a, o.office_copy, sha("x")
    ),
    "copies.office_copies.office_copy_by_id": lambda s, a, o: office_copies.office_copy_by_id(s, a, o.office_copy),
    "copies.office_copies.set_built": lambda s, a, o: office_copies.set_built(s, a, o.office_copy, sha("x")),
    "copies.office_copies.void_office_copy": lambda s, a, o: office_copies.void_office_copy(s, a, o.office_copy, "x"),
    "copies.paper.begin_paper_copy": lambda s, a, o: paper.begin_paper_copy(
        s, a, o.entry, page_count=1, answers={"altered": False}
    ),
    "copies.paper.paper_by_id": lambda s, a, o: paper.paper_by_id(s, a, o.paper),
    "copies.paper.settle_paper_copy": lambda s, a, o: paper.settle_paper_copy(s, a, o.paper),
    "copies.paper.void_paper_copy": lambda s, a, o: paper.void_paper_copy(s, a, o.paper, "x"),
    "copies.prints.prints_of": lambda s, a, o: prints.prints_of(s, a, o.register),
    "copies.prints.print_by_id": lambda s, a, o: prints.print_by_id(s, a, o.printed),
    "copies.prints.record_print": lambda s, a, o: prints.record_print(
        s, a, o.register, period="2026", counted=register.Count(1, 1, 1, 0), pdf_sha256=sha("x")
    ),
    "copies.register.close_register": lambda s, a, o: register.close_register(
        s, a, o.register, counted=register.Count(1, 1, 1, 0), closing_sha256=sha("x")
    ),
    "copies.register.count_register": lambda s, a, o: register.count_register(s, a, o.register),
    "copies.register.entries": lambda s, a, o: register.entries(s, a, o.register),
    "copies.register.entry_by_id": lambda s, a, o: register.entry_by_id(s, a, o.entry),
    "copies.register.reserve": lambda s, a, o: reserve(s, a),
    "copies.register.void": lambda s, a, o: register.void(s, a, o.entry, "x"),
    "deliveries.links.create_link": lambda s, a, o: links.create_link(s, a, o.copy),
    "deliveries.links.revoke_link": lambda s, a, o: links.revoke_link(s, a, o.link),
    "documents.conversion.record_conversion": lambda s, a, o: conversion.record_conversion(
        s, a, o.confirmed, mark="x", sha256=sha("x"), needs_office_signature=False
    ),
    "documents.conversion.record_office_signature": lambda s, a, o: conversion.record_office_signature(
        s, a, o.confirmed, sha("x")
    ),
    "documents.conversion.set_status": lambda s, a, o: conversion.set_status(s, a, o.document, "revoked", "x"),
    "documents.holding.hold_document": lambda s, a, o: holding.hold_document(s, a, o.document),
    "documents.originals.add_original": lambda s, a, o: hand_in(s, a, o.dossier),
    "documents.originals.original_by_id": lambda s, a, o: originals.original_by_id(s, a, o.original),
    "documents.originals.originals_of_dossier": lambda s, a, o: originals.originals_of_dossier(s, a, o.dossier),
    "documents.originals.page_by_id": lambda s, a, o: originals.page_by_id(s, a, o.page),
    "documents.originals.pages_of": lambda s, a, o: originals.pages_of(s, a, o.original),
    "documents.originals.set_original_state": lambda s, a, o: originals.set_original_state(s, a, o.original, "failed"),
    "documents.originals.pages_of_dossier": lambda s, a, o: originals.pages_of_dossier(s, a, o.dossier),
    "documents.originals.follow_covers": lambda s, a, o: originals.follow_covers(s, a, o.dossier),
    "documents.arrangement.arrangement_of": lambda s, a, o: arrangement.arrangement_of(s, a, o.dossier),
    "documents.arrangement.arranged_by_people": lambda s, a, o: arrangement.arranged_by_people(s, a, o.dossier),
    "documents.arranging.merge_documents": lambda s, a, o: arranging.merge_documents(
        s, a, o.dossier, o.document, into=o.confirmed, seen=""
    ),
    "documents.arranging.move_pages": lambda s, a, o: arranging.move_pages(s, a, o.dossier, [o.page], to=None, seen=""),
    "documents.arranging.set_apart": lambda s, a, o: arranging.set_apart(s, a, o.dossier, [o.page], seen=""),
    "documents.arranging.split_document": lambda s, a, o: arranging.split_document(s, a, o.dossier, o.page, seen=""),
    "documents.arranging.turn_pages": lambda s, a, o: arranging.turn_pages(s, a, o.dossier, [o.page], 1, seen=""),
    "documents.arranging.undo": lambda s, a, o: arranging.undo(s, a, o.dossier, seen=""),
    "documents.readings.save_turned": lambda s, a, o: readings.save_turned(s, a, o.page, page_row()),
    "documents.readings.documents_of": lambda s, a, o: readings.documents_of(s, a, o.dossier),
    "documents.readings.pages_of_document": lambda s, a, o: readings.pages_of_document(s, a, o.document),
    "documents.readings.propose_fields": lambda s, a, o: readings.propose_fields(s, a, o.document, "x", []),
    "documents.readings.replace_proposals": lambda s, a, o: readings.replace_proposals(s, a, o.dossier, []),
    "documents.readings.save_pages": lambda s, a, o: readings.save_pages(s, a, o.original, [page_row()]),
    "documents.review.confirm": lambda s, a, o: review.confirm(s, a, o.document, 1),
    "documents.review.decide_field": lambda s, a, o: review.decide_field(s, a, o.document, "sex", "male", version=1),
    "documents.review.decide_kind": lambda s, a, o: review.decide_kind(s, a, o.document, "diploma", 1),
    "documents.review.decisions_of": lambda s, a, o: review.decisions_of(s, a, o.document),
    "documents.review.document_by_id": lambda s, a, o: review.document_by_id(s, a, o.document),
    "documents.review.fields_of": lambda s, a, o: review.fields_of(s, a, o.document),
    "documents.review.reject": lambda s, a, o: review.reject(s, a, o.document, 1),
    "documents.review.reopen": lambda s, a, o: review.reopen(s, a, o.confirmed, 1),
    "documents.review.set_validity": lambda s, a, o: review.set_validity(s, a, o.document, None, None, 1),
    "dossiers.dossiers.cancel_dossier": lambda s, a, o: dossiers.cancel_dossier(s, a, o.dossier),
    "dossiers.dossiers.components_of_dossier": lambda s, a, o: dossiers.components_of_dossier(s, a, o.dossier),
    "dossiers.dossiers.dossier_by_code": lambda s, a, o: dossiers.dossier_by_code(s, a, "hồ sơ của ta"),
    "dossiers.dossiers.dossier_by_id": lambda s, a, o: dossiers.dossier_by_id(s, a, o.dossier),
    "dossiers.dossiers.progress": lambda s, a, o: dossiers.progress(s, a, o.dossier),
    "dossiers.dossiers.set_applicant": lambda s, a, o: dossiers.set_applicant(s, a, o.dossier, o.owner),
    "dossiers.dossiers.set_title": lambda s, a, o: dossiers.set_title(s, a, o.dossier, "x", 1),
    "jobs.queue.add_job": lambda s, a, o: queue.add_job(s, a, kind="read_original", subject_id=o.original),
    "jobs.queue.job_by_id": lambda s, a, o: queue.job_by_id(s, a, o.job),
    "jobs.queue.request_cancel": lambda s, a, o: queue.request_cancel(s, a, o.job),
    "jobs.queue.restart": lambda s, a, o: queue.restart(s, a, o.job),
    "learning.consent.set_consent": lambda s, a, o: consent.set_consent(s, a, o.office, share=False),
    "offices.people.administers": lambda s, a, o: people.administers(a, o.office),
    "offices.desk.set_desk": lambda s, a, o: set_desk(s, a, o.office, Desk(booking_hours=4)),
    "offices.thresholds.set_review_threshold": lambda s, a, o: set_review_threshold(s, a, o.office, 0.8),
    "offices.break_glass.set_break_glass": lambda s, a, o: set_break_glass(s, a, o.office, allowed=True),
    "offices.second_factor.set_second_factor": lambda s, a, o: set_second_factor(s, a, o.office, "always"),
    "offices.clients.close_client": lambda s, a, o: clients.close_client(s, a, o.client),
    "offices.people.deactivate": lambda s, a, o: people.deactivate(s, a, o.person),
    "offices.people.grant_role": lambda s, a, o: people.grant_role(s, a, o.person, "auditor"),
    "offices.people.person_named": lambda s, a, o: people.person_named(s, a, "lan"),
    "offices.people.reactivate": lambda s, a, o: people.reactivate(s, a, o.person),
    "offices.people.revoke_role": lambda s, a, o: people.revoke_role(s, a, o.person, "certifier"),
    "offices.people.set_password": lambda s, a, o: people.set_password(s, a, o.person, "mật khẩu khác"),
    "owners.store.assign_owner": lambda s, a, o: store.assign_owner(s, a, o.document, o.owner),
    "owners.identity.identifiers_of": lambda s, a, o: store.identifiers_of(s, a, o.owner),
    "owners.store.open_for_reuse": lambda s, a, o: store.open_for_reuse(
        s, a, o.document, purpose="x", dossier_code="x"
    ),
    "owners.identity.owner_by_id": lambda s, a, o: store.owner_by_id(s, a, o.owner),
    "owners.store.owners_of": lambda s, a, o: store.owners_of(s, a, o.document),
    "owners.store.record_use": lambda s, a, o: store.record_use(
        s, a, owner_id=o.owner, document_id=o.document, act="view", purpose="x", dossier_code="x"
    ),
    "owners.store.remove_owner": lambda s, a, o: store.remove_owner(s, a, o.document, o.owner),
    "procedures.catalogue.close_procedure": lambda s, a, o: catalogue.close_procedure(s, a, o.procedure),
    "procedures.catalogue.components_of": lambda s, a, o: catalogue.components_of(s, a, o.procedure),
    "signings.errands.errand_by_id": lambda s, a, o: errands.errand_by_id(s, a, o.errand),
    "signings.errands.errands_of": lambda s, a, o: errands.errands_of(s, a, o.copy),
    "signings.errands.open_errand": lambda s, a, o: errands.open_errand(
        s, a, o.copy, "certify", SENT, lasts=dt.timedelta(1)
    ),
    "signings.errands.settle_errand": lambda s, a, o: errands.settle_errand(s, a, o.errand, "cancelled"),
    "signings.batches.batch_by_id": lambda s, a, o: batches.batch_by_id(s, a, o.batch),
    "signings.batches.cancel_batch": lambda s, a, o: batches.cancel_batch(s, a, o.batch),
    "signings.batches.confirm_batch": lambda s, a, o: batches.confirm_batch(s, a, "certify", [o.copy], digest=sha("x")),
    "signings.batches.finish_batch": lambda s, a, o: batches.finish_batch(s, a, o.batch),
    "signings.batches.items_of": lambda s, a, o: batches.items_of(s, a, o.batch),
    "signings.batches.pause_batch": lambda s, a, o: batches.pause_batch(s, a, o.batch, "x"),
    "signings.batches.resume_batch": lambda s, a, o: batches.resume_batch(s, a, o.batch),
    "signings.batches.settle_item": lambda s, a, o: batches.settle_item(s, a, o.batch, o.prepared),
    "requests.calendar.clear_day": lambda s, a, o: calendar.clear_day(s, a, o.calendar_day),
    "requests.comparisons.comparison_of": lambda s, a, o: comparisons.comparison_of(s, a, o.confirmed),
    "requests.comparisons.record_comparison": lambda s, a, o: comparisons.record_comparison(s, a, o.confirmed, [1]),
    "requests.refusals.forgery_by_id": lambda s, a, o: refusals.forgery_by_id(s, a, o.forgery),
    "requests.refusals.record_outcome": lambda s, a, o: refusals.record_outcome(s, a, o.forgery, "returned", "x"),
    "requests.refusals.refusal_by_id": lambda s, a, o: refusals.refusal_by_id(s, a, o.letter),
    "requests.refusals.set_letter": lambda s, a, o: refusals.set_letter(s, a, o.letter, sha("x")),
    "requests.refusals.set_minutes": lambda s, a, o: refusals.set_minutes(s, a, o.forgery, sha("x")),
    "requests.requests.link_document": lambda s, a, o: requests.link_document(s, a, o.booking, o.document),
    "requests.requests.mark_done": lambda s, a, o: requests.mark_done(s, a, o.request),
    "requests.requests.mark_refused": lambda s, a, o: requests.mark_refused(s, a, o.request, "x"),
    "requests.requests.prolong": lambda s, a, o: requests.prolong(s, a, o.request, 1),
    "requests.requests.request_by_id": lambda s, a, o: requests.request_by_id(s, a, o.request),
    "requests.requests.request_numbered": lambda s, a, o: requests.request_numbered(s, a, 1),
    "requests.requests.show_original": lambda s, a, o: requests.show_original(s, a, o.booking),
    "requests.requests.withdraw": lambda s, a, o: requests.withdraw(s, a, o.request, "x"),
    "signings.terms.end_term": lambda s, a, o: terms.end_term(s, a, o.term),
    "signings.terms.set_term": lambda s, a, o: terms.set_term(
        s, a, o.person, purpose="seal", title="x", first_day="2026-01-01"
    ),
    "scope.fetch": lambda s, a, o: fetch(s, a, Document, o.document),
}

# Lists: empty.
NOTHING: dict[str, Verb] = {
    "audit.log.entries": lambda s, a, o: log.entries(s, a, object_id=o.copy),
    "copies.copies.awaiting_seal": lambda s, a, o: copies.awaiting_seal(s, a),
    "copies.copies.unfinished": lambda s, a, o: copies.unfinished(s, a, older_than=dt.timedelta(0)),
    "copies.copies.broken_glass": lambda s, a, o: copies.broken_glass(s, a),
    "copies.prepared.prepared_of": lambda s, a, o: prepared.prepared_of(s, a),
    "copies.office_copies.office_copies": lambda s, a, o: office_copies.office_copies(s, a, waiting=True),
    "copies.paper.settled_papers": lambda s, a, o: paper.settled_papers(s, a),
    "copies.paper.unsigned_papers": lambda s, a, o: paper.unsigned_papers(s, a),
    "copies.register.open_register_of": lambda s, a, o: register.open_register_of(s, a),
    "copies.register.registers_of": lambda s, a, o: register.registers_of(s, a),
    "deliveries.links.copies_of_owner": lambda s, a, o: links.copies_of_owner(s, a, o.owner),
    "deliveries.links.links_of": lambda s, a, o: links.links_of(s, a, o.copy),
    "documents.arrangement.confirmed_groupings": lambda s, a, o: arrangement.confirmed_groupings(s, a),
    "documents.conversion.awaiting_conversion": lambda s, a, o: conversion.awaiting_conversion(s, a),
    "documents.conversion.awaiting_office_signature": lambda s, a, o: conversion.awaiting_office_signature(s, a),
    "documents.originals.dossiers_of_original": lambda s, a, o: originals.dossiers_of_original(s, a, o.original),
    "documents.originals.original_by_sha256": lambda s, a, o: originals.original_by_sha256(s, a, sha("của ta")),
    "documents.review.review_queue": lambda s, a, o: review.review_queue(s, a),
    "dossiers.dossiers.list_dossiers": lambda s, a, o: dossiers.list_dossiers(s, a),
    "jobs.queue.failed_jobs": lambda s, a, o: queue.failed_jobs(s, a),
    "learning.consent.consents_of": lambda s, a, o: consent.consents_of(s, a),
    "learning.corrections.confirmed_documents": lambda s, a, o: confirmed_documents(s, a, "birth_certificate", 9),
    "learning.corrections.training_rows": lambda s, a, o: list(training_rows(s, a)),
    "learning.labels.generations": lambda s, a, o: labels.generations(s, a),
    "offices.clients.clients_of": lambda s, a, o: clients.clients_of(s, a),
    "owners.store.people_held": lambda s, a, o: list(store.people_held(s, a, [NUMBER])),
    "owners.store.store_of": lambda s, a, o: store.store_of(s, a, o.owner),
    "owners.store.uses_of": lambda s, a, o: store.uses_of(s, a, o.owner),
    "procedures.catalogue.find_procedures": lambda s, a, o: catalogue.find_procedures(s, a, ""),
    "signings.terms.terms_of": lambda s, a, o: terms.terms_of(s, a, o.person),
    "signings.batches.batches_of": lambda s, a, o: batches.batches_of(s, a, "certify"),
    "signings.batches.in_unfinished_batches": lambda s, a, o: batches.in_unfinished_batches(s, a, "certify"),
    "signings.batches.running_batches": lambda s, a, o: batches.running_batches(s, a),
    "requests.calendar.own_days": lambda s, a, o: calendar.own_days(s, a),
    "requests.refusals.kept_back": lambda s, a, o: refusals.kept_back(s, a, o.document),
    "requests.refusals.refusals": lambda s, a, o: refusals.refusals(s, a),
    "requests.refusals.suspected": lambda s, a, o: refusals.suspected(s, a),
    "requests.requests.booked": lambda s, a, o: requests.booked(s, a),
    "requests.requests.closed": lambda s, a, o: requests.closed(s, a),
    "requests.requests.due_first": lambda s, a, o: requests.due_first(s, a),
    "requests.requests.open_request_of": lambda s, a, o: requests.open_request_of(s, a, o.document),
    "scope.visible": lambda s, a, o: s.scalars(visible(a, Dossier)).all(),
    "search.search.search": lambda s, a, o: search(s, a, "giấy khai sinh"),
}

# Verbs that begin something: in the actor's own office, or not at all.
BEGUN: dict[str, Verb] = {
    "copies.register.open_register": lambda s, a, o: register.open_register(s, a, year=2026, kind="paper_copy"),
    "dossiers.dossiers.open_dossier": lambda s, a, o: dossiers.open_dossier(s, a),
    "documents.originals.add_original": lambda s, a, o: hand_in(s, a, None),
    "jobs.queue.add_job": lambda s, a, o: queue.add_job(s, a, kind="sweep", subject_id="none"),
    "learning.labels.adopt_labels": lambda s, a, o: labels.adopt_labels(s, a, [], {}),
    "learning.labels.withdraw_labels": lambda s, a, o: labels.withdraw_labels(s, a),
    "offices.clients.create_client": lambda s, a, o: clients.create_client(s, a, name="x", scopes=[]),
    "offices.people.create_person": lambda s, a, o: people.create_person(
        s, a, office_id=a.office_id, username="x", full_name="x", password=PASSWORD, roles=[]
    ),
    "owners.identity.find_or_create_organisation": lambda s, a, o: store.find_or_create_organisation(s, a, name="x"),
    "owners.identity.find_or_create_person": lambda s, a, o: store.find_or_create_person(s, a, name="x"),
    "owners.store.lookup": lambda s, a, o: store.lookup(s, a, personal_id=NUMBER, purpose="x", dossier_code="x"),
    "requests.calendar.set_day": lambda s, a, o: calendar.set_day(s, a, dt.date(2026, 11, 24), works=False),
    "requests.refusals.keep_back": lambda s, a, o: refusals.keep_back(s, a, refusals.KeptBack("x", "x", "x")),
    "requests.refusals.refuse_in_writing": lambda s, a, o: refusals.refuse_in_writing(
        s, a, refusals.Refused("x", "x", ["altered"], "x")
    ),
    "requests.requests.book_request": lambda s, a, o: requests.book_request(s, a, requests.Asked("x")),
    "requests.requests.open_request": lambda s, a, o: requests.open_request(s, a, requests.Asked("x")),
    "procedures.catalogue.add_procedure": lambda s, a, o: catalogue.add_procedure(s, a, code="x", name="x"),
}

# Tried elsewhere, or the caller's own business.
ELSEWHERE = {
    "signings.terms.signing_title",  # of a person already known; tests/signing/test_terms.py
    "audit.log.record",  # writes what the caller did, in the caller's office
    "jobs.artefacts.put",  # keyed by content; only the pipeline calls it
    "offices.people.people_of",  # below: a list that is not empty for the other office
}


COMPARED: dict[str, Any] = {
    "requester_name": "x", "page_count": 1, "answers": {"1": "no"}, "pages_compared": [1],
}  # fmt: skip
NONE: dict[str, Any] = {"request_id": None, "comparer_id": None}


def prepare(session: Session, actor: Actor, document_id: str) -> str:
    """A copy put off, to be signed with others; its id."""
    page = {"scan": sha("x"), "page": 1}
    return prepared.prepare_copy(session, actor, document_id, original_name="x", compared=[page], **COMPARED).id


def reserve(session: Session, actor: Actor) -> object:
    return register.reserve(
        session, actor, year=2026, requester_name="x", original_name="x", signer_name="x", signer_title="x", fee=0
    )


def verbs() -> Iterator[str]:
    """Every public function of storage that takes an actor."""
    for module in pkgutil.walk_packages(storage.__path__, "storage."):
        if module.name.startswith("storage.migrations"):
            continue
        for name, found in vars(importlib.import_module(module.name)).items():
            own = inspect.isfunction(found) and found.__module__ == module.name and not name.startswith("_")
            if own and "actor" in inspect.signature(found).parameters:
                yield f"{module.name.removeprefix('storage.')}.{name}"


@pytest.fixture
def ours(world: World) -> Ours:
    with world.database.session() as session:
        lan = world.lan
        document, waiting = propose(session, lan), confirmed(session, lan)
        dossiers.dossier_by_id(session, lan, document.dossier_id or "").code = "hồ sơ của ta"
        (page,) = readings.pages_of_document(session, lan, document.id)
        session.get_one(readings.Original, page.original_id).sha256 = sha("của ta")
        job = queue.add_job(session, lan, kind="read_original", subject_id=page.original_id)
        job.state = "failed"
        copy = begun(session, world)
        book = register.open_register_of(session, lan)
        owner = store.find_or_create_person(session, lan, name="Nguyễn Thị Ánh", personal_id=NUMBER)
        store.assign_owner(session, lan, copy.document_id, owner.id)
        procedure = catalogue.add_procedure(session, lan, code="1.001193", name="Đăng ký khai sinh")
        client, _ = clients.create_client(session, lan, name="Cổng", scopes=["read"])
        assert book is not None
        counted = register.count_register(session, lan, book.id)
        printed = prints.record_print(
            session, lan, book.id, period=str(book.year), counted=counted, pdf_sha256=sha("in")
        )
        on_paper = paper.begin_paper_copy(
            session, lan, reserved(session, world, kind="paper_copy"), page_count=1, answers={"altered": False}
        )
        sao_y = office_copies.begin_office_copy(session, lan, waiting.id, "sao_y", symbol="{number}/{form}")
        labels.adopt_labels(session, lan, [], {})
        consent.set_consent(session, lan, lan.office_id, share=True)
        put_off = prepare(session, lan, confirmed(session, lan).id)
        batch = batches.confirm_batch(session, lan, "certify", [put_off], digest=sha("x"))
        link = DeliveryLink(
            office_id=lan.office_id, copy_id=copy.id, token_sha256=sha("x"), secret_hash="x", created_by=lan.person_id,
            expires_at=copy.created_at,
        )  # fmt: skip
        session.add(link)
        session.flush()
        term = terms.set_term(
            session, lan, str(lan.person_id), purpose="certify", title="Phó Chủ tịch", first_day="2026-01-01"
        )
        errand, _ = errands.open_errand(session, lan, copy.id, "certify", SENT, lasts=dt.timedelta(1))
        asked = requests.open_request(session, lan, requests.Asked("x", document_id=document.id))
        return Ours(
            prepared=put_off,
            batch=batch.id,
            term=term.id,
            link=link.id,
            errand=errand.id,
            office=lan.office_id,
            dossier=document.dossier_id or "",
            document=document.id,
            confirmed=waiting.id,
            original=page.original_id,
            page=page.id,
            job=job.id,
            copy=copy.id,
            entry=reserved(session, world),
            register=book.id,
            printed=printed.id,
            paper=on_paper.id,
            office_copy=sao_y.id,
            owner=owner.id,
            procedure=procedure.id,
            client=client.id,
            person=lan.person_id or "",
            request=asked.id,
            booking=requests.book_request(session, lan, requests.Asked("x")).id,
            letter=refusals.refuse_in_writing(session, lan, refusals.Refused("x", "x", [], "x")).id,
            forgery=refusals.keep_back(session, lan, refusals.KeptBack("x", "x", "x", document_id=document.id)).id,
            calendar_day=calendar.set_day(session, lan, dt.date(2026, 12, 24), works=False).id,
        )


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table but the log of acts."""
    with database.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name != "audit_entries"
        }


def test_every_verb_is_tried() -> None:
    assert set(verbs()) == set(REFUSED) | set(NOTHING) | set(BEGUN) | ELSEWHERE


def answer(world: World, verb: Verb, actor: Actor, ours: Ours) -> str:
    """The code of the refusal, or "answered"; what was done is committed."""
    try:
        with world.database.session() as session:
            verb(session, actor, ours)
    except HosoError as refusal:
        return refusal.code
    return "answered"


def test_another_office_is_told_of_nothing_and_changes_nothing(world: World, ours: Ours) -> None:
    before = everything(world.database)
    answers = {name: answer(world, verb, world.xa, ours) for name, verb in REFUSED.items()}
    # "not_found" whether it exists or not: the difference is nobody's business. A number needs a register of one's own.
    assert answers.pop("copies.register.reserve") == "no_open_register"
    assert {name: code for name, code in answers.items() if code != "not_found"} == {}
    assert everything(world.database) == before


def test_lists_hold_nothing_of_another_office(world: World, ours: Ours) -> None:
    with world.database.session() as session:
        shown = {name: verb(session, world.xa, ours) for name, verb in NOTHING.items()}
        assert {name: rows for name, rows in shown.items() if rows} == {}
        assert [person.username for person in people.people_of(session, world.xa)] == ["xa"]
        own = {name: verb(session, world.lan, ours) for name, verb in NOTHING.items()}
    empty = {name for name, rows in own.items() if not rows}
    assert empty == {
        "copies.copies.awaiting_seal",
        "copies.paper.settled_papers",
        "copies.copies.broken_glass",
        "deliveries.links.copies_of_owner",
        "documents.conversion.awaiting_office_signature",
        "owners.store.uses_of",
        "requests.requests.closed",
    }


@pytest.mark.parametrize("verbs", [REFUSED, BEGUN], ids=["on what exists", "that begin something"])
def test_an_actor_without_an_office_gets_nothing(world: World, ours: Ours, verbs: dict[str, Verb]) -> None:
    before = everything(world.database)
    nobody = Actor(world.here, frozenset(), person_id=world.lan.person_id, roles=world.lan.roles | world.minh.roles)
    answers = {name: answer(world, verb, nobody, ours) for name, verb in verbs.items()}
    assert answers.pop("copies.register.reserve", "no_open_register") == "no_open_register"
    assert set(answers.values()) <= {"not_found", "not_allowed"}
    with world.database.session() as session:
        for name, verb in NOTHING.items():
            assert not verb(session, nobody, ours), name
    assert everything(world.database) == before


def test_in_the_own_office_each_of_them_answers(world: World, ours: Ours) -> None:
    """What is refused above is refused for the office's sake: the same calls by Lan do not end in "not found"."""

    def tried(verb: Verb) -> str:
        with world.database.session() as session:
            try:
                verb(session, world.lan, ours)
            except HosoError as refusal:
                return refusal.code
            finally:
                session.rollback()
        return "answered"

    answers = {name: tried(verb) for name, verb in (REFUSED | BEGUN).items()}
    assert {name for name, code in answers.items() if code in ("not_found", "no_open_register")} == {
        # These ask for a look-up, or for an owner of the document, which is not what is tried here.
        "owners.store.open_for_reuse",
        "owners.store.record_use",
    }
