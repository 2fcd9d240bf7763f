"""Pages of PDF files: which pixels to read, and whether the page's own text can be trusted instead.

PDFium opens what browsers open, so a damaged file is read if a viewer could show it. Nothing in the file is run:
this build has no JavaScript. The file is only ever read; a signed PDF stays as it is, byte for byte.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.formats import PDF
from ocr.limits import Limits
from ocr.model import Word
from ocr.opened import OpenedFile, OpenedPage
from ocr.own_text import own_words, trusted
from ocr.pixels import Image, Pixels
from terms.errors import InputError

POINTS_PER_INCH = 72.0
_COVERS_PAGE = 0.9
_COVERS_SOME = 0.25
_JPEG_COLOURS = frozenset({pdfium_c.FPDF_COLORSPACE_DEVICEGRAY, pdfium_c.FPDF_COLORSPACE_DEVICERGB})


@dataclass(frozen=True)
class _Plan:
    """How one page is to be read. `picture`: the page object holding the scan that covers it."""

    page: OpenedPage
    picture: pdfium.PdfImage | None = None
    alone: bool = False


class PdfFile:
    """An open PDF. Raises InputError `encrypted`, `damaged`, `no_pages` or `too_many_pages`."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits = limits
        try:
            self._document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as why:
            locked = pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(why).lower()
            raise InputError("encrypted" if locked else "damaged") from why
        self.page_count = len(self._document)
        if self.page_count == 0:
            self.close()
            raise InputError("no_pages")
        if self.page_count > limits.pages:
            self.close()
            raise InputError("too_many_pages", limit=limits.pages)
        # Filled-in forms and signature marks are part of what a person sees.
        self._document.init_forms()

    def close(self) -> None:
        self._document.close()

    def describe(self) -> OpenedFile:
        """Every page with its size and source, without decoding a pixel."""
        pages = tuple(self._describe(number) for number in range(1, self.page_count + 1))
        if all(page.problem for page in pages):
            raise InputError(pages[0].problem)
        raw = self._document.raw
        return OpenedFile(
            PDF,
            pages,
            signed=pdfium_c.FPDF_GetSignatureCount(raw) > 0,
            active=pdfium_c.FPDFDoc_GetJavaScriptActionCount(raw) > 0 or pdfium_c.FPDFDoc_GetAttachmentCount(raw) > 0,
        )

    def pixels(self, number: int) -> Pixels:
        """Page `number` as pixels: its own scan where one covers it, else drawn.

        Raises InputError `damaged`, `no_pages` or `too_many_pixels`.
        """
        page = self._load(number)
        try:
            plan = self._plan(page, number)
            if plan.page.problem:
                raise InputError(plan.page.problem)
            image = _own_pixels(plan.picture) if plan.picture is not None and plan.alone else None
            if image is None or image.shape[:2] != (plan.page.height, plan.page.width):
                image = _drawn(page, plan.page.width, plan.page.height)
            return Pixels(image, plan.page.dpi, True)
        finally:
            page.close()

    def words(self, number: int) -> tuple[OpenedPage, tuple[Word, ...]]:
        """The page's own words if they can be trusted, else none; boxes in pixels of the page as described."""
        page = self._load(number)
        try:
            plan = self._plan(page, number)
            if plan.page.source != "text":
                return plan.page, ()
            if pdfium_c.FPDFPage_GetAnnotCount(page.raw) > 0:
                # Signature marks, stamps and filled-in fields are annotations; in memory they become part of the page,
                # so that their text is read too. The file is not touched.
                page = self._flattened(page, number)
            return plan.page, own_words(page, plan.page.width, plan.page.height)
        finally:
            page.close()

    def marks(self, number: int) -> tuple[Word, ...]:
        """Words that stand in annotations over a scan: electronic numbers, dates, stamps and signature marks.

        Their letters are in the file, so that they need not be guessed from pixels.
        """
        page = self._load(number)
        try:
            plan = self._plan(page, number)
            if plan.page.source != "scan" or pdfium_c.FPDFPage_GetAnnotCount(page.raw) == 0:
                return ()
            size = (plan.page.width, plan.page.height)
            before = {(word.text, word.box) for word in own_words(page, *size)}
            page = self._flattened(page, number)
            return tuple(w for w in own_words(page, *size) if (w.text, w.box) not in before and w.text.isprintable())
        finally:
            page.close()

    def _flattened(self, page: pdfium.PdfPage, number: int) -> pdfium.PdfPage:
        """The page with its annotations drawn into it; without them if they are broken. Ends `page`."""
        # pypdfium2's own method wants a form to be there; stamps stand on pages without any.
        pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_NORMALDISPLAY)
        page.close()
        return self._load(number)

    def _load(self, number: int) -> pdfium.PdfPage:
        if not 1 <= number <= self.page_count:
            raise InputError("no_pages")
        try:
            return self._document[number - 1]
        except pdfium.PdfiumError as why:
            raise InputError("damaged") from why

    def _describe(self, number: int) -> OpenedPage:
        try:
            page = self._load(number)
        except InputError as error:
            return OpenedPage(number, 0, 0, self._limits.render_dpi, "rendering", "the page is broken", error.code)
        try:
            return self._plan(page, number).page
        finally:
            page.close()

    def _plan(self, page: pdfium.PdfPage, number: int) -> _Plan:
        """Where the pixels or words of a page come from: the one place that decides."""
        width_pt, height_pt = page.get_size()
        area = width_pt * height_pt
        if area <= 0:
            return _Plan(OpenedPage(number, 0, 0, self._limits.render_dpi, "rendering", "no size", "damaged"))
        pictures = list(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=4))
        for picture in pictures:
            if (size := picture.get_px_size()) and size[0] * size[1] > self._limits.page_pixels:
                return _Plan(self._refused(number, width_pt, height_pt))
        shares = [_share(picture, page) for picture in pictures]
        if shares and max(shares) >= _COVERS_PAGE and sum(share >= _COVERS_SOME for share in shares) == 1:
            return self._scan_plan(page, number, pictures[int(np.argmax(shares))], len(pictures))
        if not shares or sum(shares) < _COVERS_SOME:
            why = trusted(page)
            if why:
                return _Plan(self._drawn_page(number, width_pt, height_pt, text=why))
        return _Plan(self._drawn_page(number, width_pt, height_pt))

    def _scan_plan(self, page: pdfium.PdfPage, number: int, picture: pdfium.PdfImage, pictures: int) -> _Plan:
        """A page covered by one scan counts in that scan's pixels; what else stands on it is drawn at its size."""
        width_pt, height_pt = page.get_size()
        width, height = picture.get_px_size()
        if _sideways(page, picture):
            width, height = height, width
        dpi = round(max(width / width_pt, height / height_pt) * POINTS_PER_INCH)
        objects = sum(1 for _ in page.get_objects(max_depth=4))
        alone = (
            pictures == 1
            and objects == 1
            and pdfium_c.FPDFPage_GetAnnotCount(page.raw) == 0
            and not pdfium_c.FPDFPageObj_HasTransparency(picture.raw)
            and page.get_rotation() == 0
            and _plain_matrix(picture)
        )
        why = "one scan covers the page" if alone else "one scan covers the page, with something drawn over it"
        return _Plan(OpenedPage(number, width, height, dpi, "scan", why), picture, alone)

    def _drawn_page(self, number: int, width_pt: float, height_pt: float, text: str = "") -> OpenedPage:
        dpi = float(self._limits.render_dpi)
        pixels = width_pt * height_pt * (dpi / POINTS_PER_INCH) ** 2
        if pixels > self._limits.render_pixels:
            dpi *= (self._limits.render_pixels / pixels) ** 0.5
        width = max(1, round(width_pt / POINTS_PER_INCH * dpi))
        height = max(1, round(height_pt / POINTS_PER_INCH * dpi))
        if width * height > self._limits.page_pixels or dpi < 1:
            return self._refused(number, width_pt, height_pt)
        why = text or "no single scan covers the page and its own text cannot be trusted"
        return OpenedPage(number, width, height, max(1, round(dpi)), "text" if text else "rendering", why)

    def _refused(self, number: int, width_pt: float, height_pt: float) -> OpenedPage:
        dpi = self._limits.render_dpi
        width, height = (round(side / POINTS_PER_INCH * dpi) for side in (width_pt, height_pt))
        return OpenedPage(number, width, height, dpi, "rendering", "too many pixels", "too_many_pixels")


def _share(picture: pdfium.PdfImage, page: pdfium.PdfPage) -> float:
    """How much of the visible page the picture's bounds cover, 0 to 1."""
    left, bottom, right, top = picture.get_bounds()
    x0, y0, x1, y1 = page.get_cropbox()
    wide = max(0.0, min(right, x1) - max(left, x0))
    high = max(0.0, min(top, y1) - max(bottom, y0))
    return float(wide * high / max(1e-6, (x1 - x0) * (y1 - y0)))


def _sideways(page: pdfium.PdfPage, picture: pdfium.PdfImage) -> bool:
    a, b, _c, _d, _e, _f = picture.get_matrix().get()
    return bool((abs(b) > abs(a)) != (page.get_rotation() in (90, 270)))


def _plain_matrix(picture: pdfium.PdfImage) -> bool:
    """Whether the picture stands upright on the page, neither turned, slanted nor mirrored."""
    a, b, c, d, _e, _f = picture.get_matrix().get()
    return bool(a > 0 and d > 0 and abs(b) < 1e-3 * a and abs(c) < 1e-3 * d)


def _own_pixels(picture: pdfium.PdfImage) -> Image | None:
    """The scan's own pixels, or None where only drawing it gives them their right colours."""
    facts = picture.get_metadata()
    if (
        picture.get_filters()[-1:] == ["DCTDecode"]
        and facts.colorspace in _JPEG_COLOURS
        and facts.bits_per_pixel in (8, 24)
    ):
        data = np.frombuffer(bytes(picture.get_data(decode_simple=True)), np.uint8)
        if data.size == 0:
            return None
        image = cv2.imdecode(data, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
        return None if image is None else np.asarray(image, dtype=np.uint8)
    return None


def _drawn(page: pdfium.PdfPage, width: int, height: int) -> Image:
    """The page drawn on white at exactly this size, with form fields and annotations as a viewer shows them."""
    stride = width * 3
    buffer = np.full((height, width, 3), 255, np.uint8)
    pointer = buffer.ctypes.data_as(ctypes.c_void_p)
    bitmap = pdfium_c.FPDFBitmap_CreateEx(width, height, pdfium_c.FPDFBitmap_BGR, pointer, stride)
    if not bitmap:
        raise InputError("too_many_pixels")
    try:
        flags = pdfium_c.FPDF_ANNOT
        pdfium_c.FPDF_RenderPageBitmap(bitmap, page.raw, 0, 0, width, height, 0, flags)
        if page.formenv:
            pdfium_c.FPDF_FFLDraw(page.formenv.raw, bitmap, page.raw, 0, 0, width, height, 0, flags)
    finally:
        pdfium_c.FPDFBitmap_Destroy(bitmap)
    return buffer
