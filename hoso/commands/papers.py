"""Papers in: read, pdf, ingest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hoso import settings as configuration
from terms.errors import HosoError

if TYPE_CHECKING:
    from ocr import Limits, Reading
    from pdf import TextPage
    from terms.kinds import Catalogue

EXISTING = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, a line each (docs/contract.md).")
@click.option("--explain", "explains", is_flag=True, help="Write a page (HTML) on how each file was understood.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path, dir_okay=False), help="The page of --explain.")
def read(files: tuple[Path, ...], as_json: bool, explains: bool, out: Path | None) -> int:
    """Read papers without storing anything. A folder stands for its files. Leaves with 1 if any cannot be read."""
    import ocr

    settings = configuration.load()
    catalogue = _catalogue(settings)
    paths = list(_files(files))
    limits = ocr.Limits()
    if explains:
        return _explain(paths, catalogue, limits, out, as_json=as_json)
    if out is not None:
        raise click.UsageError("-o goes with --explain")
    # Several files: each core reads one. One file: each core reads one of its pages.
    each = replace(limits, workers=1) if len(paths) > 1 else limits
    refused = 0
    try:
        with ThreadPoolExecutor(limits.workers if len(paths) > 1 else 1) as pool:
            for path, answer in zip(paths, pool.map(lambda p: _read_one(p, catalogue, each), paths), strict=True):
                refused += isinstance(answer, HosoError)
                click.echo(_as_json(path, answer) if as_json else _as_text(path, answer, catalogue))
    finally:
        ocr.end_children()
    return 1 if refused else 0


@click.command("pdf")
@click.argument("file", type=EXISTING)
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The PDF/A to write."
)
def pdf(file: Path, out: Path) -> int:
    """Scan in, searchable PDF/A out: the original image streams byte for byte, the words under them."""
    import ocr
    from pdf import searchable

    if out.resolve() == file.resolve():
        raise click.UsageError("the output would overwrite the original")
    try:
        opened = ocr.open_file(file)
        pages = ocr.read_pages(file, opened, replace(ocr.Limits(), file_seconds=max(110.0, 30.0 * len(opened.pages))))
    finally:
        ocr.end_children()
    made = searchable(file, opened.media_type, [text_page(page) for page in pages], out, title=file.stem)
    click.echo(f"{out}: {made.pages} trang (pages)", err=True)
    if made.rendered:
        click.echo(f"vẽ lại để hợp PDF/A (drawn anew for PDF/A): {', '.join(map(str, made.rendered))}", err=True)
    return 0


@click.command()
@click.argument("paths", nargs=-1, required=True, type=EXISTING, metavar="PATH…")
@click.option("--dossier", "code", help="The dossier they belong to; a new one without it.")
@click.option("--office", help="The office's code, where there is more than one.")
@click.option(
    "--wait/--no-wait", default=True, help="Wait until they are read (default), or leave them to the service."
)
def ingest(paths: tuple[Path, ...], code: str | None, office: str | None, wait: bool) -> int:
    """Store files, or the files of a folder, and process them."""
    from hoso.intake import ingest_paths

    return ingest_paths(list(_files(paths)), code=code, office=office, wait=wait)


def text_page(page: object) -> TextPage:
    """A page as read, as the room that draws PDF wants it."""
    from ocr import PageReading
    from pdf import TextPage, TextWord

    assert isinstance(page, PageReading)  # noqa: S101 - the room is imported only when it is needed
    return TextPage(
        number=page.number,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        skew=page.skew,
        words=tuple(TextWord(word.text, word.box, word.line) for word in page.words),
        own_text=page.source == "text",
        dpi=page.dpi,
    )


def _catalogue(settings: configuration.Settings) -> Catalogue:
    from terms.kinds import Catalogue

    return Catalogue.load(settings.catalogue.folder)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            yield path


def _read_one(path: Path, catalogue: Catalogue, limits: Limits) -> Reading | HosoError:
    import ocr

    try:
        return ocr.read_file(path, catalogue, limits)
    except HosoError as error:
        return error


def _explain(paths: list[Path], catalogue: Catalogue, limits: Limits, out: Path | None, *, as_json: bool) -> int:
    """A page for each file: at `out`, or in the present folder under the file's own name."""
    import ocr
    from hoso.explain import explained_path, read_and_explain

    if out is not None and len(paths) > 1:
        raise click.UsageError("-o names one page, and there are several files")
    if out is not None and out.resolve() in {path.resolve() for path in paths}:
        raise click.UsageError("the page would overwrite the paper")
    refused = 0
    try:
        for path in paths:
            answer: Reading | HosoError
            try:
                answer, page = read_and_explain(path, catalogue, limits)
            except HosoError as error:
                answer, refused = error, refused + 1
                click.echo(_as_json(path, answer) if as_json else _as_text(path, answer, catalogue))
                continue
            target = out or explained_path(path, Path.cwd())
            target.write_text(page, "utf-8")
            click.echo(_as_json(path, answer) if as_json else _as_text(path, answer, catalogue))
            click.echo(f"{path}: {target}", err=True)
    finally:
        ocr.end_children()
    return 1 if refused else 0


def _as_json(path: Path, answer: Reading | HosoError) -> str:
    import ocr

    if isinstance(answer, HosoError):
        record = ocr.error_to_contract(path, answer)
    else:
        record = ocr.reading_to_contract(path, answer)
    return json.dumps(record, ensure_ascii=False)


def _as_text(path: Path, answer: Reading | HosoError, catalogue: Catalogue) -> str:
    if isinstance(answer, HosoError):
        return f"{path}: {answer.message('vi')} ({answer.message('en')})"
    lines = [f"{path}: {len(answer.pages)} trang (pages), {answer.seconds:.1f} s"]
    for document in answer.documents:
        kind = catalogue[document.kind]
        pages = ", ".join(map(str, document.pages))
        lines.append(
            f"  {kind.names['vi']} ({kind.names['en']}), {document.kind_confidence:.0%}, trang (pages) {pages}"
        )
        for spec in kind.fields:
            field = document.fields.get(spec.name)
            if field is not None:
                doubt = "" if field.confidence >= 0.9 else "  ← cần xem (look)"
                lines.append(f"    {spec.labels['vi']}: {field.value or '—'}  {field.confidence:.0%}{doubt}")
    return "\n".join(lines)
