"""The hints beside Article 22 in words: what was noticed, where, and what to look at on the original."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from signing.hints import Hint
from web.language import percent
from web.staff import words

_SAID: dict[str, Any] = {
    "contradiction": _l("Dữ liệu trên giấy tự mâu thuẫn ở %(seen)s chỗ: xem kỹ chữ, số, nét bút ở đó."),
    "unread": _l("Trang %(page)s: máy không đọc được. Xem chữ trên bản chính có đọc được không."),
    "badly_captured": _l("Trang %(page)s: ảnh chụp xấu. Quét lại trước khi kết luận bản chính hư hỏng. %(seen)s"),
    "hard_to_read": _l("Trang %(page)s: chữ khó đọc (máy chắc %(seen)s). Xem bản chính có cũ nát, mờ, rách không."),
    "secret_mark": _l("Thấy dấu “%(seen)s”%(where)s."),
    "no_copying": _l("Thấy chữ không được sao chụp%(where)s."),
    "legalised": _l("Thấy chữ hợp pháp hóa lãnh sự%(where)s: kiểm tra con dấu, chữ ký."),
    "foreign_issuer": _l("Có vẻ do cơ quan nước ngoài cấp%(where)s: cần hợp pháp hóa lãnh sự, trừ loại được miễn."),
    "foreign_words": _l("Trang %(page)s phần lớn không phải tiếng Việt: xem ai cấp, đã hợp pháp hóa lãnh sự chưa."),
    "self_made_kind": _l("Giấy cá nhân tự lập; thấy chữ xác nhận hoặc chứng thực: kiểm tra chữ ký, con dấu xác nhận."),
    "no_confirmation": _l("Giấy cá nhân tự lập, chưa thấy chỗ xác nhận của cơ quan, tổ chức có thẩm quyền."),
    "no_red_seal": _l("Máy không thấy con dấu đỏ nào trên các trang."),
    "no_colour": _l("Các trang không có màu: không thấy được dấu đỏ. Xem bản chính, hoặc quét lại bằng chế độ màu."),
    "copy_mark": _l("Giấy có dấu hiệu là %(seen)s: bản sao không phải bản chính (Điều 2 Nghị định 23/2015)."),
}


def said(hint: Hint) -> str:
    """The hint as a sentence in the language of the page."""
    seen: Any = hint.seen
    if hint.code == "hard_to_read":
        seen = percent(float(hint.seen))
    elif hint.code == "badly_captured":
        seen = words.CAPTURE_FAULTS.get(hint.seen, "")
    elif hint.code == "copy_mark":
        seen = words.MARKS.get(hint.seen, hint.seen)
    elif hint.code == "secret_mark":
        seen = hint.seen or _("MẬT")
    where = _(" ở trang %(page)s", page=hint.page) if hint.page else ""
    return str(_SAID[hint.code]) % {"page": hint.page or "", "seen": seen, "where": where}


def sentences(found: Sequence[Hint], item: str) -> list[str]:
    """The sentences beside one item; for the paper as a whole where `item` is empty."""
    return [said(hint) for hint in found if hint.item == item]
