"""Workers as processes, on each transport: the same task, killed and succeeded, asked to stop."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ingest.sweep import sweep
from ingest.tasks import BATCH, COUNTER, MAINTENANCE, QUEUES, QueueSettings, create_app, sender
from ingest.transport import tidy
from storage import scope
from storage.base import now
from storage.jobs.tables import Job
from storage.requests import requests
from storage.requests.tables import CertificationRequest
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, png, tiff

ROOT = Path(__file__).parents[2]
REDIS = "redis://127.0.0.1:6379/9"
RABBITMQ = "amqp://guest:guest@127.0.0.1:5672//"


class Service:
    """An office whose jobs go through a real queue to workers in processes of their own."""

    def __init__(self, office: Office, broker: str) -> None:
        self.office = office
        prefix = f"test-{uuid.uuid4().hex[:8]}." if broker else ""
        self.settings = QueueSettings(office.folder / "queue", broker, prefix, poll_s=0.05)
        self.app = create_app(self.settings)
        self.send = sender(self.app, self.settings)
        self.workers: list[subprocess.Popen[bytes]] = []
        object.__setattr__(office, "send", self.send)

    def start(self) -> subprocess.Popen[bytes]:
        given = {
            "database": self.office.database.url,
            "blobs": str(self.office.folder / "blobs"),
            "queue": str(self.settings.folder),
            "broker": self.settings.broker,
            "prefix": self.settings.prefix,
            "lease_s": 60.0,
        }
        with (self.office.folder / f"worker {len(self.workers)}.log").open("wb") as log:
            command = [sys.executable, "-m", "tests.ingest.worker_process", json.dumps(given)]
            worker = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        self.workers.append(worker)
        return worker

    def log(self, number: int = 0) -> str:
        return (self.office.folder / f"worker {number}.log").read_text("utf-8", "replace")

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        if self.settings.broker:
            with self.app.connection_for_write() as connection, connection.channel() as channel:
                for name in QUEUES:
                    channel.queue_delete(self.settings.prefix + name)
        self.app.close()


@pytest.fixture
def service(office: Office) -> Iterator[Callable[[str], Service]]:
    started: list[Service] = []

    def start(broker: str = "") -> Service:
        started.append(Service(office, broker))
        return started[-1]

    yield start
    for one in started:
        one.close()


def test_a_killed_worker_costs_no_page_and_makes_nothing_twice(office: Office, service: Callable[[], Service]) -> None:
    running = service()
    received = office.receive(tiff(BIRTH, MARITAL, BIRTH))
    (running.settings.folder / "waiting" / f"0_half.{COUNTER}.msg").write_text('{"body": "eyJ')  # half a message
    first = running.start()
    assert until(lambda: office.job(received.job_id).pages_done >= 1)
    children = descendants(first.pid)
    assert children
    first.kill()
    first.wait()
    assert until(lambda: not any(alive(pid) for pid in children))
    second = running.start()
    assert until(lambda: office.dossier(received.dossier_id).state == "review")
    # The lease of the dead worker had a minute to run: its process was seen to be gone.
    assert [page.number for page in office.pages()] == [1, 2, 3]
    assert len({document.doc_code for document in office.documents()}) == len(office.documents()) == 3
    assert office.job(received.job_id).fence == 2
    assert "page 1 of 3" in running.log(0)
    assert [path.name for path in (running.settings.folder / "broken").iterdir()] == [f"0_half.{COUNTER}.msg"]
    assert list((running.settings.folder / "taken").iterdir()) == []
    second.send_signal(signal.SIGTERM)
    assert second.wait(20) == 0


def test_a_worker_asked_to_stop_leaves_at_the_next_page(office: Office, service: Callable[[], Service]) -> None:
    running = service()
    received = office.receive(tiff(BIRTH, MARITAL, BIRTH))
    worker = running.start()
    assert until(lambda: office.job(received.job_id).stage == "page")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    job = office.job(received.job_id)
    assert (job.state, job.attempts) == ("waiting", 0)
    assert "Traceback" not in running.log()


@pytest.mark.broker
@pytest.mark.parametrize("broker", [REDIS, RABBITMQ], ids=["redis", "rabbitmq"])
def test_the_same_task_over_a_broker(office: Office, service: Callable[[str], Service], broker: str) -> None:
    if not answers(broker):
        pytest.skip(f"nothing answers at {urlsplit(broker).hostname}:{urlsplit(broker).port}")
    running = service(broker)
    received = office.receive(png(*BIRTH))
    running.start()
    assert until(lambda: office.dossier(received.dossier_id).state == "review")
    assert [document.kind for document in office.documents()] == ["birth_certificate"]


def test_a_broker_that_is_away_loses_nothing(office: Office, service: Callable[[str], Service]) -> None:
    away = service(f"redis://127.0.0.1:{free_port()}/0")
    away.settings = QueueSettings(office.folder / "queue")  # nothing to clean up there
    received = office.receive(png(*BIRTH))
    assert office.job(received.job_id).state == "waiting"


# --- sending and sweeping, without a worker -------------------------------------------------------------------------


def waiting(running: Service) -> list[str]:
    return sorted(path.name.split(".", 1)[1] for path in (running.settings.folder / "waiting").iterdir())


def test_a_message_carries_the_id_of_the_job_and_nothing_else(
    office: Office, service: Callable[[], Service], caplog: pytest.LogCaptureFixture
) -> None:
    running = service()
    received = office.receive(png(*BIRTH), filename="Nguyễn Thị Ánh.png")
    (path,) = (running.settings.folder / "waiting").iterdir()
    import base64

    message = json.loads(path.read_text())
    arguments, options, _ = json.loads(base64.b64decode(message["body"]))
    assert (arguments, options) == ([received.job_id], {})
    assert "Ánh" not in base64.b64decode(message["body"]).decode()
    assert message["content-type"] == "application/json"
    assert caplog.records == []


def test_what_waits_at_the_counter_goes_before_the_batch(office: Office, service: Callable[[], Service]) -> None:
    running = service()
    for priority in (7, 9, 1):
        running.send(str(priority), priority)
    assert waiting(running) == [f"{name}.msg" for name in sorted([BATCH, COUNTER, MAINTENANCE])]
    with running.app.connection_for_read() as connection:
        taken = []
        consumer = running.app.amqp.TaskConsumer(connection.channel())
        consumer.register_callback(lambda body, message: taken.append(body[0][0]))
        with consumer:
            for _ in range(3):
                connection.drain_events(timeout=5)
    assert taken == ["1", "7", "9"]


def test_the_sweep_sends_what_got_lost_and_nothing_else(office: Office, service: Callable[[], Service]) -> None:
    running = service()
    received = office.receive(png(*BIRTH))
    assert sweep(office.database, running.send).sent == 0  # just sent: somebody will take it
    for path in (running.settings.folder / "waiting").iterdir():
        path.unlink()
    with office.database.session() as session:
        session.get(Job, received.job_id).sent_at = None
    assert sweep(office.database, running.send).sent == 1
    assert sweep(office.database, running.send).sent == 0
    assert waiting(running) == [f"{COUNTER}.msg"]


def test_the_sweep_sees_that_the_holder_is_gone(office: Office, service: Callable[[], Service]) -> None:
    running = service()
    received = office.receive(png(*BIRTH))
    gone = subprocess.run(
        [sys.executable, "-c", "from ingest.work import holder; print(holder())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    from storage.jobs import queue

    with office.database.session() as session:
        claim = queue.claim(session, received.job_id, holder=gone, lease_s=3600)
    assert claim is not None
    assert sweep(office.database, running.send).sent == 1
    assert office.job(received.job_id).state == "waiting"


def test_a_living_holder_is_left_in_peace(office: Office, service: Callable[[], Service]) -> None:
    from ingest.work import holder
    from storage.jobs import queue

    running = service()
    received = office.receive(png(*BIRTH))
    with office.database.session() as session:
        assert queue.claim(session, received.job_id, holder=holder(), lease_s=3600)
    assert sweep(office.database, running.send).sent == 0
    assert office.job(received.job_id).state == "running"


def test_the_sweep_seals_the_audit_log(office: Office, service: Callable[[], Service]) -> None:
    from storage.audit.log import unsealed, verify_chain

    running = service()
    office.receive(png(*BIRTH))
    assert sweep(office.database, running.send).sealed >= 2
    with office.database.session() as session:
        assert unsealed(session) == 0
        assert verify_chain(session) == []


def test_the_sweep_ends_bookings_nobody_came_for(office: Office, service: Callable[[], Service]) -> None:
    running, clerk = service(), replace(office.actor, roles=frozenset({scope.COUNTER}))
    with office.database.session() as session:
        booked = [requests.book_request(session, clerk, requests.Asked("Cúc")) for _ in range(2)]
        booked[0].show_by = now() - dt.timedelta(minutes=1)
    assert sweep(office.database, running.send).expired == 1
    assert sweep(office.database, running.send).expired == 0
    states = [office.one(CertificationRequest, one.id).state for one in booked]
    assert states == ["expired", "booked"]


def test_a_message_is_whole_or_not_there(office: Office, service: Callable[[], Service]) -> None:
    """A writer killed in the middle leaves a name that no worker looks at."""
    running = service()
    (running.settings.folder / "waiting" / f"1_x.{COUNTER}.msg.tmp").write_text("{")
    with (
        running.app.connection_for_read() as connection,
        running.app.amqp.TaskConsumer(connection.channel()),
        pytest.raises(socket.timeout),
    ):
        connection.drain_events(timeout=0.2)


def test_what_killed_processes_left_in_the_folder_goes_after_a_day(
    office: Office, service: Callable[[], Service]
) -> None:
    running = service()
    folder = running.settings.folder
    old, fresh = folder / "taken" / f"1.{COUNTER}.msg", folder / "taken" / f"2.{COUNTER}.msg"
    half = folder / "waiting" / f"3.{COUNTER}.msg.tmp"
    for path in (old, fresh, half):
        path.write_text("{}")
    for path in (old, half):
        os.utime(path, (0, 0))
    running.send("a job", 1)
    tidy(folder, older_than_s=3600)
    assert [path.name for path in (folder / "taken").iterdir()] == [fresh.name]
    assert waiting(running) == [f"{COUNTER}.msg"]


def answers(broker: str) -> bool:
    parts = urlsplit(broker)
    try:
        socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def descendants(pid: int) -> list[int]:
    """The processes that `pid` started, and theirs."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and alive(int(entry.name)):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(entry.name), *descendants(int(entry.name))]
    return found


def alive(pid: int) -> bool:
    """Whether the process runs (a body not yet buried does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def until(condition: Callable[[], bool], within_s: float = 60.0) -> bool:
    """Wait until `condition` holds."""
    pause = threading.Event()
    for _ in range(int(within_s / 0.05)):
        if condition():
            return True
        pause.wait(0.05)
    return False
