"""The Celery application: one task, which carries the id of a job and nothing else.

Three queues: what waits at the counter, what came in a batch, and maintenance. Three transports for the same task: a
folder (nothing to install), RabbitMQ, Redis. Messages are sent after the commit that made the job; the task may be
delivered twice, late or never without harm (`ingest.work`, `ingest.sweep`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from celery import Celery, signals
from kombu.entity import Exchange, Queue
from kombu.exceptions import OperationalError

from ingest import transport
from ingest.jobs import BATCH_PRIORITY, COUNTER_PRIORITY, Send
from ingest.work import do_job
from ingest.workplace import Workplace

log = logging.getLogger(__name__)

COUNTER: Final = "hoso.counter"
BATCH: Final = "hoso.batch"
MAINTENANCE: Final = "hoso.maintenance"
QUEUES: Final = (COUNTER, BATCH, MAINTENANCE)

TASK: Final = "hoso.work"


@dataclass(frozen=True)
class QueueSettings:
    """`broker`: empty for a queue in `folder`, else `amqp://…` or `redis://…`. `prefix`: put before the queues' names.

    `poll_s`: how often the folder is looked into.
    """

    folder: Path
    broker: str = ""
    prefix: str = ""
    poll_s: float = 0.3

    def queue_for(self, priority: int) -> str:
        """The queue for jobs of this priority (lower is more urgent)."""
        middle = (COUNTER_PRIORITY + BATCH_PRIORITY) // 2
        return self.prefix + (COUNTER if priority <= middle else BATCH if priority <= BATCH_PRIORITY else MAINTENANCE)


def create_app(settings: QueueSettings, workplace: Workplace | None = None) -> Celery:
    """The application on the transport that `settings` name. Without a `workplace` it can only send."""
    app = Celery("hoso", set_as_current=False)
    app.conf.update(_configuration(settings))

    @app.task(name=TASK, shared=False)  # type: ignore[untyped-decorator]  # celery carries no types
    def work(job_id: str) -> None:
        if workplace is None:
            raise RuntimeError("this application only sends")
        do_job(workplace, job_id)

    return app


def sender(app: Celery, settings: QueueSettings) -> Send:
    """The function that puts a job's id on its queue. A queue that is away is logged; the sweep sends again."""

    def send(job_id: str, priority: int) -> None:
        try:
            app.send_task(TASK, (job_id,), queue=settings.queue_for(priority), retry=False, ignore_result=True)
        except (OperationalError, OSError) as failure:
            log.warning("job %s could not be sent and waits for the sweep: %s", job_id, type(failure).__name__)

    return send


def _configuration(settings: QueueSettings) -> dict[str, Any]:
    names = [settings.prefix + name for name in QUEUES]
    return {
        **_transport(settings),
        "task_queues": [_queue(name) for name in names],
        "task_default_queue": settings.prefix + BATCH,
        "task_default_exchange": "",
        "task_create_missing_queues": False,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_send_task_events": False,
        "worker_enable_remote_control": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_connection_timeout": 3.0,
        # A worker sits in its task for minutes and answers no heartbeat meanwhile; the job's own lease is what counts.
        "broker_heartbeat": 0,
        "enable_utc": True,
        "timezone": "UTC",
    }


def _transport(settings: QueueSettings) -> dict[str, Any]:
    if not settings.broker:
        options = transport.options(settings.folder, poll_s=settings.poll_s)
        return {"broker_url": transport.ADDRESS, "broker_transport_options": options}
    # Whoever sends has somebody waiting: try once more at once, then leave it to the sweep.
    patience: dict[str, Any] = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
    if settings.broker.startswith("redis"):
        patience["socket_connect_timeout"] = 3.0
    return {"broker_url": settings.broker, "broker_transport_options": patience}


def _queue(name: str) -> Queue:
    """A queue on the default exchange: no bindings to keep, on any transport. kombu carries no types."""
    return Queue(name, exchange=Exchange("", type="direct"), routing_key=name)  # type: ignore[no-untyped-call]


@signals.setup_logging.connect  # type: ignore[untyped-decorator]  # celery carries no types
def _leave_logging_alone(**_: Any) -> None:
    """Celery takes its hands off logging when somebody listens here."""
