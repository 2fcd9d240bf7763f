"""The service: everything at once, one process of it, or one more worker."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

import click

from hoso import settings as configuration
from hoso.settings import Settings
from terms.errors import HosoError

PROCESSES = ("web", "public", "worker", "signing", "hotfolder")


@click.command()
@click.option("--lan", is_flag=True, help="TLS for phones on the local network (not built yet).")
def serve(lan: bool) -> int:
    """The whole service, until Ctrl-C: staff pages and API, public verification, workers, signing worker."""
    from hoso.supervisor import Supervisor, hold_signals

    if lan:
        raise HosoError("not_built_yet")
    hold_signals()
    from hoso.first_run import first_run
    from hoso.services import open_house

    settings = configuration.load()
    house = open_house(settings)
    told = first_run(house)
    house.database.dispose()
    click.echo(
        f"\n  Cán bộ (staff):      http://{settings.web.host}:{settings.web.port}"
        f"\n  Kiểm tra (verify):   {settings.public.address}"
        f"\n  Dữ liệu (data):      {settings.data}\n{told}"
        "\n  Dừng (stop): Ctrl-C\n",
        err=True,
    )
    Supervisor(programs(settings)).run()
    return 0


@click.command()
def worker() -> int:
    """One more worker process, for a service on PostgreSQL and a broker."""
    return _worker(configuration.load())


@click.command()
@click.argument("name", type=click.Choice(PROCESSES))
def process(name: str) -> int:
    """One process of the service: what `serve` keeps running, for whoever supervises them otherwise."""
    return _RUN[name](configuration.load())


def programs(settings: Settings) -> list[object]:
    """The processes of the service on one machine, for the supervisor."""
    from hoso.supervisor import Program

    def command(name: str) -> list[str]:
        return [sys.executable, "-P", "-m", "hoso", "process", name]

    kept = [Program(name, command(name)) for name in ("web", "public", "signing")]
    kept += [Program(f"worker {n}", command("worker")) for n in range(1, settings.worker.processes + 1)]
    if settings.hot_folder.folder is not None:
        kept.append(Program("hot folder", command("hotfolder")))
    return list(kept)


def _web(settings: Settings) -> int:
    from hoso.staff import staff_app

    return _listen(
        staff_app(settings), settings.web.host, settings.web.port, settings.web.threads, settings.web.max_upload_mb
    )


def _public(settings: Settings) -> int:
    from hoso.public import public_app

    app = public_app(settings)
    return _listen(
        app,
        settings.public.host,
        settings.public.port,
        settings.public.threads,
        settings.public.max_upload_mb,
        behind_proxy=settings.public.trusted_proxies > 0,
    )


def _worker(settings: Settings) -> int:
    from hoso.services import open_house, queue_settings, workplace
    from ingest.worker import WorkerSettings, run

    return run(WorkerSettings(queue=queue_settings(settings)), workplace(open_house(settings)))


def _signing(settings: Settings) -> int:
    from hoso.services import open_house, signing_settings
    from signing.worker import serve as serve_signing

    house = open_house(settings)
    serve_signing(signing_settings(settings), house.database, house.blobs, stop=_until_told_to_stop())
    return 0


def _hot_folder(settings: Settings) -> int:
    from hoso.services import open_house, sender
    from ingest.sources.hot_folder import HotFolder, HotFolderSettings
    from storage.offices.people import office_by_code
    from storage.scope import system

    if settings.hot_folder.folder is None:
        raise HosoError("settings_invalid", detail="hot_folder.folder is not set")
    house = open_house(settings)
    with house.database.session() as session:
        office = office_by_code(session, settings.hot_folder.office)
    watched = HotFolderSettings(
        folder=settings.hot_folder.folder,
        memory=settings.data / "hot-folder.json",
        stable_s=settings.hot_folder.stable_s,
    )
    folder = HotFolder(
        watched,
        database=house.database,
        blobs=house.blobs,
        actor=system(office.id),
        limits=house.limits,
        send=sender(settings),
    )
    folder.watch(_until_told_to_stop())
    return 0


_RUN = {"web": _web, "public": _public, "worker": _worker, "signing": _signing, "hotfolder": _hot_folder}


def _listen(app: object, host: str, port: int, threads: int, max_upload_mb: int, *, behind_proxy: bool = False) -> int:
    """Serve `app`. `behind_proxy`: the headers of a proxy are left for the application, which knows how many it has."""
    import waitress

    _until_told_to_stop(end=True)
    waitress.serve(
        app,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        max_request_body_size=max_upload_mb * 2**20 + 2**20,
        channel_timeout=120,
        clear_untrusted_proxy_headers=not behind_proxy,
    )
    return 0


def _until_told_to_stop(*, end: bool = False) -> threading.Event:
    """An event that SIGTERM and SIGINT set; with `end` they end the process at once, its open requests with it."""
    stop = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        if end:
            from ocr import end_children

            end_children()
            os._exit(0)
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    return stop
