"""A person says what a paper is, and the machine looks for that kind's fields in the words it has."""

from __future__ import annotations

import dataclasses

import pytest

from ingest.pipeline import read_as
from storage.documents.review import confirm, decide_field, decide_kind, fields_of
from storage.documents.tables import Document
from storage.offices.people import create_person
from storage.scope import Actor
from terms.errors import StateError
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, png


@pytest.fixture
def reviewer(office: Office) -> Actor:
    with office.database.session() as session:
        person = create_person(
            session,
            None,
            office_id=office.actor.office_id,
            username="doisoat",
            full_name="Trần Văn Lâm",
            password="mot-mat-khau-dai",
            roles=["reviewer"],
        )
    return dataclasses.replace(office.actor, person_id=person.id, roles=frozenset({"reviewer"}), is_system=False)


def named(office: Office, reviewer: Actor, kind: str) -> Document:
    """The only paper of the office, read and then named `kind` by a person."""
    office.receive(png(*BIRTH))
    office.work()
    (document,) = office.documents()
    with office.database.session() as session:
        decide_kind(session, reviewer, document.id, kind, document.version)
        read_as(session, reviewer, document.id, office.workplace.catalogue)
    return office.one(Document, document.id)


def test_the_fields_of_the_kind_a_person_named_are_lifted_at_once(office: Office, reviewer: Actor) -> None:
    document = named(office, reviewer, "marital_status_certificate")
    with office.database.session() as session:
        fields = {state.name: state for state in fields_of(session, reviewer, document.id)}
    assert set(fields) == {spec.name for spec in office.workplace.catalogue["marital_status_certificate"].fields}
    assert fields["full_name"].value == "NGUYỄN THỊ ÁNH"
    assert fields["date_of_birth"].value == "2020-05-17"
    assert fields["full_name"].proposal is not None
    assert fields["full_name"].proposal.box
    assert document.kind_by_person


def test_naming_it_back_brings_the_first_fields_back_and_writes_nothing_twice(office: Office, reviewer: Actor) -> None:
    document = named(office, reviewer, "marital_status_certificate")
    for _ in range(2):
        with office.database.session() as session:
            fresh = session.get_one(Document, document.id)
            decide_kind(session, reviewer, document.id, "birth_certificate", fresh.version)
            read_as(session, reviewer, document.id, office.workplace.catalogue)
    with office.database.session() as session:
        names = [state.name for state in fields_of(session, reviewer, document.id)]
    assert sorted(names) == sorted(spec.name for spec in office.workplace.catalogue["birth_certificate"].fields)


def test_what_a_person_decided_stays_decided(office: Office, reviewer: Actor) -> None:
    document = named(office, reviewer, "birth_certificate")
    with office.database.session() as session:
        decide_field(session, reviewer, document.id, "full_name", "NGUYỄN THỊ ANH", version=document.version)
        read_as(session, reviewer, document.id, office.workplace.catalogue)
        values = {state.name: state.value for state in fields_of(session, reviewer, document.id)}
    assert values["full_name"] == "NGUYỄN THỊ ANH"


def test_a_confirmed_paper_is_not_read_anew(office: Office, reviewer: Actor) -> None:
    document = named(office, reviewer, "birth_certificate")
    with office.database.session() as session:
        confirm(session, reviewer, document.id, document.version)
    with pytest.raises(StateError) as refused, office.database.session() as session:
        read_as(session, reviewer, document.id, office.workplace.catalogue)
    assert refused.value.code == "wrong_state"
