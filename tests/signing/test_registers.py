"""Printing and closing a register: PDF/A in the prescribed columns, the closing signed, the book closed for good."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from signing import act, registers
from signing.register_form import PRESCRIBED, columns_of
from signing.register_print import RegisterSheet, Row, draw_register
from signing.soundness import attached_manifest
from signing.statement import PaperWording, StatementWording, worded
from signing.trust import Trust
from signing.verification import verify
from storage.copies import copies, register
from storage.copies.tables import Register
from storage.database import now
from storage.offices import people
from storage.scope import Actor
from terms.errors import HosoError
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter
from tests.verapdf import assert_pdfa


@pytest.fixture
def keeper(counter: Counter) -> Actor:
    with counter.database.session() as session:
        return people.actor_for(session, counter.people["dung"])


def book_of(counter: Counter, actor: Actor) -> Register:
    with counter.database.session() as session:
        (book,) = register.registers_of(session, actor)
        return book


def take(counter: Counter, actor: Actor, name: str, *, void: str = "", settled: bool = True) -> None:
    with counter.database.session() as session:
        entry = register.reserve(
            session, actor, year=now().year, requester_name=name, original_name=f"Giấy khai sinh của {name}",
            signer_name="Nguyễn Thị Ánh", signer_title="KT. CHỦ TỊCH – PHÓ CHỦ TỊCH", fee=12_000, copies_made=3,
        )  # fmt: skip
        if void:
            register.void(session, actor, entry.id, void)
        elif settled:
            register.settle_issued(session, entry.id)


def words_of(path: Path) -> str:
    told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def printed(counter: Counter, actor: Actor, month: int | None) -> tuple[Path, str]:
    one = registers.print_register(counter.services, actor, book_of(counter, actor).id, month=month)
    path = counter.services.blobs.path(one.pdf_sha256)
    return path, words_of(path)


def test_a_month_is_printed_with_voids_and_annulments_and_its_count(counter: Counter, keeper: Actor) -> None:
    certified = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    act.seal(counter.services, counter.tokens["dung"], OFFICE_PIN, certified.copy_id)
    decision = copies.Annulment("15/QĐ-UBND", now().date().isoformat(), "Bản chính giả")
    act.annul(counter.services, counter.tokens["anh"], certified.copy_id, decision)
    take(counter, keeper, "Trần Thị Cúc", void="thiết bị ký bị rút ra")
    take(counter, keeper, "Lê Văn Tám", settled=False)

    path, said = printed(counter, keeper, now().month)
    assert_pdfa(path, "3b")
    assert "SỔ CHỨNG THỰC BẢN SAO ĐIỆN TỬ TỪ BẢN CHÍNH" in said
    assert "(8)" in said
    assert "Bỏ số: thiết bị ký bị rút ra" in said
    assert "Đã hủy bỏ theo Quyết định số 15/QĐ-UBND ngày" in said
    assert "từ số 1 đến số 3, tổng cộng 3 số: đã cấp 1 số, bỏ 1 số, đang giữ 1 số" in said
    assert "Trang 1/1" in said
    assert attached_manifest(path.read_bytes())["issued"] == 1


def test_a_month_without_a_number_and_an_empty_book_are_printed_too(counter: Counter, keeper: Actor) -> None:
    path, said = printed(counter, keeper, None)
    assert "Không có số nào." in said
    assert_pdfa(path, "3b")


def test_a_year_of_two_thousand_lines_wraps_long_names_and_repeats_its_heading(tmp_path: Path) -> None:
    long = "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất"
    rows = [Row({column.code: str(number) for column in PRESCRIBED}) for number in range(1, 2001)]
    rows[1] = Row(rows[1].cells | {"original": f"{long} 证\u0007", "requester": "x" * 90})
    rows[2] = Row(rows[2].cells | {"original": " ".join(f"chữ{number}" for number in range(1500))})
    plan = RegisterSheet(
        title="SỔ", office_name="Ủy ban nhân dân xã Bình Minh", symbol="01/2026-SCTĐT/BS", facts=(),
        columns=PRESCRIBED, rows=tuple(rows), count=("Tổng cộng 2000 số.",), moment=now(), demo=False, manifest=b"{}",
    )  # fmt: skip
    path = tmp_path / "year.pdf"
    path.write_bytes(draw_register(plan))
    assert_pdfa(path, "3b")
    told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout
    *sheets, rest = told.split("\f")
    assert not rest.strip()
    assert all("(1)" in sheet and "(8)" in sheet for sheet in sheets[1:])
    assert f"Trang 1/{len(sheets) - 1}" in sheets[1]
    assert all(f"chữ{number}" in told for number in range(1500)), "a row higher than a page goes on over the next"
    assert "x" * 90 in "".join(told.split()), "a word wider than its cell is broken, not cut"
    assert "đất ?" in " ".join(told.split()), "what our letters cannot show is said to be missing"


def test_closing_signs_the_whole_volume_with_its_count_and_shuts_the_book(counter: Counter, keeper: Actor) -> None:
    take(counter, keeper, "Trần Thị Cúc")
    take(counter, keeper, "Lê Văn Tám", void="nhầm tên")
    book = book_of(counter, keeper)
    sha256 = registers.close_register(counter.services, counter.tokens["dung"], OFFICE_PIN, book.id)

    closed = book_of(counter, keeper)
    assert (closed.closing_sha256, closed.closing_issued, closed.closing_void) == (sha256, 1, 1)
    assert closed.closed_by == keeper.person_id
    path = counter.services.blobs.path(sha256)
    said = words_of(path)
    assert "KHÓA SỔ quyển số" in said
    assert "từ số 1 đến số 2, tổng cộng 2 số: đã cấp 1 số, bỏ 1 số." in said
    assert "Phạm Quốc Dũng" in said
    assert_pdfa(path, "3b")
    verdict = verify(path, Trust(counter.services.settings).anchors)
    assert verdict.verdict == "valid", verdict.to_json()
    _, later = printed(counter, keeper, None)
    assert "Sổ đã khóa ngày" in later
    with pytest.raises(HosoError) as refusal:
        take(counter, keeper, "Ai Đó")
    assert refusal.value.code == "no_open_register"
    assert len(set(counter.services.blobs)) == 2, "the closing and the later print: the unsigned file is gone"


def test_a_book_with_a_reserved_number_is_not_closed(counter: Counter, keeper: Actor) -> None:
    take(counter, keeper, "Trần Thị Cúc", settled=False)
    book = book_of(counter, keeper)
    with pytest.raises(HosoError) as refusal:
        registers.close_register(counter.services, counter.tokens["dung"], OFFICE_PIN, book.id)
    assert refusal.value.code == "register_unsettled"
    assert book_of(counter, keeper).closed_at is None


@pytest.mark.parametrize(("who", "pin", "code"), [("anh", OFFICE_PIN, "not_allowed"), ("dung", "999999", "wrong_pin")])
def test_who_may_not_seal_does_not_close(counter: Counter, keeper: Actor, who: str, pin: str, code: str) -> None:
    book = book_of(counter, keeper)
    with pytest.raises(HosoError) as refusal:
        registers.close_register(counter.services, counter.tokens[who], pin, book.id)
    assert refusal.value.code == code
    assert book_of(counter, keeper).closed_at is None


def test_the_worker_signs_no_closing_that_says_other_than_the_register(counter: Counter, keeper: Actor) -> None:
    """A line that came after the print was drawn, or a file of another book: nothing is signed, the book stays open."""
    take(counter, keeper, "Trần Thị Cúc")
    stale, _ = printed(counter, keeper, None)
    take(counter, keeper, "Lê Văn Tám")
    book = book_of(counter, keeper)
    unsigned = counter.services.blobs.put(stale.read_bytes()).sha256
    batch = counter.services.worker.open_batch(counter.tokens["dung"], OFFICE_PIN, "seal")
    with batch, pytest.raises(HosoError) as refusal:
        batch.sign("sign_register_closing", register_id=book.id, unsigned_sha256=unsigned)
    assert refusal.value.code == "conflict"
    assert book_of(counter, keeper).closed_at is None


def test_columns_are_configuration() -> None:
    named = columns_of(["number: Số thứ tự", "original", "note"])
    assert [(column.code, column.heading) for column in named] == [
        ("number", "Số thứ tự"), ("original", "Tên của bản chính giấy tờ, văn bản"), ("note", "Ghi chú"),
    ]  # fmt: skip
    assert columns_of([]) == PRESCRIBED
    for wrong in (["numbr"], ["number", "number"], ["note"]):
        with pytest.raises(HosoError) as refusal:
            columns_of(wrong)
        assert refusal.value.code == "settings_invalid"


def test_the_words_of_a_statement_are_configuration_and_tried_before_the_start() -> None:
    said = worded(StatementWording(), {"statement_number": "Số {number}/ĐT, quyển {register}"}, "statement_")
    assert said.number == "Số {number}/ĐT, quyển {register}"
    assert said.title == StatementWording().title
    for wrong in ("Số {so}", "Số {", "{}"):
        with pytest.raises(HosoError) as refusal:
            worded(PaperWording(), {"paper_statement_number": wrong}, "paper_statement_")
        assert refusal.value.code == "settings_invalid"
