"""What a file turns out to be once it is opened and checked, before any page is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PageSource = Literal["image", "scan", "rendering", "text"]


@dataclass(frozen=True)
class OpenedPage:
    """One page as a viewer shows it: size in pixels at `dpi`, and where its pixels or words come from.

    `image`: the file is a picture. `scan`: one picture covers the PDF page, its own pixels are read.
    `rendering`: the PDF page is drawn. `text`: the PDF page carries text of its own that can be trusted.
    `why` gives the reason in one sentence. `problem` is the code of a page that cannot be read, else "".
    """

    number: int
    width: int
    height: int
    dpi: int
    source: PageSource
    why: str = ""
    problem: str = ""


@dataclass(frozen=True)
class OpenedFile:
    """A file that can be read. `signed`: a PDF with signatures. `active`: a PDF with scripts or attached files;
    they are never run nor opened."""

    media_type: str
    pages: tuple[OpenedPage, ...]
    signed: bool = False
    active: bool = False
