"""The papers of a benchmark: files with their truth, their pages as pictures, and all pages bound as one PDF.

Every engine gets the same pictures: one that cannot read PDF sees what the others see.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
import pypdfium2
from PIL import Image

import samples
from terms.errors import HosoError

_A4_LONG_INCHES = 11.69
_DRAWN_DPI = 300
_PAPERS_PER_DOSSIER = 15
_FEWEST_IN_DOSSIER = 3


@dataclass(frozen=True)
class Page:
    """One page as a picture; `file` is the name of the file it belongs to."""

    file: str
    picture: Path


@dataclass(frozen=True)
class Papers:
    """A set: its folder, one line of truth a file, its pages in order, and the PDF of all of them."""

    folder: Path
    truths: tuple[dict[str, Any], ...]
    pages: tuple[Page, ...]
    bound: Path

    def files(self) -> list[Path]:
        return [self.folder / str(truth["file"]) for truth in self.truths]


def generate(folder: Path, pages: int, seed: str, wordings: samples.Wordings = "all") -> Path:
    """Papers of at least so many pages from the mill, one in fifteen a mixed dossier; every kind and level in turn.

    `wordings`: "second" for layouts alone that nothing was fitted on.
    """
    dossiers = pages // _PAPERS_PER_DOSSIER
    done = folder / "truth.jsonl"
    if not done.exists():
        papers = pages - _FEWEST_IN_DOSSIER * dossiers
        samples.write_set(folder, papers, seed, dossiers=dossiers, wordings=wordings)
    return folder


def prepare(folder: Path, work: Path) -> Papers:
    """The papers of a folder with `truth.jsonl`. Raises HosoError("not_found") where there is none."""
    try:
        lines = (folder / "truth.jsonl").read_text("utf-8").splitlines()
    except OSError as why:
        raise HosoError("not_found") from why
    truths = tuple(json.loads(line) for line in lines if line.strip())
    pictures = work / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    pages: list[Page] = []
    for truth in truths:
        source = folder / str(truth["file"])
        for number, (suffix, data) in enumerate(_pictures(source), 1):
            picture = pictures / f"{source.stem}-{number:03d}{suffix}"
            picture.write_bytes(data)
            pages.append(Page(source.name, picture))
    bound = work / "bound.pdf"
    bind([page.picture for page in pages], bound)
    return Papers(folder, truths, tuple(pages), bound)


def bind(pictures: list[Path], out: Path) -> None:
    """One PDF of the pictures as they are, each at the size of its paper."""
    with pikepdf.new() as pdf:
        for picture in pictures:
            dpi = _resolution(picture)
            page = img2pdf.convert(picture.read_bytes(), layout_fun=img2pdf.get_fixed_dpi_layout_fun((dpi, dpi)))
            with pikepdf.open(io.BytesIO(page)) as one:
                pdf.pages.extend(one.pages)
        pdf.save(out)


def _pictures(source: Path) -> Iterator[tuple[str, bytes]]:
    """The pages of a file: the picture itself, a PDF page's own JPEG where it is the whole page, else a drawing."""
    if source.suffix.lower() != ".pdf":
        yield source.suffix.lower(), source.read_bytes()
        return
    with pikepdf.open(source) as pdf, pypdfium2.PdfDocument(source) as drawn:
        for page, drawing in zip(pdf.pages, drawn, strict=True):
            own = _own_jpeg(page)
            yield (".jpg", own) if own else (".png", _drawn(drawing))


def _own_jpeg(page: pikepdf.Page) -> bytes | None:
    images = list(page.get_images().values())
    if len(images) != 1 or "/Font" in page.resources or int(page.get("/Rotate", 0)) % 360:
        return None
    return bytes(images[0].read_raw_bytes()) if images[0].get("/Filter") == pikepdf.Name.DCTDecode else None


def _drawn(page: pypdfium2.PdfPage) -> bytes:
    picture = page.render(scale=_DRAWN_DPI / 72).to_pil()
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", dpi=(_DRAWN_DPI, _DRAWN_DPI), compress_level=1)
    return buffer.getvalue()


def _resolution(picture: Path) -> float:
    """What the picture states; phones state nothing (or 72), and then its longer side is that of A4."""
    with Image.open(picture) as image:
        stated = float(image.info.get("dpi", (0, 0))[0])
        return stated if stated > 72 else max(image.size) / _A4_LONG_INCHES
