"""The recogniser behind `ocr.recognise`: Tesseract as a library whose model stays loaded, or as a program.

Starting the program and loading its model costs 0.15 s a call, twice a page: a fifth of what reading a page costs. The
library comes in a wheel (`tesserocr`), so that every machine reads with the same version; the model is the system's.
Where the wheel or the model's folder is not found, the program does the same work (docs/decisions/0008).
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol

import numpy as np
import pytesseract

from ocr.pixels import Image
from terms.errors import InputError, UnavailableError

LANGUAGE: Final = "vie"
_MODEL: Final = f"{LANGUAGE}.traineddata"
_FOLDERS: Final = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tesseract-ocr/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


class _Clock:
    """Processor seconds spent in the library so far."""

    seconds = 0.0


_clock: Final = _Clock()


def recognition_seconds() -> float:
    """Processor seconds that this process has spent recognising in itself; what a program spent is not in it."""
    return _clock.seconds


class Engine(Protocol):
    """Tesseract in one shape or the other."""

    def table(self, image: Image, *, dpi: int, layout: int, options: Mapping[str, str], seconds: float) -> str:
        """What stands in a grey image, as Tesseract's TSV. `layout`: its page segmentation mode; `options`: its
        variables, for this call alone.

        Raises InputError `too_slow` or `page_unreadable`, UnavailableError `tool_missing`.
        """
        ...


class Library:
    """Tesseract in this process, its model loaded once. `models`: the folder that holds it."""

    def __init__(self, models: Path) -> None:
        import tesserocr

        self._lock = Lock()
        self._api: Any = tesserocr.PyTessBaseAPI(path=str(models), lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY)
        self._api.SetVariable("debug_file", os.devnull)

    def table(self, image: Image, *, dpi: int, layout: int, options: Mapping[str, str], seconds: float) -> str:
        api = self._api
        height, width = image.shape
        with self._lock:
            usual = {name: api.GetVariableAsString(name) for name in options}
            began = time.thread_time()
            try:
                for name, value in options.items():
                    api.SetVariable(name, value)
                api.SetPageSegMode(layout)
                api.SetImageBytes(np.ascontiguousarray(image).tobytes(), width, height, 1, width)
                api.SetSourceResolution(dpi)
                if not api.Recognize(max(1, int(seconds * 1000))):
                    raise InputError("too_slow")
                return str(api.GetTSVText(0))
            except RuntimeError as why:
                raise InputError("page_unreadable") from why
            finally:
                api.Clear()
                _clock.seconds += time.thread_time() - began
                for name, value in usual.items():
                    api.SetVariable(name, value or "")


class Program:
    """Tesseract as a program, started anew for each call."""

    def table(self, image: Image, *, dpi: int, layout: int, options: Mapping[str, str], seconds: float) -> str:
        settings = " ".join(f"-c {name}={value}" for name, value in options.items())
        config = f"--oem 1 --psm {layout} --dpi {dpi} {settings}"
        with tempfile.TemporaryDirectory(prefix="page-") as folder:
            path = Path(folder) / "page.pgm"
            write_pgm(path, image)
            try:
                return str(pytesseract.image_to_data(str(path), lang=LANGUAGE, config=config, timeout=seconds))
            except pytesseract.TesseractNotFoundError as why:
                raise UnavailableError(
                    "tool_missing", tool="tesseract", remedy="apt-get install tesseract-ocr tesseract-ocr-vie"
                ) from why
            except RuntimeError as why:
                slow = "timeout" in str(why).lower()
                raise InputError("too_slow" if slow else "page_unreadable") from why


def write_pgm(path: Path, image: Image) -> None:
    """`image` (grey) as a binary PGM: no packing, so neither side spends time on it."""
    height, width = image.shape
    with path.open("wb") as stream:
        stream.write(b"P5\n%d %d\n255\n" % (width, height))
        stream.write(np.ascontiguousarray(image).tobytes())


def models_folder() -> Path | None:
    """Where the model lies: TESSDATA_PREFIX if it is there, else the usual places, the newest version first."""
    stated = os.environ.get("TESSDATA_PREFIX")
    places = [Path(stated), Path(stated, "tessdata")] if stated else []
    for pattern in _FOLDERS:
        places += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    return next((place for place in places if (place / _MODEL).is_file()), None)


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The recogniser of this process, loaded at the first call."""
    models = models_folder()
    if models is None:
        return Program()
    try:
        return Library(models)
    except (ImportError, RuntimeError):
        return Program()
