"""The words on the screen for roles and states, with the tone of each badge; and who finds which page in the bar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ocr.quality import RETAKE, reason_unread
from storage.base import now
from storage.scope import ADMINISTRATOR, AUDITOR, CERTIFIER, COUNTER, REVIEWER, SEAL_KEEPER
from terms.errors import PROBLEMS, HosoError
from web.access import services
from web.language import ZONE, language

# Who may see papers of citizens at all. The administrator of people and settings needs none of them for that.
READERS = (COUNTER, REVIEWER, CERTIFIER, SEAL_KEEPER, AUDITOR)

ROLE_NAMES = {
    COUNTER: _l("Cán bộ tiếp nhận"),
    REVIEWER: _l("Cán bộ đối soát"),
    CERTIFIER: _l("Người chứng thực"),
    SEAL_KEEPER: _l("Văn thư (người đóng dấu)"),
    AUDITOR: _l("Kiểm tra viên"),
    ADMINISTRATOR: _l("Quản trị"),
}


@dataclass(frozen=True)
class Word:
    """One state in words: `tone` is calm, act, sure, doubt, wrong or seal."""

    text: Any
    tone: str = "calm"
    icon: str | None = None


DOSSIER_STATES = {
    "open": Word(_l("Mới mở")),
    "processing": Word(_l("Đang đọc"), "act", "wait"),
    "review": Word(_l("Chờ đối soát"), "doubt", "eye"),
    "done": Word(_l("Hoàn tất"), "sure", "check"),
    "cancelled": Word(_l("Đã hủy"), "calm", "cross"),
}

ORIGINAL_STATES = {
    "received": Word(_l("Đã nhận"), "calm", "wait"),
    "reading": Word(_l("Đang đọc"), "act", "wait"),
    "read": Word(_l("Đã đọc"), "sure", "check"),
    "failed": Word(_l("Không đọc được"), "wrong", "warn"),
    "set_apart": Word(_l("Tách riêng: có dấu MẬT"), "wrong", "warn"),
    "erased": Word(_l("Đã xóa theo quyết định"), "calm", "cross"),
}

DOCUMENT_STATES = {
    "proposed": Word(_l("Chờ đối soát"), "doubt", "eye"),
    "confirmed": Word(_l("Đã xác nhận"), "act", "check"),
    "stored": Word(_l("Trong kho"), "sure", "box"),
    "rejected": Word(_l("Đã loại"), "calm", "cross"),
    "erased": Word(_l("Đã xóa theo quyết định"), "calm", "cross"),
}

DOCUMENT_STATUSES = {
    "in_force": Word(_l("Còn hiệu lực"), "sure"),
    "superseded": Word(_l("Đã có bản thay thế"), "doubt"),
    "revoked": Word(_l("Đã thu hồi"), "wrong"),
    "disputed": Word(_l("Đang có ý kiến"), "doubt"),
}

TRUST = {
    "born_electronic": _l("Bản điện tử gốc"),
    "certified_copy": _l("Bản sao có chứng thực"),
    "digitised_signed": _l("Số hóa, cơ quan đã ký số"),
    "digitised": _l("Số hóa"),
    "uploaded": _l("Tải lên, chưa đối chiếu"),
}

COPY_STATES = {
    "prepared": Word(_l("Chờ ký theo lô"), "doubt", "pen"),
    "draft": Word(_l("Bản nháp")),
    "certified": Word(_l("Chờ đóng dấu"), "doubt", "seal"),
    "issued": Word(_l("Đã cấp"), "sure", "seal"),
    "void": Word(_l("Đã bỏ số"), "calm", "cross"),
}

BATCH_STATES = {
    "running": Word(_l("Đang ký"), "act", "wait"),
    "paused": Word(_l("Tạm dừng"), "doubt", "warn"),
    "done": Word(_l("Đã xong"), "sure", "check"),
    "cancelled": Word(_l("Đã thôi"), "calm", "cross"),
}

BATCH_ITEM_STATES = {
    "waiting": Word(_l("Chưa ký"), "calm", "wait"),
    "signed": Word(_l("Đã ký"), "sure", "check"),
    "failed": Word(_l("Không ký được"), "wrong", "warn"),
}

LINK_STATES = {
    "open": Word(_l("Còn dùng được"), "sure", "check"),
    "expired": Word(_l("Hết hạn"), "calm", "wait"),
    "locked": Word(_l("Bị khóa: sai mã 5 lần"), "wrong", "lock"),
    "revoked": Word(_l("Đã thu hồi"), "calm", "cross"),
}

PURPOSES = {"certify": _l("Ký chứng thực"), "seal": _l("Ký số của cơ quan")}

SIGNING_FORMS = {
    "": _l("Ký trực tiếp"),
    "KT.": _l("KT. (ký thay)"),
    "TL.": _l("TL. (thừa lệnh)"),
    "TUQ.": _l("TUQ. (thừa ủy quyền)"),
}

SECOND_FACTOR = {
    "off": _l("Không hỏi"),
    "batches": _l("Khi ký theo lô"),
    "always": _l("Mỗi lần ký"),
}

COPY_STATUSES = {
    "in_force": Word(_l("Còn hiệu lực"), "sure"),
    "renewed": Word(_l("Đã ký gia hạn"), "sure"),
    "annulled": Word(_l("Đã hủy bỏ"), "wrong", "cross"),
    "void": Word(_l("Không có giá trị"), "calm", "cross"),
}

ENTRY_STATES = {
    "reserved": Word(_l("Đang giữ số"), "doubt", "wait"),
    "issued": Word(_l("Đã cấp"), "sure", "check"),
    "void": Word(_l("Đã bỏ số"), "wrong", "cross"),
}

OFFICE_COPY_STATES = {
    "waiting": Word(_l("Chờ ký số"), "doubt", "seal"),
    "issued": Word(_l("Cơ quan đã ký"), "sure", "seal"),
    "void": Word(_l("Đã bỏ"), "calm", "cross"),
}

REGISTER_KINDS = {
    "electronic_copy": _l("Sổ chứng thực bản sao điện tử"),
    "paper_copy": _l("Sổ chứng thực bản sao giấy"),
}

REQUEST_STATES = {
    "booked": Word(_l("Chờ bản chính"), "calm", "wait"),
    "open": Word(_l("Đang làm"), "act", "scales"),
    "done": Word(_l("Đã trả"), "sure", "check"),
    "refused": Word(_l("Đã từ chối"), "wrong", "cross"),
    "withdrawn": Word(_l("Đã rút"), "calm", "cross"),
    "expired": Word(_l("Quá hạn xuất trình"), "calm", "cross"),
}

DUE_RULES = {
    "same_day": _l("trong ngày tiếp nhận"),
    "next_working_day": _l("ngày làm việc tiếp theo, vì tiếp nhận sau 15 giờ hoặc ngoài ngày làm việc"),
    "extended": _l("kéo dài theo Điều 21 Nghị định 23/2015"),
}

FORGERY_STATES = {
    "kept": Word(_l("Đang tạm giữ"), "doubt", "lock"),
    "handed_over": Word(_l("Đã chuyển cơ quan có thẩm quyền"), "act", "right"),
    "returned": Word(_l("Đã trả lại"), "sure", "undo"),
}

STAGES = {
    "open": _l("mở tệp"),
    "page": _l("đọc từng trang"),
    "turn": _l("đọc lại trang vừa xoay"),
    "understand": _l("nhận ra giấy tờ và lấy dữ liệu"),
    "propose": _l("ghi lại để đối soát"),
}

MARKS = {
    "certified_copy": _l("bản sao có chứng thực"),
    "extract": _l("trích lục"),
    "photocopy": _l("bản chụp"),
    "secret": _l("có dấu MẬT"),
}

SOURCES = {
    "upload": _l("tải lên"),
    "command": _l("dòng lệnh"),
    "hot_folder": _l("thư mục nhận"),
    "api": _l("hệ thống khác"),
    "phone": _l("điện thoại"),
    "sample": _l("hồ sơ mẫu"),
}

# What was wrong when a page was captured, and what to do about it while the paper is still at hand.
CAPTURE_FAULTS = {
    "too_dark": _l("Ảnh tối: bật thêm đèn hoặc ra chỗ sáng."),
    "too_light": _l("Chữ nhạt: quét đậm hơn; khi chụp, tránh ánh sáng gắt."),
    "blurred": _l("Ảnh mờ: lau ống kính, giữ máy yên, chờ lấy nét."),
    "cut_off": _l("Mất mép giấy: để cả bốn góc giấy nằm trong ảnh."),
    "covered": _l("Có vật che giấy: bỏ ngón tay hoặc vật trên giấy ra."),
    "glare": _l("Lóa sáng: đổi góc chụp hoặc tắt đèn flash."),
    "shadow": _l("Bóng đổ lên giấy: xoay giấy hoặc đứng tránh nguồn sáng."),
    "low_resolution": _l("Chữ quá nhỏ: đưa máy lại gần, hoặc quét ở 300 dpi."),
}

READ_FROM = {
    "ocr": _l("đọc từ chữ in"),
    "qr": _l("đọc từ mã QR"),
    "mrz": _l("đọc từ dòng MRZ"),
    "text": _l("lấy từ lớp chữ của PDF"),
}


SCOPES = {
    "dossiers": _l("mở và theo dõi hồ sơ"),
    "originals": _l("nộp tệp quét"),
    "documents": _l("đọc giấy tờ và nội dung"),
    "owners": _l("tra cứu kho theo số định danh"),
    "bookings": _l("đặt trước bản sao chứng thực"),
    "search": _l("tìm trong giấy tờ của cơ quan"),
    "verify": _l("kiểm tra tệp PDF đã ký"),
}


def is_late(moment: dt.datetime) -> bool:
    """Whether this moment is past."""
    return moment < now()


def is_today(moment: dt.datetime) -> bool:
    """Whether this moment is today where Viet Nam is."""
    return moment.astimezone(ZONE).date() == now().astimezone(ZONE).date()


def word(table: dict[str, Word], state: str) -> Word:
    """The word for `state`; a state nobody has named yet stands for itself."""
    return table.get(state) or Word(state)


def kind_name(code: str) -> str:
    """The name of a kind of paper in the language of the page."""
    catalogue = services().catalogue
    return catalogue[code].names[language()] if code in catalogue else code


def paper_name(kind: str, title: str) -> str:
    """How a list calls a paper: its kind in the language of the page, and its title where that says more."""
    name = kind_name(kind)
    if not title or title == name:
        return name
    return title if title.startswith(name) else f"{name} · {title}"


def unread(warnings: Iterable[str]) -> bool:
    """Whether the warnings of a page say that it was not read."""
    return reason_unread(warnings) is not None


def problem(code: str) -> str:
    """What a code of the table of errors means, in the language of the page."""
    return HosoError(code).message(language()) if code in PROBLEMS else code


@dataclass(frozen=True)
class Captured:
    """What to say of how a page was captured: whether it should be captured again, and a sentence for each fault."""

    retake: bool
    advice: list[Any]


def captured(warnings: Iterable[str]) -> Captured | None:
    """What to say of a page with these warnings; None where nothing is wrong with how it was captured."""
    advice = [CAPTURE_FAULTS[code] for code in warnings if code in CAPTURE_FAULTS]
    return Captured(RETAKE in warnings, advice) if advice else None


@dataclass(frozen=True)
class Entry:
    """A place in the bar: shown to people who hold one of `roles`."""

    endpoint: str
    text: Any
    icon: str
    roles: frozenset[str]


_ENTRIES = (
    Entry("dossiers.page", _l("Hồ sơ"), "folder", frozenset(READERS)),
    Entry("review.queue", _l("Đối soát"), "eye", frozenset({REVIEWER})),
    Entry("requests.page", _l("Yêu cầu"), "wait", frozenset({COUNTER, CERTIFIER})),
    Entry("certify.choose", _l("Chứng thực"), "scales", frozenset({CERTIFIER})),
    Entry("seal.pending", _l("Đóng dấu"), "seal", frozenset({SEAL_KEEPER})),
    Entry("paper.page", _l("Bản sao giấy"), "pen", frozenset({CERTIFIER})),
    Entry("office_copies.page", _l("Sao y"), "page", frozenset({REVIEWER, SEAL_KEEPER})),
    Entry("registers.page", _l("Sổ chứng thực"), "book", frozenset({CERTIFIER, SEAL_KEEPER, AUDITOR})),
    Entry("owners.page", _l("Kho dữ liệu"), "box", frozenset({COUNTER, REVIEWER})),
    Entry("search.page", _l("Tìm kiếm"), "search", frozenset(READERS)),
    Entry("audit.page", _l("Nhật ký"), "list", frozenset({AUDITOR})),
    Entry("corrections.page", _l("Chỗ hay sửa"), "pen", frozenset({REVIEWER, ADMINISTRATOR})),
    Entry("office.page", _l("Cơ quan"), "lock", frozenset({ADMINISTRATOR})),
    Entry("people.page", _l("Quản trị"), "people", frozenset({ADMINISTRATOR})),
)


def navigation(roles: frozenset[str]) -> list[Entry]:
    """The places in the bar for somebody who holds `roles`."""
    return [entry for entry in _ENTRIES if entry.roles & roles]
