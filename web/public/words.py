"""How a verdict and a status are said: one plain sentence each, then the details."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as later

from signing.verification import Reason, SignatureVerdict, Verdict
from signing.verification.reasons import REMEDIES
from storage.copies.copies import PublicCopy
from terms.kinds import Catalogue
from web.language import day, language, moment

VERDICTS = {
    "valid": later("Hợp lệ"),
    "invalid": later("Không hợp lệ"),
    "indeterminate": later("Chưa kết luận được"),
}
STATUSES = {
    "in_force": later("Đang có hiệu lực"),
    "renewed": later("Đang có hiệu lực"),
    "annulled": later("Đã bị hủy bỏ"),
    "void": later("Không có giá trị"),
}
TONES = {"valid": "good", "invalid": "bad", "indeterminate": "open"}
STATUS_TONES = {"in_force": "good", "renewed": "good", "annulled": "bad", "void": "bad"}
_LONG_NUMBER = re.compile(r"\d{6,}")


@dataclass(frozen=True)
class Fact:
    """One line of a page: a label and what is said."""

    label: str
    value: str


def kind_name(catalogue: Catalogue, code: str) -> str:
    """The kind of paper in the visitor's language."""
    kind = catalogue.kinds.get(code)
    return str(kind.names[language()]) if kind is not None else str(_("Giấy tờ khác"))


def copy_facts(copy: PublicCopy, catalogue: Catalogue) -> list[Fact]:
    """All the public may know of a copy."""
    office = copy.office_name_en if language() == "en" and copy.office_name_en else copy.office_name
    facts = [
        Fact(_("Loại giấy tờ"), kind_name(catalogue, copy.kind)),
        Fact(_("Số chứng thực"), str(copy.number)),
        Fact(_("Sổ"), copy.register_symbol),
        Fact(_("Ngày chứng thực"), day(copy.date)),
        Fact(_("Cơ quan chứng thực"), office),
        Fact(_("Số trang bản sao"), str(copy.page_count)),
    ]
    if copy.annulled_on:
        facts.append(Fact(_("Ngày bị hủy bỏ"), day(copy.annulled_on)))
    if copy.decision:
        facts.append(Fact(_("Theo quyết định"), masked(copy.decision)))
    return facts


def copy_sentence(copy: PublicCopy) -> str:
    """What the status means for whoever holds the copy."""
    return {
        "in_force": _("Cơ quan nêu dưới đây đã cấp bản sao này và bản sao đang có hiệu lực."),
        "renewed": _("Bản sao này đang có hiệu lực; dấu thời gian của tệp đã được gia hạn bằng một bản mới hơn."),
        "annulled": _("Bản sao này đã bị cơ quan có thẩm quyền hủy bỏ. Không được sử dụng."),
        "void": _("Số chứng thực này đã bị bỏ; không có bản sao nào có giá trị mang số này."),
    }[copy.status]


def verdict_sentence(verdict: Verdict) -> str:
    """The verdict on a file in one sentence anyone understands."""
    if verdict.verdict != "valid":
        return message(verdict.reasons[0]) if verdict.reasons else ""
    signers = [item for item in verdict.signatures if item.kind == "signature"]
    if not signers:
        return _("Tệp có dấu thời gian hợp lệ và không bị thay đổi từ đó đến nay.")
    return _(
        "Ký bởi %(signers)s, %(date)s; tệp không bị thay đổi từ đó đến nay.",
        signers="; ".join(signer(item) for item in signers),
        date=day(signers[-1].time),
    )


def when(signature: SignatureVerdict) -> str:
    """What it is, when it was made, and how that is known."""
    kind = _("Chữ ký số") if signature.kind == "signature" else _("Dấu thời gian của tệp")
    if signature.time is None:
        return str(kind)
    if signature.time_source == "timestamp":
        source = _("có dấu thời gian chứng minh")
    else:
        source = _("người ký tự khai") if signature.kind == "signature" else _("chưa được chứng minh")
    return f"{kind} · {moment(signature.time)} ({source})"


def megabytes(size: int) -> str:
    return f"{size // 2**20} MB"


def signer(signature: SignatureVerdict) -> str:
    """Who signed and for whom, long numbers masked: certificates of public authorities carry personal numbers."""
    name = masked(signature.signer) or _("người ký không rõ")
    held_by = masked(signature.organisation or "")
    return f"{name} ({held_by})" if held_by and held_by != name else name


def masked(text: str) -> str:
    """The text with every number of six digits or more reduced to its last three."""
    return _LONG_NUMBER.sub(lambda found: "•" * (len(found[0]) - 3) + found[0][-3:], text)


def message(reason: Reason) -> str:
    return masked(reason.message(language()))


def remedies(verdict: Verdict) -> list[str]:
    """What would settle an open question, each once."""
    codes = dict.fromkeys(reason.remedy for reason in verdict.reasons if reason.remedy)
    return [getattr(REMEDIES[code], language()) for code in codes if code is not None]
