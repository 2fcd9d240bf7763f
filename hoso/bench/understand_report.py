"""The figures of `./run bench understand` as JSON, as a page, and as two curves."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoso.bench.score import Tally, calibration_error
from ocr.understanding.thresholds import curve_of

if TYPE_CHECKING:
    from hoso.bench.understand import Measured

_Z = 1.96
_MASS_BINS = 10
_WIDTH, _HEIGHT, _MARGIN = 520, 400, 56


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % bounds (Wilson) of a share; 0 and 1 of nothing."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z
    middle = share + square / (2 * whole)
    spread = _Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    low, high = (middle - spread) / (1 + square / whole), (middle + spread) / (1 + square / whole)
    return max(0.0, low), min(1.0, high)


def equal_mass(claims: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and size of ten groups of as many values each, from the least sure to the surest."""
    ordered = sorted(claims)
    groups = []
    for number in range(_MASS_BINS):
        part = ordered[number * len(ordered) // _MASS_BINS : (number + 1) * len(ordered) // _MASS_BINS]
        if part:
            chance, right = sum(sure for sure, _ in part) / len(part), sum(good for _, good in part) / len(part)
            groups.append((round(chance, 5), round(right, 5), len(part)))
    return groups


def record(made: Measured, source: str, files: int) -> dict[str, Any]:
    """What is written to docs/bench/understand.json."""
    groups = equal_mass(made.all.claims)
    mass_error = sum(abs(chance - right) * size for chance, right, size in groups) / max(1, len(made.all.claims))
    curve = curve_of(made.claims, files)
    planted = {name: {"planted": of, "named": found} for name, (of, found) in sorted(made.planted.items())}
    return {
        "benchmark": "understand",
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "papers": {"source": source, "files": files, "pages": made.pages},
        "cpu_s_a_page": round(made.cpu_s / max(1, made.pages), 4),
        "all": figures(made.all),
        "by": {
            group: {name: figures(tally) for name, tally in sorted(some.items())} for group, some in made.by.items()
        },
        "invented": {"fields": made.invented, "silently": made.invented_silently},
        "calibration": {
            "ten_equal_bins_of_confidence": calibration_error(made.all.claims),
            "ten_bins_of_equal_mass": round(mass_error, 5),
            "groups": groups,
        },
        "contradictions": {
            "by_sort": planted,
            "sound_files": made.sound,
            "sound_files_with_alarm": made.alarms,
        },
        "threshold": [
            [point.threshold, round(point.flagged, 2), round(point.let_through, 3)] for point in curve.points
        ],
    }


def figures(tally: Tally) -> dict[str, Any]:
    """Counts with the bounds of their shares."""

    def share(part: int, whole: int) -> dict[str, Any]:
        low, high = wilson(part, whole)
        return {"count": part, "of": whole, "share": part / whole if whole else None, "low": low, "high": high}

    return {
        "kinds": share(tally.kinds_right, tally.documents),
        "kinds_silently_wrong": share(tally.kinds_silently_wrong, tally.documents),
        "splits": share(tally.split_right, tally.piled),
        "exact": share(tally.exact, tally.fields),
        "missing": share(tally.missing, tally.fields),
        "flagged": share(tally.flagged, tally.fields),
        "silently_wrong": share(tally.silently_wrong, tally.fields),
    }


def table(result: Mapping[str, Any]) -> str:
    """The page docs/bench/understand.md."""
    papers, calibration, odd = result["papers"], result["calibration"], result["contradictions"]
    lines = [
        "# Understanding, measured",
        "",
        f"`./run bench understand` on {papers['files']} files, {papers['pages']} pages: {papers['source']}; "
        f"{result['when'][:10]}. In brackets the 95 % bounds (Wilson). A field is silently wrong if it is wrong or "
        "missing with a confidence of 0.9 or more; flagged below that.",
        "",
        "| | count | of | share |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {name.replace('_', ' ')} | {_cells(found)} |" for name, found in result["all"].items() if found["of"]]
    invented = result["invented"]
    lines += [
        "",
        f"Values where the paper has none: {invented['fields']}, {invented['silently']} of them silently. "
        f"Processor time of understanding: {result['cpu_s_a_page']:.3f} s a page.",
        "",
        "Expected calibration error: "
        f"{_percent(calibration['ten_equal_bins_of_confidence'])} over ten bins of equal width, "
        f"{_percent(calibration['ten_bins_of_equal_mass'])} over ten groups of as many values each.",
        "",
        "![reliability](understand-reliability.svg) ![threshold](understand-threshold.svg)",
    ]
    for group, some in result["by"].items():
        lines += ["", f"## By {group}", "", "| | documents | kinds right | fields | exact | flagged | silently wrong |"]
        lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
        lines += [_row(name, found) for name, found in some.items()]
    lines += ["", "## Contradictions planted by the mill", "", "| sort | planted | named |", "| --- | --- | --- |"]
    lines += [f"| {name} | {one['planted']} | {one['named']} |" for name, one in odd["by_sort"].items()]
    lines += ["", f"On {odd['sound_files']} sound files such a check spoke in {odd['sound_files_with_alarm']}."]
    if "machine_read" in result:
        lines += ["", "## Codes of worn identity cards", ""]
        lines += ["Of those that zxing reads on the card as drawn; of zones, of all.", ""]
        lines += ["| part | layout | level | read | of | share |", "| --- | --- | --- | --- | --- | --- |"]
        lines += [
            f"| {one['part']} | {one['layout']} | {one['level']} | {_cells(one)} |" for one in result["machine_read"]
        ]
    return "\n".join(lines) + "\n"


def _cells(found: Mapping[str, Any]) -> str:
    bounds = f"{_percent(found['low'])} to {_percent(found['high'])}"
    return f"{found['count']} | {found['of']} | {_percent(found['share'])} ({bounds})"


def _row(name: str, found: Mapping[str, Any]) -> str:
    exact, flagged, silent = found["exact"], found["flagged"], found["silently_wrong"]
    return (
        f"| {name} | {found['kinds']['of']} | {_percent(found['kinds']['share'])} | {exact['of']} | "
        f"{_percent(exact['share'])} | {_percent(flagged['share'])} | {silent['count']} |"
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %"


def write(result: Mapping[str, Any], folder: Path) -> None:
    """JSON, page and curves into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "understand.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / "understand.md").write_text(table(result), "utf-8")
    (folder / "understand-reliability.svg").write_text(_reliability(result["calibration"]["groups"]), "utf-8")
    (folder / "understand-threshold.svg").write_text(_threshold(result["threshold"]), "utf-8")


def _reliability(groups: Sequence[Sequence[float]]) -> str:
    """Share right against confidence, both as doubt on a scale of tenths, so that the sure end can be seen."""
    points = [(_decades(1 - chance), _decades(1 - right)) for chance, right, _ in groups]
    return _plot("Doubt that is shown, and share wrong", "1 − confidence", "share wrong", points, ideal=True)


def _threshold(points: Sequence[Sequence[float]]) -> str:
    shown = [(min(1.0, flagged / 250), _decades(through / 1000)) for _, flagged, through in points]
    labels = [
        (x, y, f"{point[0]:g}") for (x, y), point in zip(shown, points, strict=True) if point[0] in (0.5, 0.9, 0.99)
    ]
    return _plot(
        "What a threshold buys", "looked at by a person (0 to 25 %)", "errors let through", shown, labels=labels
    )


def _decades(share: float) -> float:
    """0 for one in ten thousand and less, 1 for all, equal steps for each factor of ten."""
    return max(0.0, 1 + math.log10(max(share, 1e-4)) / 4)


def _plot(
    title: str,
    across: str,
    up: str,
    points: Sequence[tuple[float, float]],
    *,
    ideal: bool = False,
    labels: Sequence[tuple[float, float, str]] = (),
) -> str:
    wide, high = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN

    def at(x: float, y: float) -> tuple[float, float]:
        return _MARGIN + x * wide, _HEIGHT - _MARGIN - y * high

    body = [_text(_WIDTH / 2, 26, title, 16), _text(_WIDTH / 2, _HEIGHT - 14, across, 13), _text(96, 46, up, 13)]
    for step, share in enumerate(("0.01 %", "0.1 %", "1 %", "10 %", "100 %")):
        (left, y), (right, _) = at(0, step / 4), at(1, step / 4)
        body.append(f'<line x1="{left}" y1="{y}" x2="{right}" y2="{y}" stroke="#e3e6ea"/>')
        body.append(_text(left - 22, y + 4, share, 10))
        if ideal:
            body.append(_text(at(step / 4, 0)[0], _HEIGHT - _MARGIN + 16, share, 10))
    if ideal:
        (x1, y1), (x2, y2) = at(0, 0), at(1, 1)
        body.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#a3a9b2" stroke-dasharray="4 4"/>')
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in sorted(points)))
    body.append(f'<polyline points="{drawn}" fill="none" stroke="#24476b" stroke-width="2"/>')
    body += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#24476b"/>' for x, y in (at(*point) for point in points)]
    body += [_text(at(x, y)[0] + 18, at(x, y)[1] - 8, label, 12) for x, y, label in labels]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'font-family="sans-serif">\n<rect width="100%" height="100%" fill="#ffffff"/>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _text(x: float, y: float, words: str, size: int) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="middle" fill="#202124">{escape(words)}</text>'
    )
