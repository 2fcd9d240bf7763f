"""Pages as they came in: a picture becomes a page of its true size, a PDF's page is taken over, no stream is touched.

Call it in a process that may die: what comes in is not to be trusted (see the limited child of the reading room).
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import img2pdf
import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Pdf
from PIL import Image, UnidentifiedImageError

from pdf.upright import add_picture_resource
from terms.errors import HosoError, InputError

RENDERING_DPI = 300
MOST_PAGES = 2000
_MOST_PIXELS = 60_000_000
_LONG_SIDE_OF_A4 = 841.89
# What EXIF's orientation asks of a viewer: (mirrored left to right first, then turned degrees clockwise).
_ORIENTATION = {
    2: (True, 0),
    3: (False, 180),
    4: (True, 180),
    5: (True, 270),
    6: (False, 90),
    7: (True, 90),
    8: (False, 270),
}
_IMAGES = ("image/jpeg", "image/png", "image/tiff")
_HEIC = ("image/heic", "image/heif")


def take_pages(source: Path, media_type: str, dpi: Mapping[int, int] | None = None) -> Pdf:
    """All pages of `source` as a viewer shows them, in a new PDF without anything that acts, asks or links.

    `dpi`: by page (from 1), used where a picture does not know its own resolution. Raises `InputError`: "damaged",
    "encrypted", "no_pages", "too_many_pages", "too_many_pixels", "unsupported_format".
    """
    if media_type == "application/pdf":
        return _from_pdf(source)
    if media_type in _IMAGES or media_type in _HEIC:
        return _from_image(source, media_type, dpi or {})
    raise InputError("unsupported_format", media_type=media_type)


def draw_pictures_anew(source: Path, media_type: str, dpi: Mapping[int, int]) -> Pdf:
    """The pages of a picture file whose stream PDF/A does not take: the same pixels in plain RGB, losslessly.

    Raises `InputError` as `take_pages` does.
    """
    return _from_image(source, media_type, dpi, plain=True)


# --- pictures ---------------------------------------------------------------------------------------------------------


def _from_image(source: Path, media_type: str, given: Mapping[int, int], *, plain: bool = False) -> Pdf:
    with _as_input_error():
        data = _still(source) if media_type in _HEIC else source.read_bytes()
        with Image.open(io.BytesIO(data)) as image:
            frames = [
                (_dpi(image), image.getexif().get(0x0112, 1) if media_type not in _HEIC else 1)
                for _ in _each_frame(image, media_type)
            ]
        with pikepdf.open(io.BytesIO(_embedded(data, media_type, plain=plain))) as carrier:
            pdf = Pdf.new()
            for number, (page, (dpi, orientation)) in enumerate(zip(carrier.pages, frames, strict=True), start=1):
                picture = _only_picture(page)
                _add_picture(pdf, pdf.copy_foreign(picture), dpi or given.get(number), orientation)
    return pdf


def _each_frame(image: Image.Image, media_type: str) -> Iterator[Image.Image]:
    """A TIFF may hold many pages; the further pictures of a phone's JPEG are previews and depth maps."""
    for number in range(getattr(image, "n_frames", 1) if media_type == "image/tiff" else 1):
        image.seek(number)
        yield image


def _embedded(data: bytes, media_type: str, *, plain: bool = False) -> bytes:
    """A PDF holding each frame's own compressed stream where PDF knows the compression, else the same pixels."""
    layout = img2pdf.get_fixed_dpi_layout_fun((300, 300))
    settings = {"layout_fun": layout, "rotation": img2pdf.Rotation.none, "first_frame_only": media_type != "image/tiff"}
    try:
        if not plain:
            return bytes(img2pdf.convert(data, **settings))
    except (
        img2pdf.AlphaChannelError,
        img2pdf.JpegColorspaceError,
        img2pdf.ImageOpenError,
        ValueError,
    ):
        pass
    return bytes(img2pdf.convert(_opaque(data, media_type), **settings))


def _opaque(data: bytes, media_type: str) -> list[bytes]:
    """The frames as PNG on white: what a viewer shows of a picture with transparency or an odd colour space."""
    pages = []
    with Image.open(io.BytesIO(data)) as image:
        for frame in _each_frame(image, media_type):
            shown = frame.point(lambda level: level * (1 / 256), "L") if frame.mode.startswith("I;16") else frame
            drawn = shown.convert("RGBA") if shown.has_transparency_data else shown.convert("RGB")
            page = Image.new("RGB", frame.size, "white")
            page.paste(drawn, mask=drawn if drawn.mode == "RGBA" else None)
            buffer = io.BytesIO()
            page.save(buffer, "PNG", compress_level=6)
            pages.append(buffer.getvalue())
    return pages


def _still(source: Path) -> bytes:
    """PDF knows no HEIC: the picture, turned as it asks, as a JPEG that loses as good as nothing."""
    import pi_heif

    heif = pi_heif.open_heif(source, convert_hdr_to_8bit=True)
    buffer = io.BytesIO()
    heif.to_pillow().convert("RGB").save(buffer, "JPEG", quality=95, subsampling=0)
    return buffer.getvalue()


def _dpi(image: Image.Image) -> float | None:
    """The resolution the file states, if a scanner could have written it; phones and editors write 72 at random."""
    across, up = image.info.get("dpi", (0, 0))
    dpi = float(min(across, up))
    return dpi if 90 <= dpi <= 2400 else None


def _only_picture(page: pikepdf.Page) -> pikepdf.Object:
    """The one picture of a page that img2pdf made."""
    (name,) = page.obj.Resources.XObject.keys()
    return page.obj.Resources.XObject[name]


def _add_picture(pdf: Pdf, picture: pikepdf.Object, dpi: float | None, orientation: int) -> None:
    """One page, exactly covered by one picture."""
    wide, high = int(picture.Width), int(picture.Height)
    scale = 72 / dpi if dpi else _LONG_SIDE_OF_A4 / max(wide, high)
    scale = min(scale, 14_000 / max(wide, high))
    across, up = wide * scale, high * scale
    mirrored, turn = _ORIENTATION.get(orientation, (False, 0))
    matrix = f"{-across:.4f} 0 0 {up:.4f} {across:.4f} 0" if mirrored else f"{across:.4f} 0 0 {up:.4f} 0 0"
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, round(across, 4), round(up, 4)],
            Resources=Dictionary(XObject=Dictionary(Im0=picture)),
            Contents=pdf.make_stream(f"q {matrix} cm /Im0 Do Q".encode("ascii")),
        )
    )
    if turn:
        page.Rotate = turn
    pdf.pages.append(pikepdf.Page(page))


# --- PDF --------------------------------------------------------------------------------------------------------------

_KEPT_OF_A_PAGE = frozenset(
    ["/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit", "/Group"]
)


def _from_pdf(source: Path) -> Pdf:
    """Only what is seen: no forms, scripts, links, attachments or structure come along; stamps are drawn over."""
    with _as_input_error(), pikepdf.open(source) as original:
        if len(original.pages) == 0:
            raise InputError("no_pages")
        if len(original.pages) > MOST_PAGES:
            raise InputError("too_many_pages", limit=MOST_PAGES)
        layered = Name.OCProperties in original.Root
        stamped = [number for number, page in enumerate(original.pages, 1) if Name.Annots in page.obj]
        if Name.AcroForm in original.Root:
            del original.Root[Name.AcroForm]
        for page in original.pages:
            for key in set(page.obj.keys()) - _KEPT_OF_A_PAGE:
                del page.obj[key]
        pdf = Pdf.new()
        pdf.pages.extend(original.pages)
        for page in pdf.pages:
            if Name.Resources not in page.obj:
                page.obj[Name.Resources] = Dictionary()
        if layered:  # which layers are shown is said outside the pages, and would be lost
            for number in range(1, len(pdf.pages) + 1):
                replace_by_rendering(pdf, number, source)
        elif stamped:
            _draw_stamps(pdf, source, stamped)
    return pdf


def _draw_stamps(pdf: Pdf, source: Path, numbers: list[int]) -> None:
    """Draw what lies over the pages (signatures, stamps, filled fields) as pictures over the untouched scans.

    Appearances bring fonts and colours that PDF/A does not take; the page under them need not suffer for it.
    """
    buffer = io.BytesIO()
    with pikepdf.open(source) as stamps:
        for page in stamps.pages:
            page.obj[Name.Contents] = stamps.make_stream(b"")
        stamps.flatten_annotations("screen")
        stamps.save(buffer)
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        for number in numbers:
            page = document[number - 1]
            page.set_rotation(0)
            scale = _scale(page.get_size())
            layer = page.render(scale=scale, fill_color=(0, 0, 0, 0), may_draw_forms=False).to_pil().convert("RGBA")
            if ink := layer.getchannel("A").getbbox():
                _add_overlay(pdf, pdf.pages[number - 1], layer.crop(ink), (ink[0], layer.height - ink[3]), scale)


def _add_overlay(pdf: Pdf, page: pikepdf.Page, picture: Image.Image, corner: tuple[int, int], scale: float) -> None:
    """Draw `picture` with its transparency over the page; `corner` is its lower left, in its own pixels."""
    mask = _flate(pdf, picture.getchannel("A"), Name.DeviceGray)
    image = _flate(pdf, picture.convert("RGB"), Name.DeviceRGB)
    image.SMask = mask
    name = add_picture_resource(page, image)
    left, low = (min(float(page.cropbox[i]), float(page.cropbox[i + 2])) for i in (0, 1))
    place = f"{picture.width / scale:.4f} 0 0 {picture.height / scale:.4f}"
    place += f" {left + corner[0] / scale:.4f} {low + corner[1] / scale:.4f}"
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {place} cm {name} Do Q".encode("ascii"))


def _flate(pdf: Pdf, picture: Image.Image, space: Name) -> pikepdf.Object:
    stream = pdf.make_stream(
        zlib.compress(picture.tobytes(), 6),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=8,
        ColorSpace=space,
    )
    stream.Filter = Name.FlateDecode
    return stream


def _scale(size: tuple[float, float]) -> float:
    """Pixels a point at 300 dpi, or as many as fit sixty million pixels."""
    return float(min(RENDERING_DPI / 72, (_MOST_PIXELS / max(size[0] * size[1], 1)) ** 0.5))


def replace_by_rendering(pdf: Pdf, number: int, source: Path) -> None:
    """Put a picture of page `number` (from 1) of the PDF file `source` in the place of the same page of `pdf`.

    The picture is upright as a viewer shows it, at 300 dpi or as many as fit sixty million pixels.
    """
    with _as_input_error(), pypdfium2.PdfDocument(source) as document:
        document.init_forms()
        page = document[number - 1]
        scale = _scale(page.get_size())
        image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=90, dpi=(round(72 * scale), round(72 * scale)))
    with pikepdf.open(io.BytesIO(_embedded(buffer.getvalue(), "image/jpeg"))) as carrier:
        picture = _only_picture(carrier.pages[0])
        _add_picture(pdf, pdf.copy_foreign(picture), 72 * scale, 1)
    pdf.pages[number - 1] = pdf.pages[-1]
    del pdf.pages[-1]


@contextmanager
def _as_input_error() -> Iterator[None]:
    """Whatever a library says of a bad file, in our words; a picture too large to decode is refused, not warned of."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except HosoError:
        raise
    except pikepdf.PasswordError as error:
        raise InputError("encrypted") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InputError("too_many_pixels") from error
    except (
        pikepdf.PdfError,
        pypdfium2.PdfiumError,
        UnidentifiedImageError,
        img2pdf.PdfTooLargeError,
        img2pdf.ImageOpenError,
        img2pdf.JpegColorspaceError,
        img2pdf.UnsupportedColorspaceError,
        img2pdf.NegativeDimensionError,
        struct.error,
        zlib.error,
        RuntimeError,
        IndexError,
        AttributeError,
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        EOFError,
    ) as error:
        raise InputError("damaged") from error
