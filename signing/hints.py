"""What the program noticed about a paper, shown beside the items of Article 22. It hints; it never answers.

A hint rests on what is stored of the pages: their words, how surely they were read, what was seen beside the kind, and
whether red seals stand on them. Each says why, so that the certifier knows where to look on the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.quality import WARNINGS, reason_unread
from terms.text import bare, fold

HARD_TO_READ = 0.75
"""A page whose words were read less surely than this may be worn, or badly captured."""
_FEW_WORDS = 15
_HEAD_LINES = 15
_LEAST_ACCENTED = 0.12  # of the words of a Vietnamese page far more than this bear an accent

_SECRET = re.compile(r"^\W*(TUYỆT MẬT|TỐI MẬT|MẬT)\W*$", re.MULTILINE)
_NO_COPYING = ("khong duoc sao chup", "khong sao chup", "cam sao chup", "do not copy")
_FOREIGN = (
    "republic of", "embassy of", "consulate", "united states", "people s republic", "ministry of foreign",
    "apostille", "kingdom of",
)  # fmt: skip
_VIETNAMESE_STATE = ("viet nam", "vietnam")
_LEGALISED = ("hop phap hoa lanh su", "chung nhan lanh su", "consular legalization", "consular legalisation")
_CONFIRMED = (
    "xac nhan cua", "uy ban nhan dan xac nhan", "ubnd xac nhan", "chung thuc chu ky", "loi chung", "so cong chung",
    "so chung thuc", "xac nhan ong", "xac nhan ba",
)  # fmt: skip
_SELF_MADE = ("application_form", "authorization_contract")
_PRIVATE_HEADS = (
    "don ",
    "giay cam ket",
    "ban cam doan",
    "giay viet tay",
    "ban tu khai",
    "so yeu ly lich",
    "ban tuong trinh",
)
# What a state office finds in a national database by itself (Resolution 66.7/2025/NQ-CP).
_IN_DATABASES = frozenset(
    {
        "birth_certificate",
        "marriage_certificate",
        "death_extract",
        "marital_status_certificate",
        "citizen_id",
        "residence_confirmation",
        "health_insurance_card",
        "driving_licence",
        "enterprise_registration",
        "household_business_registration",
        "land_use_certificate",
        "judicial_record",
    }
)
_STATE_OFFICES = re.compile(
    r"\b(ubnd|uy ban|cong an|so (tu phap|noi vu|xay dung|tai chinh|giao duc|y te|nong nghiep|cong thuong)|mot cua|"
    r"hanh chinh cong|thue|bao hiem xa hoi|bhxh|kho bac|hai quan|toa an|vien kiem sat|thi hanh an|ho tich|tu phap|"
    r"dang ky (dat dai|kinh doanh|ket hon|khai sinh|khai tu)|co quan nha nuoc|thu tuc hanh chinh)\b"
)


@dataclass(frozen=True)
class SeenPage:
    """What is stored of a page. `red_seals`: how many were found, None where nobody looked or it has no colour."""

    text: str
    confidence: float = 1.0
    warnings: tuple[str, ...] = ()
    blank: bool = False
    looked_for_seals: bool = False
    red_seals: int | None = None


@dataclass(frozen=True)
class Paper:
    """What is known of the paper to certify. `contradictions`: how many fields contradict something on it.

    `is_card`: a card, which bears no seal of the usual size.
    """

    kind: str
    pages: tuple[SeenPage, ...]
    marks: tuple[str, ...] = ()
    issued_by_authority: bool = False
    contradictions: int = 0
    is_card: bool = False


@dataclass(frozen=True)
class Hint:
    """Something noticed. `item`: the code of the item of Article 22 it stands beside, "" for the paper as a whole.

    `code`: secret_mark, no_copying, hard_to_read, badly_captured, unread, contradiction, foreign_words, foreign_issuer,
    legalised, self_made_kind, no_confirmation, no_red_seal, no_colour, copy_mark. `page` from 1; `seen`: the words.
    """

    item: str
    code: str
    page: int | None = None
    seen: str = ""


def hints(paper: Paper) -> list[Hint]:
    """Everything noticed, in the order of the items of Article 22, the paper as a whole last."""
    return [
        *_altered(paper),
        *_damaged(paper),
        *_secret(paper),
        *_foreign(paper),
        *_self_made(paper),
        *_seals(paper),
        *_copies(paper),
    ]


def state_office_can_look(kind: str, purpose: str) -> bool:
    """Whether the copy seems to be for a state office that finds this paper's data itself.

    Decree 23/2015, Article 6: who asks for a copy may not insist on a certified one; Resolution 66.7/2025/NQ-CP: what
    is in a national database is not asked for on paper.
    """
    return kind in _IN_DATABASES and _STATE_OFFICES.search(bare(purpose)) is not None


def _altered(paper: Paper) -> list[Hint]:
    return [Hint("altered", "contradiction", seen=str(paper.contradictions))] if paper.contradictions else []


def _damaged(paper: Paper) -> list[Hint]:
    found = []
    for number, page in enumerate(paper.pages, start=1):
        faults = [code for code in page.warnings if code in WARNINGS]
        if reason_unread(page.warnings) is not None:
            found.append(Hint("damaged", "unread", number))
        elif faults:
            found.append(Hint("damaged", "badly_captured", number, faults[0]))
        elif not page.blank and page.confidence < HARD_TO_READ:
            found.append(Hint("damaged", "hard_to_read", number, f"{page.confidence:.2f}"))
    return found


def _secret(paper: Paper) -> list[Hint]:
    found = []
    for number, page in enumerate(paper.pages, start=1):
        if mark := _SECRET.search(page.text):
            found.append(Hint("secret", "secret_mark", number, mark[1]))
        if words := _first(_NO_COPYING, bare(page.text)):
            found.append(Hint("secret", "no_copying", number, words))
    if "secret" in paper.marks and not any(hint.code == "secret_mark" for hint in found):
        found.append(Hint("secret", "secret_mark"))
    return found


def _foreign(paper: Paper) -> list[Hint]:
    found = []
    for number, page in enumerate(paper.pages, start=1):
        plain = bare(page.text)
        if words := _first(_LEGALISED, plain):
            found.append(Hint("not_legalised", "legalised", number, words))
        issuer = _first(_FOREIGN, plain)
        if issuer and not any(state in plain for state in _VIETNAMESE_STATE):
            found.append(Hint("not_legalised", "foreign_issuer", number, issuer))
        elif _is_foreign(page.text):
            found.append(Hint("not_legalised", "foreign_words", number))
    return found


def _self_made(paper: Paper) -> list[Hint]:
    plain = " ".join(bare(page.text) for page in paper.pages)
    private = paper.kind in _SELF_MADE or (paper.kind == "other" and _private_head(paper))
    if not private:
        return []
    said = _first(_CONFIRMED, plain)
    return [Hint("self_made", "self_made_kind" if said else "no_confirmation", seen=said)]


def _seals(paper: Paper) -> list[Hint]:
    """No red seal anywhere: of a private paper the confirmation is missing, of another one this may be a copy."""
    looked = [page for page in paper.pages if page.looked_for_seals]
    if paper.is_card or not looked or len(looked) < len(paper.pages) or any(page.red_seals for page in looked):
        return []
    code = "no_colour" if all(page.red_seals is None for page in looked) else "no_red_seal"
    return [Hint("" if paper.issued_by_authority else "self_made", code)]


def _copies(paper: Paper) -> list[Hint]:
    """A copy, certified or not, is no original (Decree 23/2015, Article 2)."""
    return [
        Hint("", "copy_mark", seen=mark) for mark in paper.marks if mark in ("certified_copy", "photocopy", "extract")
    ]


def _private_head(paper: Paper) -> bool:
    lines = paper.pages[0].text.splitlines()[:_HEAD_LINES] if paper.pages else []
    return any(f"{bare(line)} ".startswith(_PRIVATE_HEADS) for line in lines)


def _is_foreign(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
    if len(words) < _FEW_WORDS:
        return False
    accented: int = sum(fold(word) != word.lower() for word in words)
    return accented < _LEAST_ACCENTED * len(words)


def _first(phrases: Iterable[str], plain: str) -> str:
    return next((phrase for phrase in phrases if re.search(rf"\b{re.escape(phrase)}\b", plain)), "")


def by_item(found: Sequence[Hint]) -> dict[str, list[Hint]]:
    """The hints of each item; those of the paper as a whole under ""."""
    return {item: [hint for hint in found if hint.item == item] for item in dict.fromkeys(hint.item for hint in found)}
