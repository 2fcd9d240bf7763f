"""How signatures look: capitals with all their marks, and the office's seal over the words, in its true size."""

from __future__ import annotations

import math
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from pdf import Leaf
from pdf.leaf import POINTS, leaves_pdf
from signing import act
from signing.appearance import office_appearance, person_appearance
from signing.copy import OFFICE_FIELD
from signing.trust import Trust
from signing.verification import verify
from storage.database import now
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter
from tests.verapdf import assert_pdfa

BOX = (0.0, 0.0, 78 * POINTS, 40 * POINTS)
ACROSS = 36.0


def draw_seal(path: Path) -> Path:
    """A round red seal of 36 mm, transparent between its lines."""
    side = round(ACROSS / 25.4 * 300)
    seal = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(seal)
    for inset, line in ((4, 12), (90, 6)):
        pen.ellipse((inset, inset, side - inset, side - inset), outline=(200, 20, 20, 230), width=line)
    pen.regular_polygon((side // 2, side // 2, 50), 5, fill=(200, 20, 20, 230))
    path.parent.mkdir(parents=True, exist_ok=True)
    seal.save(path, dpi=(300, 300))
    return path


def shown(leaf: Leaf, scale: float = 8.0) -> Image.Image:
    with pypdfium2.PdfDocument(leaves_pdf([leaf])) as document:
        return document[0].render(scale=scale).to_pil().convert("L")


@pytest.mark.parametrize("name", ["ĐẶNG THỊ HƯỜNG", "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "NGUYỄN ẨN ỆỘỢỰỴ ẤỀỖ", "Ỗ Ậ"])
def test_no_mark_of_a_capital_touches_what_stands_above_or_below(name: str) -> None:
    """Lines of ink stand apart: between one line of words and the next there is white."""
    leaf = person_appearance(
        BOX, name=name, title="", moment=now(), demo=True, title_lines=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    )
    picture = shown(leaf)
    inner = picture.crop((30, 30, picture.width - 30, picture.height - 30))
    rows = [min(inner.crop((0, y, inner.width, y + 1)).tobytes()) < 128 for y in range(inner.height)]
    bands = sum(here and not above for above, here in zip([False, *rows], rows, strict=False))
    # "Đã ký số", two lines of the title, the name (in two lines if it is long), the time; marks may stand off letters
    assert bands >= 5
    assert not rows[0], "nothing is cut off at the upper edge"
    assert not rows[-1], "nor at the lower one"


def test_the_seal_lies_over_the_words_in_its_true_size(counter: Counter) -> None:
    folder = counter.services.settings.folder
    draw_seal(folder / "seals" / "H60.12.png")
    certified = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    issued = act.seal(counter.services, counter.tokens["dung"], OFFICE_PIN, certified.copy_id)
    path = counter.issued_file(issued.pdf_sha256)
    assert_pdfa(path, "3b")
    assert verify(path, Trust(counter.services.settings).anchors).verdict == "valid"
    with pikepdf.open(path) as pdf:
        (field,) = [one for one in pdf.Root.AcroForm.Fields if one.T == OFFICE_FIELD]
        form = field.AP.N
        (picture,) = form.Resources.XObject.values()
        assert "/SMask" in picture
        drawn = next(one for one in pikepdf.parse_content_stream(form) if str(one.operator) == "cm")
        assert math.isclose(float(drawn.operands[0]) / POINTS, ACROSS, abs_tol=0.3)
        box = [float(edge) for edge in field.Rect]
        assert float(drawn.operands[3]) < box[3] - box[1], "the seal is not cut off"


def test_a_seal_that_is_none_is_left_out(tmp_path: Path) -> None:
    leaf = office_appearance(BOX, name="Ủy ban nhân dân xã Bình Minh", moment=now(), demo=False, seal=None)
    assert leaf.pictures == []
