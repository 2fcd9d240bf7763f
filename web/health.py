"""For whoever watches over the service: is it alive, can it serve, how is it doing (docs/contract.md)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from storage.tables import CertifiedCopy, Document, Job, Original
from terms.errors import AccessError, HosoError
from web.access import anyone, services

health = Blueprint("health", __name__)


@health.get("/healthz")
@anyone
def alive() -> ResponseReturnValue:
    """The process answers. Nothing else is asked, so that a lost database does not make anyone restart the web."""
    return jsonify(status="alive")


@health.get("/readyz")
@anyone
def ready() -> ResponseReturnValue:
    """Database and blob store answer: requests may be sent here."""
    try:
        services().database.check()
    except HosoError as error:
        return jsonify(status="not ready", code=error.code), 503
    return jsonify(status="ready")


@health.get("/metrics")
@anyone
def metrics() -> ResponseReturnValue:
    """Counts for Prometheus, to this machine only: no names, no numbers, but no stranger's business either."""
    if request.remote_addr not in ("127.0.0.1", "::1"):
        raise AccessError("not_allowed")
    lines: list[str] = []
    with services().database.session() as session:
        for name, table, label, text in (
            ("hoso_jobs", Job, "state", "Jobs by state"),
            ("hoso_originals", Original, "state", "Originals by state"),
            ("hoso_documents", Document, "state", "Documents by state"),
            ("hoso_certified_copies", CertifiedCopy, "state", "Certified copies by state"),
        ):
            lines += [f"# HELP {name} {text}", f"# TYPE {name} gauge"]
            column = table.__mapper__.columns[label]
            counted = session.execute(select(column, func.count()).group_by(column).order_by(column))
            lines += [f'{name}{{{label}="{value}"}} {count}' for value, count in counted]
        oldest = session.scalar(select(func.min(Job.created_at)).where(Job.state == "waiting"))
    lines += ["# HELP hoso_oldest_waiting_job_seconds Unix time at which the oldest waiting job was made, 0 if none"]
    lines += ["# TYPE hoso_oldest_waiting_job_seconds gauge"]
    lines += [f"hoso_oldest_waiting_job_seconds {oldest.timestamp() if oldest else 0:.0f}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")
