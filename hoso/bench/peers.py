"""The peers: bare Tesseract and OCRmyPDF, as their users run them, with the same model on the same pages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from hoso.bench.cost import Cost, run_and_measure
from hoso.bench.papers import Page

AT_ONCE = 2
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}
# Its own way to PDF/A is cheaper than Ghostscript's and is what it tries first; without Ghostscript it must be named.
_OCRMYPDF = (
    *("-l", "vie", "--deskew", "--rotate-pages", "--output-type", "pdfa", "-j", str(AT_ONCE)),
    *("--pdfa-backend", "internal", "--rasterizer", "pypdfium"),
)
INSTALL_OCRMYPDF = ".venv/bin/pip install 'ocrmypdf>=17'"


@dataclass(frozen=True)
class PeerRun:
    """What a peer was called with, what it cost, and the text of each page in order (None where it gave none)."""

    command: str
    cost: Cost
    texts: tuple[str | None, ...]


def tesseract(pages: Sequence[Page], work: Path, *, upright: bool) -> PeerRun:
    """Tesseract on the pictures as they are, two processes at a time, each of them warm for all its pages.

    `upright`: with orientation detection, as one would call it on papers that may lie sideways.
    """
    kept = "tesseract-upright" if upright else "tesseract"
    options = ["-l", "vie", *(["--psm", "1"] if upright else [])]
    at_once = min(AT_ONCE, len(pages))
    shares = [pages[start::at_once] for start in range(at_once)]

    def one(number: int) -> Cost:
        listing, out = work / f"list-{number}.txt", work / f"{kept}-{number}"
        listing.write_text("".join(f"{page.picture}\n" for page in shares[number]))
        return run_and_measure(
            ["tesseract", listing, out, *options], log=work / f"{kept}-{number}.log", environment=_ONE_THREAD
        )

    with ThreadPoolExecutor(at_once) as pool:
        cost = reduce(Cost.beside, pool.map(one, range(at_once)))
    texts: list[str | None] = [None] * len(pages)
    for number, share in enumerate(shares):
        texts[number::at_once] = _by_page(work / f"{kept}-{number}.txt", len(share))
    return PeerRun(f"tesseract LIST OUT {' '.join(options)}", cost, tuple(texts))


def ocrmypdf(bound: Path, pages: int, work: Path) -> PeerRun | None:
    """OCRmyPDF on the bound PDF; None where it is not installed."""
    found = find_ocrmypdf()
    if found is None:
        return None
    sidecar = work / "sidecar.txt"
    words: list[str | Path] = [found, *_OCRMYPDF, "--sidecar", sidecar, bound, work / "ocrmypdf.pdf"]
    cost = run_and_measure(words, log=work / "ocrmypdf.log", environment=_ONE_THREAD)
    return PeerRun(f"ocrmypdf {' '.join(_OCRMYPDF)}", cost, tuple(_by_page(sidecar, pages)))


def find_ocrmypdf() -> str | None:
    """The program, beside our Python or on the path."""
    beside = Path(sys.executable).parent / "ocrmypdf"
    return str(beside) if beside.exists() else shutil.which("ocrmypdf")


def versions() -> dict[str, str]:
    """What the peers say they are."""
    said = {"tesseract": _said(["tesseract", "--version"])}
    program = find_ocrmypdf()
    if program:
        said["ocrmypdf"] = _said([program, "--version"])
    said["ghostscript"] = _said(["gs", "--version"]) if shutil.which("gs") else "none"
    return said


def _said(words: list[str]) -> str:
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    return (answer.stdout or answer.stderr).partition("\n")[0].strip()


def _by_page(path: Path, pages: int) -> list[str | None]:
    """Text as both peers write it: a form feed after each page."""
    if not path.exists():
        return [None] * pages
    found: list[str | None] = list(path.read_text("utf-8").split("\f")[:pages])
    return found + [None] * (pages - len(found))
