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

from pdf import Archive, Attachment, Place, Sheets, TextPage
from signing.statement import Statement

MANIFEST = "manifest.json"
SCHEMA = "hoso/certified-copy/1"
PROCEDURE = "2.000815"  # Chứng thực bản sao từ bản chính, on the National Public Service Portal
_DEMO_BAND = "BẢN DÙNG THỬ (DEMO) – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
_POINTS = 72 / 25.4


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
    """All that goes into a copy. `moment`: when it is certified, ISO 8601 with zone. `salt`: 128 random bits, hex.

    `certificate_sha256`: of the certifier's certificate. `certifier_hash`: of the certifier's id and the salt.
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

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> CopyPlan:
        sources = tuple(SourcePages.from_json(source) for source in record["sources"])
        return cls(**{**record, "sources": sources, "statement": Statement(**record["statement"])})


@dataclass(frozen=True)
class BuiltCopy:
    """What building yields besides the file: the manifest as attached, and the places of the two signatures."""

    manifest: dict[str, Any]
    page_count: int
    person: Place
    office: Place


def build(plan: CopyPlan, out: Path) -> BuiltCopy:
    """Write the unsigned copy to `out`. The same plan gives the same bytes. Raises InputError as `pdf.Archive` does."""
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
    if plan.demo:
        for page in range(pages):
            mark_as_demo(archive, page)
    sheets, person, office = _statement_page(plan, pages, short_digest(canonical))
    archive.add_sheets(sheets)
    for number, source in enumerate(plan.sources, start=1):
        archive.attach(_scan(source, number, moment, plan.original_name))
    archive.attach(Attachment(MANIFEST, canonical, "application/json", "Data", "Tệp mô tả bản sao (RFC 8785)"))
    archive.save(out)
    return BuiltCopy(manifest, pages, Place(pages + person.page, person.box), Place(pages + office.page, office.box))


def short_digest(manifest: bytes) -> str:
    """What is printed for a person to compare: the first 8 bytes of the manifest's SHA-256, in fours."""
    letters = hashlib.sha256(manifest).hexdigest()[:16].upper()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def demo_band(sheet: Sheets, points: float | None = None) -> None:
    """Say in a line that this is a trial and worth nothing in law."""
    sheet.set_text_color(190, 0, 0)
    sheet.paragraph(_DEMO_BAND, style="B", points=points, align="C")
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
    band = 6 * _POINTS
    sheet = Sheets(size=(width / _POINTS, 6), margins=(0, 1.2, 0), family="sans", points=9)
    sheet.set_auto_page_break(False)
    sheet.add_page()
    demo_band(sheet)
    archive.draw_over(page, sheet, (0, height - band, width, height))


def _statement_page(plan: CopyPlan, pages: int, digest: str) -> tuple[Sheets, Place, Place]:
    """The last page: statement, both signatures' places, QR code and short digest."""
    sheet = Sheets(margins=(25, 20, 20))
    sheet.add_page()
    if plan.demo:
        demo_band(sheet, points=12)
        sheet.ln(4)
    sheet.paragraph(plan.office_name.upper(), style="B", points=13, align="C", space_after=8)
    sheet.paragraph("Bản sao điện tử có chứng thực từ bản chính", style="I", points=12, align="C", space_after=6)
    sheet.rows([("Tên bản chính:", plan.original_name), ("Số trang:", str(pages))], label_width=40)
    sheet.ln(8)
    sheet.set_text_color(20, 40, 140)
    sheet.paragraph(plan.statement.title, style="B", points=15, align="C", space_after=3)
    sheet.paragraph(plan.statement.number, points=13, align="C")
    sheet.paragraph(plan.statement.date, points=13, align="C", space_after=8)
    sheet.set_text_color(0, 0, 0)
    office, person = _signature_row(sheet, plan)
    _foot(sheet, plan, digest)
    return sheet, person, office


def _signature_row(sheet: Sheets, plan: CopyPlan) -> tuple[Place, Place]:
    column, gap, high = 78.0, 9.0, 26.0
    left, right, top = sheet.l_margin, sheet.l_margin + column + gap, sheet.get_y()
    bottoms = []
    for x, heading in ((left, plan.statement.office), (right, plan.statement.certifier)):
        sheet.set_xy(x, top)
        sheet.set_font("serif", "B", 12)
        sheet.multi_cell(column, 6, heading, align="C")
        bottoms.append(sheet.get_y())
    y = max(bottoms) + 3
    places = sheet.keep_free(column, high, x=left, y=y), sheet.keep_free(column, high, x=right, y=y)
    lows = []
    for x, name, title in ((left, plan.office_name, ""), (right, plan.certifier_name, plan.certifier_title)):
        sheet.set_xy(x, y + high + 2)
        sheet.set_font("serif", "B", 12)
        sheet.multi_cell(column, 5.6, name, align="C")
        if title:
            sheet.set_xy(x, sheet.get_y())
            sheet.set_font("serif", "", 11)
            sheet.multi_cell(column, 5.2, title, align="C")
        lows.append(sheet.get_y())
    sheet.set_y(max(lows))
    return places


def _foot(sheet: Sheets, plan: CopyPlan, digest: str) -> None:
    side, top = 34.0, max(sheet.get_y() + 8, 236.0)
    if top + side > sheet.h - 10:
        sheet.add_page()
        top = sheet.t_margin
    sheet.qr(plan.verify_url, sheet.l_margin - 4, top, side)
    sheet.set_auto_page_break(False)
    sheet.set_left_margin(sheet.l_margin + side)
    sheet.set_xy(sheet.l_margin, top + 3)
    sheet.paragraph("Quét mã hoặc mở địa chỉ dưới đây để kiểm tra bản sao này:", points=10, align="L", space_after=0.5)
    sheet.paragraph(plan.verify_url, style="B", points=10, align="L", space_after=1.5)
    sheet.paragraph(f"Mã đối chiếu: {digest}", points=10, align="L", space_after=1.5)
    sheet.paragraph(plan.conversion_mark, points=8, align="L", space_after=0)
