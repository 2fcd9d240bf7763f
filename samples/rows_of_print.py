"""Single rows of print, drawn in the mill's faces and worn as its papers are: to learn from what letters look like.

Every mark and figure comes as often as any other, in every place: whoever learns from these rows learns letters, and
nothing of which words there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from samples.faces import ANY, Style, face
from terms.names import SPELT_SURNAMES
from terms.syllables import ONSETS, RHYMES, is_syllable
from terms.text import nfc

Pixels = npt.NDArray[Any]

_STYLES: Final[tuple[Style, ...]] = ("", "", "", "b", "b", "i", "bi")
_TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_VOWELS: Final = frozenset("aeiouyăâêôơư")
_SURNAMES: Final = sorted(SPELT_SURNAMES)
_RHYMES: Final = sorted(RHYMES)
_SMALLEST: Final = 22
_LARGEST: Final = 74
_BLUR: Final = 0.4


@dataclass(frozen=True)
class PrintedRow:
    """A picture of a row, its words, and from where to where each of them reaches in it, in pixels; `top`, `bottom`: of
    the print."""

    picture: Pixels
    words: tuple[str, ...]
    spans: tuple[tuple[float, float], ...]
    top: float
    bottom: float


def some_words(rng: Random) -> list[str]:
    """Syllables that need not be words, in capitals or small letters, a sign behind one now and then."""
    words = [_syllable(rng) for _ in range(rng.randint(2, 5))]
    style = rng.random()
    words = [word.upper() if style < 0.4 else word.capitalize() if style < 0.8 else word.lower() for word in words]
    if rng.random() < 0.2:
        at = rng.randrange(len(words))
        words[at] = rng.choice(("(%s)", "%s,", "%s;", "%s:", "%s.")) % words[at]
    return words


def some_figures(rng: Random) -> list[str]:
    """Numbers as long as people, papers and dates have them."""

    def some(count: int) -> str:
        return "".join(rng.choice("0123456789") for _ in range(count))

    made = []
    for _ in range(rng.randint(1, 3)):
        lot = rng.random()
        if lot < 0.35:
            made.append(some(rng.choice((9, 10, 12, 12, 13))))
        elif lot < 0.65:
            made.append(rng.choice(("/", "-", ".")).join((some(2), some(2), some(4))))
        elif lot < 0.85:
            made.append(some(rng.randint(1, 4)))
        else:
            made.append(f"{some(rng.randint(1, 3))}/{some(4)}")
    return made


def printed_row(words: Sequence[str], rng: Random) -> PrintedRow:
    """The words drawn in dark print, in pixels of 300 to the inch, and worn."""
    return _worn(_drawn(words, rng), rng)


def _syllable(rng: Random) -> str:
    if rng.random() < 0.15:
        return rng.choice(_SURNAMES)
    while True:
        onset, rhyme = rng.choice(ONSETS), rng.choice(_RHYMES)
        at = _toned(rhyme, rng)
        word = nfc(onset + rhyme[: at + 1] + rng.choice(_TONES) + rhyme[at + 1 :])
        if is_syllable(word):
            return word


def _toned(rhyme: str, rng: Random) -> int:
    """Where the rhyme has its tone: on the last vowel with a mark, before a consonant on the last, else as taught."""
    vowels = [at for at, char in enumerate(rhyme) if char in _VOWELS]
    marked = [at for at in vowels if not rhyme[at].isascii()]
    if marked:
        return marked[-1]
    if len(vowels) == 1 or vowels[-1] < len(rhyme) - 1:
        return vowels[-1]
    return vowels[-2] if len(vowels) > 2 or rng.random() < 0.5 else vowels[-1]


def _drawn(words: Sequence[str], rng: Random) -> PrintedRow:
    size = round(_SMALLEST * (_LARGEST / _SMALLEST) ** rng.random())
    font = face(rng.choice(ANY) if rng.random() < 0.93 else "typewriter", rng.choice(_STYLES), size)
    margin, base = 2 * size, round(2.2 * size)
    gap = font.getlength(" ") * rng.uniform(0.9, 1.5)
    spaced = 0.0 if rng.random() < 0.85 else rng.uniform(0, 0.06) * size
    wide = int(sum(font.getlength(word) + gap + spaced * len(word) for word in words)) + 2 * margin
    picture = Image.new("L", (wide, 4 * size), 255)
    draw, dark = ImageDraw.Draw(picture), rng.choice((0, 0, 10, 30, 60))
    x, spans = float(margin), []
    top, bottom = float(base), float(base)
    for word in words:
        left, upper, right, lower = draw.textbbox((x, base), word, font=font, anchor="ls")
        for part in word if spaced else (word,):
            draw.text((x, base), part, fill=dark, font=font, anchor="ls")
            x += font.getlength(part) + spaced
        spans.append((left, right + spaced * (len(word) - 1)))
        x += gap
        top, bottom = min(top, upper), max(bottom, lower)
    if rng.random() < 0.5:
        for y in (base - rng.uniform(1.15, 1.6) * size, base + rng.uniform(1.15, 1.6) * size):
            draw.text((margin + rng.uniform(-1, 1) * size, y), " ".join(some_words(rng)), dark, font, anchor="ls")
    if rng.random() < 0.12:
        _draw_form(draw, (margin - size, wide - margin), base, font, rng)
    return PrintedRow(np.asarray(picture), tuple(words), tuple(spans), top, bottom)


def _draw_form(
    draw: ImageDraw.ImageDraw, across: tuple[int, int], base: int, font: ImageFont.FreeTypeFont, rng: Random
) -> None:
    """The dots or the line of a form, under the row."""
    y, thin = base + round(rng.uniform(0.08, 0.3) * font.size), rng.choice((1, 2, 2, 3))
    if rng.random() < 0.5:
        draw.line((across[0], y, across[1], y), fill=rng.randint(0, 120), width=thin)
        return
    for dot in range(*across, max(4, round(font.getlength(".")))):
        draw.ellipse((dot, y - thin, dot + 2 * thin, y + thin), fill=rng.randint(0, 90))


def _worn(row: PrintedRow, rng: Random) -> PrintedRow:
    """As an office scanner, a tired one or a phone gives the row, a little aslant."""
    picture, level = row.picture, rng.choice((1, 2, 2, 3, 3))
    if rng.random() < 0.15:
        change: Callable[..., Pixels] = cv2.erode if rng.random() < 0.5 else cv2.dilate
        picture = change(picture, np.ones((2, 2), np.uint8))
    scale = {1: 1.0, 2: 2 / 3, 3: rng.uniform(0.72, 1.0)}[level]
    across = rng.uniform(0.93, 1.07) * scale
    lean = (rng.uniform(-0.008, 0.008) if rng.random() < 0.7 else rng.uniform(-0.02, 0.02)) * scale
    shear = rng.uniform(-0.04, 0.04) * scale
    high, wide = picture.shape
    middle = (row.top + row.bottom) / 2
    place = np.array([[across, shear, -shear * middle], [lean, scale, -lean * wide / 2]])
    if scale < 0.9:
        picture = cv2.GaussianBlur(picture, (0, 0), _BLUR / scale)
    size = (int(wide * across), int(high * scale))
    picture = cv2.warpAffine(picture, place, size, flags=cv2.INTER_LINEAR, borderValue=255)
    spans = tuple((left * across, right * across) for left, right in row.spans)
    return PrintedRow(_captured(picture, level, rng), row.words, spans, row.top * scale, row.bottom * scale)


def _captured(picture: Pixels, level: int, rng: Random) -> Pixels:
    blur, contrast, black, grain, quality = {
        1: ((0.3, 0.9), (0.86, 0.97), (4, 20), (1.5, 3.5), (75, 92)),
        2: ((0.25, 0.75), (0.7, 0.9), (14, 40), (3, 8), (50, 75)),
        3: ((0.45, 1.2), (0.65, 0.95), (5, 40), (3, 7), (65, 86)),
    }[level]
    worn = cv2.GaussianBlur(picture, (0, 0), rng.uniform(*blur)).astype(np.float32)
    worn = worn * rng.uniform(*contrast) + rng.uniform(*black)
    high, wide = worn.shape
    if level == 3:
        worn *= np.linspace(rng.uniform(0.8, 1), rng.uniform(0.8, 1), wide, dtype=np.float32)
    if rng.random() < 0.08:  # as copiers do
        worn = np.clip((worn - rng.uniform(90, 170)) * rng.uniform(3, 9) + 128, 0, 250)
    for _ in range(rng.choice((0, 0, 1, 3)) if level == 2 else 0):
        speck = (rng.randrange(wide), rng.randrange(high))
        cv2.circle(worn, speck, rng.choice((1, 1, 2)), rng.randint(60, 140), -1)
    worn += np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(*grain), worn.shape)
    _, jpeg = cv2.imencode(
        ".jpg", np.clip(worn, 0, 255).astype(np.uint8), (cv2.IMWRITE_JPEG_QUALITY, rng.randint(*quality))
    )
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE), np.uint8)
