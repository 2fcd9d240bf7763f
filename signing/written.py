"""What is written when no copy is certified: a refusal (Decree 23/2015, Article 9) and minutes of a paper kept back.

Both are PDF/A, laid out as Decree 30/2020 has it, to be signed and sealed by hand; numbered, kept and never changed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from signing.letters import printable, printable_lines
from signing.official import Heading, Signatory, as_pdfa, begun, closed, recipients
from signing.refusals import ARTICLE_22
from signing.statement import VIETNAM
from storage.blobs.store import BlobStore
from storage.offices.desk import desk_of
from storage.offices.tables import Office, Person
from storage.requests.refusals import KeptBack, Refused, keep_back, refuse_in_writing, set_letter, set_minutes
from storage.requests.tables import RefusalLetter, SuspectedForgery
from storage.scope import Actor
from storage.signings.terms import signing_title
from terms.errors import InputError
from terms.titles import title_lines

_COMPLAINT = (
    "Nếu không đồng ý với việc từ chối này, Ông (Bà) có quyền khiếu nại, khởi kiện theo quy định của pháp luật về khiếu"
    " nại và tố tụng hành chính."
)
_READ_OUT = (
    "Biên bản được lập thành 02 bản có giá trị như nhau, đã đọc lại cho những người có tên trên cùng nghe, công nhận là"
    " đúng; giao người xuất trình 01 bản, lưu tại cơ quan 01 bản."
)
_LAW = "Nghị định số 23/2015/NĐ-CP ngày 16 tháng 02 năm 2015 của Chính phủ (đã được sửa đổi, bổ sung)"


@dataclass(frozen=True)
class _Signed:
    """Who writes: the heading of their office and the lines under which they sign."""

    heading: Heading
    by: Signatory
    title: str


def write_refusal(session: Session, blobs: BlobStore, actor: Actor, refused: Refused) -> RefusalLetter:
    """Refuse in writing: the letter is numbered, its PDF kept, the request refused, in the caller's transaction.

    Raises what `refuse_in_writing` raises; InputError("bad_request") for words that cannot be printed, and for a code
    that is no item of Article 22.
    """
    for words in (refused.requester_name, refused.original_name):
        printable(words)
    printable_lines(refused.reason)
    if unknown := set(refused.items) - {item.code for item in ARTICLE_22}:
        raise InputError("bad_request", detail=f"Điều 22 / Article 22: {', '.join(sorted(unknown))}")
    letter = refuse_in_writing(session, actor, refused)
    written = _signed(session, actor, letter.refused_by, letter.number, letter.refused_at, "refusal")
    return set_letter(session, actor, letter.id, blobs.put(refusal_pdf(written, letter)).sha256)


def write_minutes(session: Session, blobs: BlobStore, actor: Actor, paper: KeptBack) -> SuspectedForgery:
    """Keep a paper back: the minutes are numbered, their PDF kept, in the caller's transaction.

    Raises what `keep_back` raises; InputError("bad_request") for words that cannot be printed.
    """
    for words in (paper.holder_name, paper.original_name, paper.witness_name):
        printable(words)
    for text in (paper.signs, paper.statement):
        printable_lines(text)
    found = keep_back(session, actor, paper)
    written = _signed(session, actor, found.kept_by, found.number, found.kept_at, "minutes")
    return set_minutes(session, actor, found.id, blobs.put(minutes_pdf(written, found)).sha256)


def refusal_pdf(written: _Signed, letter: RefusalLetter) -> bytes:
    """The letter: to whom, of which paper, the items of Article 22 word for word, why, what may be done against it."""
    sheet = begun(written.heading, "THÔNG BÁO", "Về việc từ chối chứng thực bản sao từ bản chính")
    sheet.paragraph(f"Kính gửi: Ông (Bà) {letter.requester_name}", align="C", space_after=4)
    sheet.paragraph(
        f"Ngày {_day(letter.refused_at)}, {written.heading.office} đã tiếp nhận yêu cầu của Ông (Bà) chứng thực bản sao"
        f" từ bản chính đối với giấy tờ, văn bản: {letter.original_name}."
    )
    basis = f"Căn cứ {_LAW}, {written.heading.office} từ chối chứng thực"
    items = [item for item in ARTICLE_22 if item.code in letter.items]
    if items:
        sheet.paragraph(f"{basis}, vì giấy tờ, văn bản thuộc trường hợp không được dùng làm cơ sở để chứng thực bản sao"
                        " quy định tại Điều 22:")  # fmt: skip
        for item in items:
            sheet.paragraph(f"- “{item.vi}”", style="I")
    else:
        sheet.paragraph(f"{basis}.")
    sheet.paragraph("Lý do cụ thể:", style="B", space_after=0.5)
    for words in printable_lines(letter.reason):
        sheet.paragraph(words)
    sheet.paragraph(_COMPLAINT)
    last = f"{written.heading.office} thông báo để Ông (Bà) biết./."
    closed(sheet, last, [recipients(), written.by], "(Ký, ghi rõ họ tên, đóng dấu)")
    title = f"Thông báo từ chối chứng thực số {written.heading.number}"
    return as_pdfa(sheet, title=title, office=written.heading.office, moment=letter.refused_at)


def minutes_pdf(written: _Signed, found: SuspectedForgery) -> bytes:
    """The minutes: when, where, who, which paper, what makes one suspect it, what who brought it says."""
    sheet = begun(written.heading, "BIÊN BẢN", "Tạm giữ giấy tờ, văn bản nghi giả mạo")
    hour = found.kept_at.astimezone(VIETNAM)
    sheet.paragraph(
        f"Hôm nay, hồi {hour:%H} giờ {hour:%M} phút, ngày {_day(found.kept_at)}, tại {written.heading.office},"
        " chúng tôi gồm:"
    )
    sheet.paragraph(f"1. Người lập biên bản: {written.by.name}{f', {written.title}' if written.title else ''}")
    sheet.paragraph(f"2. Người xuất trình giấy tờ, văn bản: {found.holder_name}")
    if found.witness_name:
        sheet.paragraph(f"3. Người chứng kiến: {found.witness_name}")
    sheet.paragraph(
        f"Căn cứ Điều 9 {_LAW}, người thực hiện chứng thực lập biên bản tạm giữ giấy tờ, văn bản sau đây để chuyển cơ"
        " quan nhà nước có thẩm quyền xử lý:"
    )
    for label, text in (
        ("Giấy tờ, văn bản bị tạm giữ:", found.original_name),
        ("Dấu hiệu nghi giả mạo:", found.signs),
        ("Ý kiến của người xuất trình:", found.statement or "Không có ý kiến."),
    ):
        sheet.paragraph(label, style="B", space_after=0.5)
        for words in printable_lines(text):
            sheet.paragraph(words)
    columns = [Signatory("NGƯỜI XUẤT TRÌNH", found.holder_name)]
    if found.witness_name:
        columns.append(Signatory("NGƯỜI CHỨNG KIẾN", found.witness_name))
    closed(sheet, _READ_OUT, [*columns, Signatory("NGƯỜI LẬP BIÊN BẢN", written.by.name)], "(Ký, ghi rõ họ tên)")
    title = f"Biên bản tạm giữ số {written.heading.number}"
    return as_pdfa(sheet, title=title, office=written.heading.office, moment=found.kept_at)


def _signed(
    session: Session,
    actor: Actor,
    person_id: str,
    number: int,
    moment: dt.datetime,
    kind: Literal["refusal", "minutes"],
) -> _Signed:
    """Who signs, as what they sign today: raises AccessError("no_term") for somebody whose terms are over."""
    office, person = session.get_one(Office, actor.office_id), session.get_one(Person, person_id)
    superior = session.get_one(Office, office.parent_id).name if office.parent_id else ""
    desk = desk_of(office)
    symbol = desk.refusal_symbol if kind == "refusal" else desk.minutes_symbol
    heading = Heading(office.name, superior, f"{number:02}/{symbol}", moment, office.is_demo)
    title = signing_title(session, actor, person, "certify")
    role = "\n".join(title_lines(title)) if title else "Người thực hiện chứng thực"
    return _Signed(heading, Signatory(role.upper(), person.full_name), title)


def _day(moment: dt.datetime) -> str:
    day = moment.astimezone(VIETNAM)
    return f"{day.day:02} tháng {day.month:02} năm {day.year}"
