"""The originals of which no copy may be certified: Decree 23/2015/NĐ-CP, Article 22, item by item.

The certifier answers each item for the original that lies before them. The program may hint; it never answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from terms.errors import InputError


@dataclass(frozen=True)
class Refusal:
    """One item. `code` is what a stored answer is known by; `vi` is the text of the decree, `en` our translation."""

    code: str
    vi: str
    en: str


ARTICLE_22: tuple[Refusal, ...] = (
    Refusal(
        "altered",
        "Bản chính bị tẩy xóa, sửa chữa, thêm, bớt nội dung không hợp lệ.",
        "The original was unlawfully erased, altered, added to or shortened.",
    ),
    Refusal(
        "damaged",
        "Bản chính bị hư hỏng, cũ nát, không xác định được nội dung.",
        "The original is so damaged or worn that its content cannot be determined.",
    ),
    Refusal(
        "secret",
        "Bản chính đóng dấu mật của cơ quan, tổ chức có thẩm quyền hoặc không đóng dấu mật nhưng ghi rõ không được sao"
        " chụp.",
        "The original bears a secrecy stamp of a competent body, or says that it must not be copied.",
    ),
    Refusal(
        "unlawful_content",
        "Bản chính có nội dung trái pháp luật, đạo đức xã hội; tuyên truyền, kích động chiến tranh, chống chế độ xã hội"
        " chủ nghĩa Việt Nam; xuyên tạc lịch sử của dân tộc Việt Nam; xúc phạm danh dự, nhân phẩm, uy tín của cá nhân,"
        " tổ chức; vi phạm quyền công dân.",
        "The content is against the law or social morals; makes propaganda for or incites war, or opposes the socialist"
        " regime of Viet Nam; distorts the history of the Vietnamese nation; offends the honour, dignity or reputation"
        " of persons or organisations; violates the rights of citizens.",
    ),
    # The words on consular legalisation are the public service portal's for procedure 2.000815: the decree was amended.
    Refusal(
        "not_legalised",
        "Bản chính do cơ quan, tổ chức có thẩm quyền của nước ngoài cấp, công chứng hoặc chứng nhận chưa được hợp pháp"
        " hóa lãnh sự theo quy định, trừ hộ chiếu, thẻ căn cước, thẻ thường trú, thẻ cư trú, giấy phép lái xe, bằng tốt"
        " nghiệp, chứng chỉ và bảng điểm kèm theo.",
        "The original was issued, notarised or certified by a competent foreign body and is not legalised as required;"
        " except passports, identity cards, permanent residence and residence cards, driving licences, diplomas,"
        " certificates and the transcripts attached to them.",
    ),
    Refusal(
        "self_made",
        "Giấy tờ, văn bản do cá nhân tự lập nhưng không có xác nhận và đóng dấu của cơ quan, tổ chức có thẩm quyền.",
        "The paper was made by a private person and bears no confirmation and seal of a competent body.",
    ),
)


def check_answers(answers: Mapping[str, object]) -> dict[str, bool]:
    """The answers, item by item: True where the item applies to the original.

    Raises InputError("answers_incomplete") unless every item is answered with yes or no and nothing else is;
    InputError("refused_by_law") naming the items that apply.
    """
    known = {item.code for item in ARTICLE_22}
    if set(answers) != known or not all(isinstance(answer, bool) for answer in answers.values()):
        raise InputError("answers_incomplete")
    applying = [item for item in ARTICLE_22 if answers[item.code]]
    if applying:
        raise InputError(
            "refused_by_law", detail=" ".join(item.vi for item in applying), items=[i.code for i in applying]
        )
    return {item.code: False for item in ARTICLE_22}


def check_ticks(pages_compared: object, page_count: int) -> list[int]:
    """The pages ticked as compared with the original, in order. Raises InputError("answers_incomplete")."""
    if not isinstance(pages_compared, list | tuple) or not all(type(number) is int for number in pages_compared):
        raise InputError("answers_incomplete")
    if page_count < 1 or sorted(set(pages_compared)) != list(range(1, page_count + 1)):
        raise InputError("answers_incomplete")
    return sorted(set(pages_compared))
