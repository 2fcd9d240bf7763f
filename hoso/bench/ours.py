"""Our side of the benchmark, in a process of its own: reads, or makes searchable PDFs, as `./run read` and `./run pdf`
do, and tells what each stage cost.

    python -m hoso.bench.ours read FILES.json ANSWERS.jsonl
    python -m hoso.bench.ours pdf BOUND.pdf OUT.pdf
    python -m hoso.bench.ours long BOUND.pdf -

The last line of standard output is JSON: processor seconds by stage.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import ocr
from hoso.bench.cost import Watch
from hoso.commands.papers import text_page
from ocr.understanding import understand
from pdf import searchable
from terms.errors import HosoError
from terms.kinds import Catalogue

_PAGE_S = 60.0


class Stages:
    """Processor seconds by stage; `within` counts the calling thread."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._lock = Lock()

    def within(self, stage: str, work: Callable[[], Any]) -> Any:
        began = time.thread_time()
        try:
            return work()
        finally:
            self.add(stage, time.thread_time() - began)

    def add(self, stage: str, seconds: float) -> None:
        with self._lock:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds


def read(files: Sequence[Path], answers: Path, stages: Stages) -> None:
    """`./run read FILE… --json`, several files at a time, each by one child."""
    catalogue = Catalogue.load()
    limits = ocr.Limits()

    def one(path: Path) -> str:
        try:
            reading = ocr.read_with(
                path,
                lambda pages: stages.within("understanding", lambda: understand(pages, catalogue)),
                replace(limits, workers=1),
            )
        except HosoError as error:
            return json.dumps(ocr.error_to_contract(path, error), ensure_ascii=False)
        return json.dumps(ocr.reading_to_contract(path, reading), ensure_ascii=False)

    with ThreadPoolExecutor(limits.workers) as pool, answers.open("w", encoding="utf-8") as lines:
        for line in pool.map(one, files):
            lines.write(line + "\n")


def make_pdf(file: Path, out: Path, stages: Stages) -> None:
    """`./run pdf FILE -o OUT.pdf`."""
    opened = ocr.open_file(file)
    pages = ocr.read_pages(file, opened, _patient(len(opened.pages)))
    texts = [text_page(page) for page in pages]
    stages.within("writing PDF/A", lambda: searchable(file, opened.media_type, texts, out, title=file.stem))


def read_long(file: Path) -> dict[str, Any]:
    """Every page of a long PDF, and the memory of the worker and its children in ten parts of the way."""
    seen: list[dict[str, float]] = []
    began = time.monotonic()
    with Watch(os.getpid(), seen.append) as watch:
        opened = ocr.open_file(file)
        pages = ocr.read_pages(file, opened, _patient(len(opened.pages)))
    size = max(1, len(seen) // 10)
    parts = [seen[at : at + size] for at in range(0, size * 10, size)]
    return {
        "pages": len(pages),
        "unread": sum(bool(ocr.reason_unread(page.warnings)) for page in pages),
        "seconds": round(time.monotonic() - began, 1),
        "peak_mb": {name: round(size) for name, size in sorted(watch.each_mb.items()) if size >= 1},
        "worker_mb_by_tenth": [round(max((now.get("worker", 0.0) for now in part), default=0)) for part in parts],
        "child_mb_by_tenth": [round(max((now.get("child", 0.0) for now in part), default=0)) for part in parts],
        "all_together_mb": round(watch.peak_mb),
    }


def _patient(pages: int) -> ocr.Limits:
    limits = ocr.Limits()
    return replace(limits, file_seconds=max(limits.file_seconds, _PAGE_S * pages))


def main(arguments: Sequence[str]) -> int:
    what, source, target = arguments
    stages, told = Stages(), {}
    try:
        if what == "read":
            read([Path(name) for name in json.loads(Path(source).read_text("utf-8"))], Path(target), stages)
        elif what == "pdf":
            make_pdf(Path(source), Path(target), stages)
        else:
            told = read_long(Path(source))
    finally:
        ocr.end_children()
    spent = ocr.spent()
    stages.add("image work", spent.own)
    stages.add("Tesseract", spent.tools)
    print(json.dumps({"stages": stages.seconds, **told}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
