"""The file of a certified copy: the scan as it is, the statement on the last page, scan and manifest attached.

Building needs no key and no database: a plan goes in, a PDF/A-3b without signatures comes out, with the places where
the signatures will stand. It decodes bytes from outside, so it runs in a limited child (`signing.building`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import mimetypes
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import rfc8785

from pdf import Archive, Attachment, Leaf, Place, Sheets, TextPage, Type
from pdf.leaf import POINTS
from signing.statement import Statement
from signing.statement_page import DEMO_BAND, DEMO_RED, StatementPage

MANIFEST = "manifest.json"
SCHEMA = "hoso/certified-copy/1"
PROCEDURE = "2.000815"  # Chứng thực bản sao từ bản chính, on the National Public Service Portal
PERSON_FIELD, OFFICE_FIELD = "NguoiChungThuc", "CoQuanChungThuc"


@dataclass(frozen=True)
class SourcePages:
    """Pages of one original that belong to the copy.

    `pages`: their numbers in the original (from 1), in the copy's order; `rotations`: degrees clockwise each is turned
    to stand upright; `page_count`: how many pages the original has in all.
    """

    path: str
    media_type: str
    sha256: str
    pages: tuple[int, ...]
    rotations: tuple[int, ...]
    page_count: int

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> SourcePages:
        return cls(**{**record, "pages": tuple(record["pages"]), "rotations": tuple(record["rotations"])})

    @property
    def is_whole(self) -> bool:
        """True if the original holds nothing but pages of this copy."""
        return sorted(self.pages) == list(range(1, self.page_count + 1))


@dataclass(frozen=True)
class CopyPlan:
    """All that goes into a copy.

    `moment`: when it is certified, ISO 8601 with zone. `salt`: 128 random bits, hex. `certificate_sha256`: of the
    certifier's certificate. `certifier_hash`: of the certifier's id and the salt. `title_lines`: what stands above the
    certifier's signature ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") instead of `certifier_title` below the name.
    """

    code: str
    number: int
    register: str
    year: int
    office_code: str
    office_name: str
    original_name: str
    certifier_name: str
    certifier_title: str
    certifier_hash: str
    certificate_sha256: str
    moment: str
    verify_url: str
    salt: str
    statement: Statement
    conversion_mark: str
    demo: bool
    sources: tuple[SourcePages, ...]
    title_lines: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> CopyPlan:
        sources = tuple(SourcePages.from_json(source) for source in record["sources"])
        said, lines = Statement(**record["statement"]), tuple(record["title_lines"])
        return cls(**{**record, "sources": sources, "statement": said, "title_lines": lines})


@dataclass(frozen=True)
class BuiltCopy:
    """What building yields besides the file: the manifest as attached, and how many pages of the original there are."""

    manifest: dict[str, Any]
    page_count: int


def build(plan: CopyPlan, out: Path) -> BuiltCopy:
    """Write the unsigned copy to `out`, both signature fields in place. The same plan gives the same bytes.

    Raises InputError as `pdf.Archive` does.
    """
    moment = dt.datetime.fromisoformat(plan.moment)
    archive = Archive(
        title=f"Bản sao điện tử có chứng thực: {plan.original_name}",
        created=moment,
        author=plan.office_name,
        subject=f"{plan.statement.title}. {plan.statement.number}.",
    )
    for source in plan.sources:
        turned = tuple(
            TextPage(number, 1, 1, rotation=rotation)
            for number, rotation in zip(source.pages, source.rotations, strict=True)
        )
        archive.add_scan(Path(source.path), source.media_type, turned, only=source.pages)
    pages = len(archive)
    manifest = _manifest(plan, [archive.picture_digest(page) for page in range(pages)])
    canonical = rfc8785.dumps(manifest)
    for page in range(pages):
        archive.describe(page, f"Trang {page + 1} của bản chính, quét từ giấy: {plan.original_name}")
        if plan.demo:
            mark_as_demo(archive, page)
    last = StatementPage(plan, pages, short_digest(canonical))
    archive.add_leaves(last.leaves)
    for field, holder, place in (
        (PERSON_FIELD, plan.certifier_name, last.person),  # first, for signers' programs that take the first one free
        (OFFICE_FIELD, plan.office_name, last.office),
    ):
        archive.add_signature_field(field, Place(pages + place.page, place.box), f"Chữ ký số của {holder}")
    for number, source in enumerate(plan.sources, start=1):
        archive.attach(_scan(source, number, moment, plan.original_name))
    archive.attach(Attachment(MANIFEST, canonical, "application/json", "Data", "Tệp mô tả bản sao (RFC 8785)"))
    archive.save(out)
    return BuiltCopy(manifest, pages)


def short_digest(manifest: bytes) -> str:
    """What is printed for a person to compare: the first 8 bytes of the manifest's SHA-256, in fours."""
    letters = hashlib.sha256(manifest).hexdigest()[:16].upper()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def demo_band(sheet: Sheets, points: float | None = None) -> None:
    """Say in a line that this is a trial and worth nothing in law."""
    sheet.set_text_color(190, 0, 0)
    sheet.paragraph(DEMO_BAND, style="B", points=points, align="C")
    sheet.set_text_color(0, 0, 0)


def _manifest(plan: CopyPlan, digests: list[str]) -> dict[str, Any]:
    """What a program may know of the copy: no name of a person, no personal number. Strings and whole numbers only."""
    places = [(number, page) for number, source in enumerate(plan.sources, start=1) for page in source.pages]
    return {
        "schema": SCHEMA,
        "hash_algorithm": "sha256",
        "code": plan.code,
        "number": plan.number,
        "register": plan.register,
        "year": plan.year,
        "procedure": PROCEDURE,
        "office": {"code": plan.office_code, "name": plan.office_name},
        "original": plan.original_name,
        "certified_at": plan.moment,
        "page_count": len(digests),
        "pages": [
            {"number": number, "scan": scan, "scan_page": page, "picture_sha256": digest}
            for number, ((scan, page), digest) in enumerate(zip(places, digests, strict=True), start=1)
        ],
        "scans": [
            {"number": number, "sha256": source.sha256, "media_type": source.media_type, "whole": source.is_whole}
            for number, source in enumerate(plan.sources, start=1)
        ],
        "certificate_sha256": plan.certificate_sha256,
        "certifier_hash": plan.certifier_hash,
        "salt": plan.salt,
        "verify_url": plan.verify_url,
        "demo": plan.demo,
    }


def _scan(source: SourcePages, number: int, moment: dt.datetime, title: str) -> Attachment:
    """The scan the copy was made from. An original that holds other papers too gives only the pages of this one."""
    said = "Bản quét gốc"
    if source.is_whole:
        suffix = mimetypes.guess_extension(source.media_type) or ".bin"
        return Attachment(f"scan-{number}{suffix}", Path(source.path).read_bytes(), source.media_type, "Source", said)
    part = Archive(title=title, created=moment)
    part.add_scan(Path(source.path), source.media_type, only=source.pages)
    with tempfile.TemporaryDirectory() as folder:
        part.save(Path(folder) / "part.pdf")
        data = (Path(folder) / "part.pdf").read_bytes()
    return Attachment(f"scan-{number}.pdf", data, "application/pdf", "Source", f"{said}: chỉ các trang của bản sao này")


def mark_as_demo(archive: Archive, page: int) -> None:
    """Draw the line of `demo_band` over the upper edge of a page."""
    width, height = archive.size(page)
    band = Leaf(width / POINTS, 6.0)
    band.text(DEMO_BAND, 0, 1.2, band.width, Type(9, "sans", "bold", "centre", DEMO_RED), None)
    archive.draw_over(page, band, (0, height - band.height * POINTS, width, height))
