"""`check` finds what is missing, altered or skipped, says what to do, and says nothing where nothing is wrong."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from storage.audit import log
from storage.blobs import FolderBlobStore
from storage.check import Finding, check
from storage.copies import copies, paper, register
from storage.database import Database
from storage.documents import conversion, originals, readings, review
from storage.documents.tables import Erasure
from storage.dossiers import dossiers
from storage.search.index import forget_document
from tests.storage.world import World, begun, page_row, proposal, reserved


@pytest.fixture
def kept(world: World, blobs: FolderBlobStore) -> dict[str, str]:
    """A dossier taken the whole road, with true bytes: hashes by what they are, and the document's id."""
    original, converted, issued = (blobs.put(name.encode()).sha256 for name in ("scan", "pdf", "copy"))
    lan = world.lan
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, lan)
        row, _ = originals.add_original(
            session, lan, sha256=original, size=4, media_type="image/png", filename="x.png", source="upload",
            dossier_id=dossier.id,
        )  # fmt: skip
        (page,) = readings.save_pages(session, world.program, row.id, [page_row(text="khai sinh")])
        (document,) = readings.replace_proposals(session, world.program, dossier.id, [proposal(page)])
        review.confirm(session, lan, document.id, document.version)
        conversion.record_conversion(
            session, lan, document.id, mark="x", sha256=converted, needs_office_signature=False
        )
        copy = copies.begin_copy(
            session, lan, document.id, requester_name="x", page_count=1, answers={"1": "no"}, pages_compared=[1],
            entry_id=reserved(session, world),
        )  # fmt: skip
        copies.set_certified(session, lan, copy.id, certified_sha256="f" * 64)
        copies.set_issued(session, world.minh, copy.id, pdf_sha256=issued)
        log.seal(session)
        ids = {"original": original, "converted": converted, "issued": issued, "document": document.id}
    with world.database.session() as session:
        log.seal(session)
    return ids


def found(world: World, blobs: FolderBlobStore) -> list[tuple[str, str, str]]:
    return [(finding.level, finding.code, finding.subject) for finding in check(world.database, blobs)]


def behind_its_back(database: Database, *statements: str) -> None:
    """Past the triggers, as only somebody with the database in their hands can."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            for table in ("audit_entries", "register_entries", "registers_closed"):
                for name in ("keep", "stay"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()


def test_a_whole_store_has_no_findings(world: World, blobs: FolderBlobStore, kept: dict[str, str]) -> None:
    assert found(world, blobs) == []


@pytest.mark.parametrize("what", ["original", "converted", "issued"])
def test_missing_bytes_are_found(world: World, blobs: FolderBlobStore, kept: dict[str, str], what: str) -> None:
    blobs.erase(kept[what])
    assert found(world, blobs) == [("error", "blob_missing", kept[what])]


def test_altered_bytes_are_found_and_a_quick_check_leaves_them_unread(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    place = blobs.path(kept["issued"])
    place.chmod(0o640)
    place.write_bytes(b"cop!")
    assert found(world, blobs) == [("error", "blob_altered", kept["issued"])]
    assert check(world.database, blobs, hashes=False) == []


def test_bytes_no_row_knows_are_noted(world: World, blobs: FolderBlobStore, kept: dict[str, str]) -> None:
    sha256 = blobs.put("một lần nộp bị ngắt".encode()).sha256
    assert found(world, blobs) == [("note", "blob_unknown", sha256)]


def test_steps_on_the_way_to_an_issued_copy_are_known_and_a_heap_of_unknown_bytes_is_counted(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    with world.database.session() as session:
        copy = begun(session, world)
        halfway = blobs.put("một chữ ký".encode()).sha256
        copies.set_certified(session, world.lan, copy.id, certified_sha256=halfway)
        copies.set_issued(session, world.minh, copy.id, pdf_sha256=blobs.put("hai chữ ký".encode()).sha256)
    unknown = lambda: [row.subject for row in check(world.database, blobs) if row.code == "blob_unknown"]  # noqa: E731
    assert unknown() == []
    for number in range(30):
        blobs.put(b"%d" % number)
    assert len(unknown()) == 21
    assert unknown()[0] == "+ 10"


def test_bytes_that_were_to_be_erased_and_are_there_are_found(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    with world.database.session() as session:
        original = originals.original_by_sha256(session, world.lan, kept["original"])
        assert original is not None
        original.state = "erased"
        session.add(
            Erasure(
                office_id=world.here, original_id=original.id, sha256=original.sha256, decision="12/QĐ", reason="x",
                decided_by=world.lan.person_id or "", executed_by=world.minh.person_id or "",
            )
        )  # fmt: skip
    assert found(world, blobs) == [("error", "blob_not_erased", kept["original"])]
    blobs.erase(kept["original"])
    assert found(world, blobs) == []


def test_a_number_missing_from_the_register_is_found(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    with world.database.session() as session:
        for _ in range(3):
            copies.void_copy(session, world.lan, begun(session, world).id, "thử")
        log.seal(session)
    behind_its_back(
        world.database,
        "UPDATE certified_copies SET entry_id = NULL WHERE state = 'void'",
        "DELETE FROM register_entries WHERE number = 3",
    )
    findings = found(world, blobs)
    assert ("error", "register_gap", "01/2026-SCTĐT/BS: 3") in findings
    behind_its_back_last = "UPDATE register_entries SET number = 30 WHERE number = 4"
    with world.database.engine.connect() as connection:
        if not world.database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(behind_its_back_last)
        connection.commit()
    assert ("error", "register_gap", "01/2026-SCTĐT/BS: 3, 4, 30") in found(world, blobs)


def test_a_number_that_stands_for_nothing_is_found(world: World, blobs: FolderBlobStore, kept: dict[str, str]) -> None:
    with world.database.session() as session:
        reserved(session, world)
    with world.database.session() as session:
        log.seal(session)
    assert found(world, blobs) == [("warning", "number_unsettled", "01/2026-SCTĐT/BS: 2")]


def test_a_copy_that_disagrees_with_its_number_is_found(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    behind_its_back(world.database, "UPDATE register_entries SET state = 'void', void_reason = 'giả' WHERE number = 1")
    ((level, code, _),) = found(world, blobs)
    assert (level, code) == ("error", "copy_and_number_disagree")


def test_a_broken_audit_chain_is_found(world: World, blobs: FolderBlobStore, kept: dict[str, str]) -> None:
    behind_its_back(world.database, "UPDATE audit_entries SET action = 'nothing' WHERE sequence = 5")
    assert found(world, blobs) == [("error", "audit_altered", "5")]


def test_entries_not_yet_chained_are_noted(world: World, blobs: FolderBlobStore, kept: dict[str, str]) -> None:
    with world.database.session() as session:
        log.record(session, world.lan, "a.b", "a", "1")
    assert found(world, blobs) == [("note", "audit_unsealed", "1")]


def test_what_cannot_be_searched_and_what_has_no_page_is_found(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    with world.database.session() as session:
        forget_document(session, kept["document"])
        session.execute(text("DELETE FROM document_pages"))
    assert found(world, blobs) == [
        ("warning", "document_without_pages", kept["document"]),
        ("warning", "not_searchable", "1"),
    ]


def test_findings_say_what_to_do_in_both_languages_and_checking_changes_nothing(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    for what in ("original", "converted"):
        blobs.erase(kept[what])
    first = check(world.database, blobs)
    assert all(isinstance(finding, Finding) and len(finding.vi) > 20 and len(finding.en) > 20 for finding in first)
    assert check(world.database, blobs) == first
    assert json.dumps([finding.__dict__ for finding in first])


def test_a_paper_number_is_found_after_a_day_and_one_that_says_otherwise_than_its_copies(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    with world.database.session() as session:
        entry = reserved(session, world, kind="paper_copy")
        paper.begin_paper_copy(session, world.lan, entry, page_count=1, answers={"altered": False})
        log.seal(session)
    assert found(world, blobs) == [], "a day is given to sign and stamp"
    behind_its_back(world.database, "UPDATE paper_copies SET created_at = '2026-01-02 00:00:00.000000'")
    assert found(world, blobs) == [("warning", "number_unsettled", "01/2026-SCT/BS: 1")]
    behind_its_back(world.database, "UPDATE paper_copies SET state = 'issued'")
    assert ("error", "copy_and_number_disagree") in {finding[:2] for finding in found(world, blobs)}


def test_a_closed_register_that_no_longer_holds_its_count_is_found(
    world: World, blobs: FolderBlobStore, kept: dict[str, str]
) -> None:
    with world.database.session() as session:
        book = register.open_register(session, world.lan, year=2026, kind="paper_copy", suffix="SCT/BS")
        register.settle_issued(session, reserved(session, world, kind="paper_copy"))
        counted = register.count_register(session, world.lan, book.id)
        sha256 = blobs.put(b"closed").sha256
        register.close_register(session, world.minh, book.id, counted=counted, closing_sha256=sha256)
        log.seal(session)
    assert found(world, blobs) == []
    behind_its_back(world.database, "UPDATE registers SET closing_issued = 2 WHERE closed_at IS NOT NULL")
    assert found(world, blobs) == [("error", "register_count", "01/2026-SCT/BS")]
