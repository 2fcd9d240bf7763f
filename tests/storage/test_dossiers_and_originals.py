"""Dossiers and the originals handed in for them."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest

from storage.database import now
from storage.documents import originals, readings, review
from storage.dossiers import dossiers
from storage.jobs import queue
from storage.procedures import catalogue
from storage.procedures.catalogue import RequiredPaper
from storage.text import VIETNAM
from terms.errors import AccessError, InputError, StateError
from tests.storage.world import World, hand_in, page_row, proposal, read, sha, together


def today() -> str:
    return now().astimezone(VIETNAM).strftime("%y%m%d")


def open_one(world: World, **given: str | None) -> str:
    with world.database.session() as session:
        return dossiers.open_dossier(session, world.lan, **given).code  # type: ignore[arg-type]


def test_the_code_names_office_day_and_running_number(world: World) -> None:
    assert open_one(world) == f"H60.12-{today()}-0001"
    assert open_one(world) == f"H60.12-{today()}-0002"
    with world.database.session() as session:
        assert dossiers.open_dossier(session, world.xa).code == f"H60.13-{today()}-0001"


def test_counters_that_open_dossiers_at_once_get_different_codes(world: World) -> None:
    codes = together([lambda: [open_one(world) for _ in range(4)]] * 4)
    assert len({code for some in codes for code in some}) == 16


def test_a_given_code_is_kept_as_it_is_and_is_the_offices_only_one(world: World) -> None:
    assert open_one(world, code=f"H60.12-{today()}-0001") == f"H60.12-{today()}-0001"
    assert open_one(world) == f"H60.12-{today()}-0002"
    assert open_one(world, code="dsfas") == "dsfas"
    with pytest.raises(StateError):
        open_one(world, code="dsfas")
    with world.database.session() as session:
        assert dossiers.open_dossier(session, world.xa, code="dsfas")
        assert dossiers.dossier_by_code(session, world.lan, " dsfas ").office_id == world.here
        with pytest.raises(AccessError):
            dossiers.dossier_by_code(session, world.xa, f"H60.12-{today()}-0001")


@pytest.mark.parametrize("text", ["khai sinh", "KHAI SINH", "khái", "Lê Thị Đào", "le thi dao", "0001", "12-"])
def test_dossiers_are_found_by_code_and_title_with_and_without_accents(world: World, text: str) -> None:
    open_one(world, title="Đăng ký khai sinh cho cháu Lê Thị Đào")
    open_one(world, title="Xây nhà", code="khác")
    with world.database.session() as session:
        (found,) = dossiers.list_dossiers(session, world.lan, text=text)
        assert found.title.startswith("Đăng ký")
        assert dossiers.list_dossiers(session, world.xa, text=text) == []


@pytest.mark.parametrize("text", ["%", "_", "'; DROP TABLE dossiers", "\\", "  "])
def test_what_looks_like_a_pattern_is_text(world: World, text: str) -> None:
    open_one(world, title="Khai sinh")
    with world.database.session() as session:
        # Signs alone are no words: nothing is asked for, so everything is shown.
        expected = 1 if not any(letter.isalnum() for letter in text) else 0
        assert len(dossiers.list_dossiers(session, world.lan, text=text)) == expected


def test_the_list_goes_on_after_the_last_one_seen(world: World) -> None:
    for number in range(5):
        open_one(world, title=f"hồ sơ {number}")
    with world.database.session() as session:
        first = dossiers.list_dossiers(session, world.lan, limit=3)
        second = dossiers.list_dossiers(session, world.lan, limit=3, after=first[-1].id)
    assert [dossier.title for dossier in [*first, *second]] == [f"hồ sơ {number}" for number in (4, 3, 2, 1, 0)]


def test_a_dossier_shows_the_papers_its_procedure_asks_for(world: World) -> None:
    papers = [
        RequiredPaper("Tờ khai", kind="application_form"),
        RequiredPaper("Căn cước công dân", kind="citizen_id", only_shown=True),
    ]
    with world.database.session() as session:
        procedure = catalogue.add_procedure(
            session, world.lan, code="1.001193", name="Đăng ký khai sinh", components=papers
        )
        dossier = dossiers.open_dossier(session, world.lan, procedure_id=procedure.id)
        components = dossiers.components_of_dossier(session, world.lan, dossier.id)
        assert [(row.name, row.state, row.reason) for row in components] == [
            ("Tờ khai", "to_check", ""),
            ("Căn cước công dân", "not_digitised", "only_shown"),
        ]
        assert [row.name for row in catalogue.components_of(session, world.lan, procedure.id)] == [
            "Tờ khai",
            "Căn cước công dân",
        ]
        for text in ("dang ky KHAI", "1.001193", ""):
            assert [row.id for row in catalogue.find_procedures(session, world.lan, text)] == [procedure.id]
        assert catalogue.find_procedures(session, world.lan, "kết hôn") == []
        assert catalogue.find_procedures(session, world.xa, "khai sinh") == []
        with pytest.raises(StateError):
            catalogue.add_procedure(session, world.lan, code="1.001193", name="Lần nữa")
        with pytest.raises(AccessError):
            dossiers.open_dossier(session, world.xa, procedure_id=procedure.id)
        catalogue.close_procedure(session, world.lan, procedure.id)
        assert catalogue.find_procedures(session, world.lan) == []


def test_the_same_bytes_in_an_office_are_one_original(world: World) -> None:
    with world.database.session() as session:
        first, second = (dossiers.open_dossier(session, world.lan) for _ in range(2))
        given = {"sha256": sha("x"), "size": 1, "media_type": "image/png", "source": "upload"}
        one, new = originals.add_original(session, world.lan, **given, filename="a.png", dossier_id=first.id)
        two, again = originals.add_original(session, world.lan, **given, filename="b.png", dossier_id=second.id)
        three, _ = originals.add_original(session, world.lan, **given, filename="c.png", dossier_id=second.id)
        assert (new, again) == (False, True)
        assert one.id == two.id == three.id
        assert one.filename == "a.png"
        for dossier in (first, second):
            held = originals.originals_of_dossier(session, world.lan, dossier.id)
            assert [original.id for original in held] == [one.id]
        assert {dossier.id for dossier in originals.dossiers_of_original(session, world.lan, one.id)} == {
            first.id,
            second.id,
        }
        elsewhere, known = originals.add_original(session, world.xa, **given, filename="a.png", dossier_id=None)
        assert not known
        assert elsewhere.id != one.id


def test_the_same_bytes_uploaded_twice_at_once_are_one_original(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)

    def upload() -> str:
        with world.database.session() as session:
            return hand_in(session, world.lan, dossier.id, "cùng một tệp")

    assert len(set(together([upload] * 4))) == 1
    with world.database.session() as session:
        assert len(originals.originals_of_dossier(session, world.lan, dossier.id)) == 1


def test_originals_keep_the_order_in_which_they_came(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        names = [hand_in(session, world.lan, dossier.id) for _ in range(3)]
        assert [row.id for row in originals.originals_of_dossier(session, world.lan, dossier.id)] == names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (unicodedata.normalize("NFD", "Giấy khai sinh Nguyễn Thị Ánh.pdf"), "Giấy khai sinh Nguyễn Thị Ánh.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\quét.pdf", "quét.pdf"),
        ("a\nb\x00c.pdf", "a b\ufffdc.pdf"),
        ("\udcffhỏng.pdf", "\ufffdhỏng.pdf"),
        ("", "file"),
        ("/", "file"),
        ("x" * 400 + ".pdf", "x" * 251 + ".pdf"),
        ("x" * 400, "x" * 255),
    ],
)
def test_a_file_name_is_kept_as_one_plain_nfc_line(world: World, given: str, kept: str) -> None:
    with world.database.session() as session:
        original, _ = originals.add_original(
            session, world.lan, sha256=sha(given.encode("utf-8", "replace").decode()), size=1, media_type="x",
            filename=given, source="upload", dossier_id=None,
        )  # fmt: skip
        name = original.filename
    assert name == kept


def test_progress_counts_pages_of_all_originals(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        assert dossiers.progress(session, world.lan, dossier.id).state == "open"
        jobs = [
            queue.add_job(session, world.lan, kind="read_original", subject_id=hand_in(session, world.lan, dossier.id))
            for _ in range(2)
        ]
        held = queue.claim(session, jobs[0].id, holder="w")
        assert held is not None
        queue.renew(session, held, pages_done=2, pages_total=5)
        halfway = dossiers.progress(session, world.lan, dossier.id)
        assert (halfway.pages_done, halfway.pages_total, halfway.state, halfway.active) == (2, 5, "processing", True)
        assert [job.id for job in halfway.jobs] == [job.id for job in jobs]
        queue.finish(session, held)
        other = queue.claim(session, jobs[1].id, holder="w")
        assert other is not None
        queue.fail(session, other, "encrypted", retry=False)
        after = dossiers.progress(session, world.lan, dossier.id)
        assert (after.state, after.active) == ("review", False)


def test_a_dossier_is_done_when_a_person_has_dealt_with_each_paper(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        (page,) = read(session, world.program, dossier.id, "trang trắng")
        (document,) = readings.replace_proposals(session, world.program, dossier.id, [proposal(page)])
        assert dossiers.progress(session, world.lan, dossier.id).state == "review"
        review.reject(session, world.lan, document.id, document.version, "tờ phân cách")
        assert dossiers.progress(session, world.lan, dossier.id).state == "done"
        with pytest.raises(StateError):
            dossiers.cancel_dossier(session, world.lan, dossier.id)


def test_two_officers_never_overwrite_each_others_title(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan, title="cũ")
        seen = dossier.version
        dossiers.set_title(session, world.lan, dossier.id, "của Lan", seen)
    with pytest.raises(StateError) as refused, world.database.session() as session:
        dossiers.set_title(session, world.minh, dossier.id, "của Minh", seen)
    assert refused.value.code == "conflict"
    with world.database.session() as session:
        assert [row.title for row in dossiers.list_dossiers(session, world.lan, text="cua lan")] == ["của Lan"]


def test_what_was_erased_by_decision_does_not_come_in_again(world: World) -> None:
    with world.database.session() as session:
        original_id = hand_in(session, world.lan, None, "đã xóa")
        originals.original_by_id(session, world.lan, original_id).state = "erased"
    with pytest.raises(StateError), world.database.session() as session:
        hand_in(session, world.lan, None, "đã xóa")
    with world.database.session() as session:
        for act in (
            lambda: originals.set_original_state(session, world.lan, original_id, "read"),
            lambda: readings.save_pages(session, world.lan, original_id, [page_row()]),
        ):
            with pytest.raises(StateError):
                act()


def test_what_opening_a_file_has_shown_is_kept(world: World) -> None:
    with world.database.session() as session:
        original_id = hand_in(session, world.lan, None)
        originals.set_original_state(
            session, world.program, original_id, "reading", media_type="application/pdf", page_count=3, signed=True
        )
        original = originals.original_by_id(session, world.lan, original_id)
        assert (original.state, original.page_count, original.signed) == ("reading", 3, True)
        originals.set_original_state(session, world.program, original_id, "failed", error="damaged")
        assert (original.state, original.error) == ("failed", "damaged")


def test_pages_that_a_second_reading_does_not_see_go_unless_they_are_used(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        pages = read(session, world.program, dossier.id, "một", "hai", "ba")
        original_id = pages[0].original_id
        readings.save_pages(session, world.program, original_id, [page_row(1), page_row(2)])
        assert [page.number for page in originals.pages_of(session, world.lan, original_id)] == [1, 2]
        readings.replace_proposals(session, world.program, dossier.id, [proposal(*pages[:2])])
        readings.save_pages(session, world.program, original_id, [page_row(1)])
        assert [page.number for page in originals.pages_of(session, world.lan, original_id)] == [1, 2]


def test_an_intake_that_is_undone_leaves_neither_original_nor_job(world: World) -> None:
    with suppress(RuntimeError), world.database.session() as session:
        original_id = hand_in(session, world.lan, None, "bị ngắt")
        queue.add_job(session, world.lan, kind="read_original", subject_id=original_id)
        raise RuntimeError
    with world.database.session() as session:
        assert originals.original_by_sha256(session, world.lan, sha("bị ngắt")) is None
        assert queue.due(session) == []


@pytest.mark.parametrize("code", ["", "x" * 61])
def test_a_code_that_does_not_fit_is_refused(world: World, code: str) -> None:
    with world.database.session() as session:
        if code:
            with pytest.raises(InputError):
                dossiers.open_dossier(session, world.lan, code=code)
        else:
            assert dossiers.open_dossier(session, world.lan, code=code).code.startswith("H60.12-")
