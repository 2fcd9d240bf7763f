"""Papers for these tests: drawn with Pillow, so that what is printed and where is known exactly."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont

from ocr.pixels import Image as Array

FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Trưởng phòng Tư pháp tại Tờ trình số 12/TTr-TP,",
    "Ủy ban nhân dân xã đề nghị các thôn, xóm tiếp tục thực hiện việc",
    "đăng ký hộ tịch cho công dân đúng thời hạn, đúng thẩm quyền.",
    "Người yêu cầu nộp hồ sơ tại Bộ phận một cửa của xã.",
)
LEFT_HEAD = ("ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH", "Số: 45/UBND-TP")
RIGHT_HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hòa Bình, ngày 05 tháng 3 năm 2024")


def letter(dpi: int = 200, lines: Sequence[str] = BODY) -> Image.Image:
    """An A4 letter with a head in two columns and a body in one."""
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    page = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, round(13 / 72 * dpi))
    step = round(0.3 * dpi)
    for row, (left, right) in enumerate(zip(LEFT_HEAD, RIGHT_HEAD, strict=True)):
        pen.text((round(0.8 * dpi), dpi // 2 + row * step), left, "black", font)
        pen.text((round(3.4 * dpi), dpi // 2 + row * step), right, "black", font)
    for row, line in enumerate(lines):
        pen.text((dpi, round(2.2 * dpi) + row * step), line, "black", font)
    return page


def as_array(page: Image.Image) -> Array:
    return np.ascontiguousarray(np.asarray(page.convert("RGB"), dtype=np.uint8)[:, :, ::-1])


def as_jpeg(page: Image.Image, *, dpi: int = 200, **options: object) -> bytes:
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=90, dpi=(dpi, dpi), **options)
    return buffer.getvalue()


def with_seal(page: Image.Image, middle: tuple[int, int], radius: int) -> Image.Image:
    """The page with a round red seal pressed over what is printed."""
    layer = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(layer)
    x, y = middle
    for inset in (0, radius // 6):
        pen.ellipse(
            (x - radius + inset, y - radius + inset, x + radius - inset, y + radius - inset), None, "#d82030", 7
        )
    for spoke in range(0, 360, 12):
        across, down = np.cos(np.radians(spoke)), np.sin(np.radians(spoke))
        inner = (x + across * radius * 0.2, y + down * radius * 0.2)
        pen.line((inner, (x + across * radius * 0.8, y + down * radius * 0.8)), "#d82030", 6)
    pressed = np.minimum(np.asarray(page), np.asarray(layer))
    return Image.fromarray(pressed)


def leaning(page: Image.Image, degrees: float) -> Image.Image:
    """The page turned clockwise by a few degrees on white."""
    return page.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")


def photographed(page: Image.Image) -> Image.Image:
    """The page on a dark desk, seen from one side, with light that falls off."""
    sheet = as_array(page)
    height, width = sheet.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array(
        [
            [0.08 * width, 0.05 * height],
            [0.97 * width, 0.09 * height],
            [0.91 * width, 0.95 * height],
            [0.03 * width, 0.97 * height],
        ],
        np.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(sheet, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=(45, 58, 70))
    light = np.linspace(1.0, 0.62, width)[None, :, None]
    return Image.fromarray((photo * light).astype(np.uint8)[:, :, ::-1])


def scanned_pdf(
    path: Path, pages: Sequence[bytes], *, turn: int = 0, size_pt: tuple[float, float] = (595.4, 841.7)
) -> Path:
    """A PDF of JPEG pages as a scanner writes it; `turn` goes into /Rotate."""
    pdf = pikepdf.new()
    for data in pages:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
        image = pdf.make_stream(
            data,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=width,
            Height=height,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        _add_page(pdf, size_pt, f"q {size_pt[0]} 0 0 {size_pt[1]} 0 0 cm /Im0 Do Q", {"/Im0": image}, turn)
    pdf.save(path)
    return path


def _add_page(
    pdf: pikepdf.Pdf, size_pt: tuple[float, float], content: str, images: dict[str, pikepdf.Object], turn: int
) -> None:
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array([0, 0, *size_pt]),
        Rotate=turn,
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(images)),
        Contents=pdf.make_stream(content.encode()),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def blank_pdf(path: Path, count: int = 1, *, size_pt: tuple[float, float] = (595, 842)) -> Path:
    pdf = pikepdf.new()
    for _ in range(count):
        _add_page(pdf, size_pt, "", {}, 0)
    pdf.save(path)
    return path


def born_digital_pdf(path: Path, lines: Sequence[str] = BODY, *, hidden: bool = False) -> Path:
    """A PDF with real text in an embedded font; `hidden` draws it invisibly, as OCR layers are."""
    from fpdf import FPDF

    pdf = FPDF(format="A4", unit="pt")
    pdf.add_page()
    pdf.add_font("Serif", fname=FONT)
    pdf.set_font("Serif", size=13)
    if hidden:
        pdf.text_mode = "INVISIBLE"
    for row, line in enumerate(lines):
        pdf.text(72, 120 + 22 * row, line)
    pdf.output(str(path))
    return path


def with_stamp(path: Path, out: Path, text: str, at: tuple[float, float]) -> Path:
    """The PDF at `path` with `text` in an annotation at `at` (points from the lower left), as electronic stamps are."""
    pdf = pikepdf.open(path)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Roman"))
    look = pdf.make_stream(
        f"BT /F 14 Tf 2 4 Td ({text}) Tj ET".encode("ascii"),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 160, 20],
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
    )
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Stamp,
        Rect=[at[0], at[1], at[0] + 160, at[1] + 20],
        AP=pikepdf.Dictionary(N=look),
        F=4,
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
    pdf.save(out)
    return out
