"""Small pages in large print: quick to read and hard to misread. Their people do not exist."""

from __future__ import annotations

import functools
import io
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[2] / "pdf" / "fonts" / "NotoSerif-Bold.ttf"

BIRTH = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "GIẤY KHAI SINH",
    "Số: 215/2020",
    "Họ, chữ đệm, tên: NGUYỄN THỊ ÁNH",
    "Ngày, tháng, năm sinh: 17/05/2020",
    "Giới tính: Nữ     Dân tộc: Kinh     Quốc tịch: Việt Nam",
)
MARITAL = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "Số: 47/UBND-XNTTHN",
    "Họ, chữ đệm, tên: TRẦN VĂN BÌNH",
    "Ngày, tháng, năm sinh: 02/09/1990",
)
SECRET = (
    "ỦY BAN NHÂN DÂN XÃ AN BÌNH",
    "MẬT",
    "BÁO CÁO",
    "Về tình hình an ninh trật tự trên địa bàn",
)


@functools.cache
def picture(lines: tuple[str, ...]) -> Image.Image:
    """A small page with large print: quick to read and hard to misread."""
    page = Image.new("L", (1240, 120 + 70 * len(lines)), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), 34)
    for number, line in enumerate(lines):
        draw.text((90, 60 + 70 * number), line, font=font, fill=0)
    return page


@functools.cache
def png(*lines: str) -> bytes:
    """A page as PNG at 150 dpi."""
    out = io.BytesIO()
    picture(lines).save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


@functools.cache
def tiff(*pages: tuple[str, ...]) -> bytes:
    """Several pages in one file."""
    out = io.BytesIO()
    first, *rest = (picture(lines).copy() for lines in pages)
    first.save(out, "TIFF", save_all=True, append_images=rest, compression="tiff_lzw", dpi=(150, 150))
    return out.getvalue()


def hostile(what: str) -> bytes:
    """A PDF that cannot be read, for the reason that the code `what` names."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(30 if what == "too_many_pages" else 1):
            pdf.add_blank_page()
        password = pikepdf.Encryption(owner="a", user="b") if what == "encrypted" else False
        pdf.save(out, encryption=password)
    return out.getvalue()
