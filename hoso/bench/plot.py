"""The benchmark as a picture: two rows of bars, drawn as plain SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_WIDTH = 860
_LEFT = 210
_RIGHT = 130
_BAR = 22
_STEP = 32
_COLOURS = {
    "Tesseract": "#c8843c",
    "image work": "#3f7fbf",
    "understanding": "#5aa469",
    "writing PDF/A": "#9a6fb0",
    "start and rest": "#c9b458",
}
# Bars that are not split by stage.
_OURS = "#24476b"
_THEIRS = "#a3a9b2"

UPRIGHT = "laid upright"
"""The group of papers all of whose pages lay upright already: there no engine wins or loses by turning."""

Part = tuple[str, float]


def draw(record: Mapping[str, Any]) -> str:
    """The SVG of a benchmark's result: processor time a page by stage, and character errors."""
    papers = record["papers"]
    title = f"{papers['pages']} pages, {papers['source']}, {record['when'][:10]}"
    finished = [run for run in record["runs"] if run["finished"]]
    costs = [
        (run["name"], _parts(run), f"{run['cpu_s_a_page']:.2f} s (× {run['times_bare_tesseract'] or 0:.2f})")
        for run in finished
    ]
    lines, y = _chart("CPU seconds a page", costs, 64)
    y = _legend(lines, costs, y)
    for group, words in (("all", "all papers"), (UPRIGHT, "only papers that were laid in upright")):
        more, y = _chart(f"Character errors, {words}", _errors(finished, group), y + 34)
        lines += more
    body = "\n".join([_text(20, 28, title, size=16), *lines])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y + 10}" viewBox="0 0 {_WIDTH} {y + 10}" '
        f'font-family="sans-serif">\n<rect width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _errors(runs: Sequence[Mapping[str, Any]], group: str) -> list[tuple[str, Sequence[Part], str]]:
    shares = [(run["name"], run["accuracy"].get(group, {}).get("character_errors")) for run in runs]
    return [(name, [("", share)], f"{100 * share:.2f} %") for name, share in shares if share is not None]


def _parts(run: Mapping[str, Any]) -> list[Part]:
    stages = run["cpu_s_a_page_by_stage"]
    return list(stages.items()) if stages else [("", run["cpu_s_a_page"])]


def _chart(title: str, rows: Sequence[tuple[str, Sequence[Part], str]], y: int) -> tuple[list[str], int]:
    """Horizontal bars under a title, each made of its parts; and where they end."""
    lines = [_text(20, y, title, size=14)]
    longest = max((sum(value for _, value in parts) for _, parts, _ in rows), default=0.0) or 1.0
    scale = (_WIDTH - _LEFT - _RIGHT) / longest
    y += 14
    for name, parts, label in rows:
        x = float(_LEFT)
        lines.append(_text(_LEFT - 8, y + 16, name, anchor="end"))
        for part, value in parts:
            colour = _COLOURS[part] if part else (_OURS if name.startswith("Hoso") else _THEIRS)
            wide = value * scale
            lines.append(f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{_BAR}" fill="{colour}"/>')
            x += wide
        lines.append(_text(round(x) + 6, y + 16, label))
        y += _STEP
    return lines, y


def _legend(lines: list[str], rows: Sequence[tuple[str, Sequence[Part], str]], y: int) -> int:
    names = list(dict.fromkeys(part for _, parts, _ in rows for part, _ in parts if part))
    x = _LEFT
    for name in names:
        lines.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{_COLOURS[name]}"/>')
        lines.append(_text(x + 17, y + 11, name, size=12))
        x += 34 + 7 * len(name)
    return y + 16


def _text(x: int, y: int, words: str, *, size: int = 13, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="#202124">{escape(words)}</text>'
