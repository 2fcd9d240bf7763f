"""Learning from people, on the command line: what they corrected, retraining, what an office gives away."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import click

from hoso import settings as configuration

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hoso.services import House
    from ingest.learning import Taught
    from storage.offices.tables import Office


@click.command("corrections")
@click.option("--office", help="The office's code; without it, all of them.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was decided from this day on.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def corrections(office: str | None, since: dt.datetime | None, as_json: bool) -> None:
    """What people had to correct, by kind and field, the worst first; never with a value."""
    from storage.learning.corrections import corrections as counted
    from storage.learning.corrections import training_rows
    from storage.scope import Actor

    with _house().database.reading() as session:
        ids = frozenset(one.id for one in _offices(session, office))
        everyone = Actor(office_id=next(iter(ids), ""), office_ids=ids, is_system=True)
        moment = since.replace(tzinfo=dt.UTC) if since else None
        found = counted(training_rows(session, everyone, since=moment))
    if as_json:
        for one in found:
            click.echo(
                json.dumps(
                    {
                        "kind": one.kind,
                        "field": one.name,
                        "seen": one.seen,
                        "corrected": one.corrected,
                        "share": round(one.share, 4),
                        "trend": None if one.trend is None else round(one.trend, 4),
                        "missed": one.missed,
                        "misread": one.misread,
                        "advice": one.advice if one.keeps_being_corrected else None,
                    },
                    ensure_ascii=False,
                )
            )
        return
    if not found:
        click.echo("Chưa có giấy tờ nào được xác nhận. (No paper has been confirmed yet.)")
    for one in found:
        trend = "" if one.trend is None else f"  {100 * one.trend:+.1f}"
        todo = f"  -> {_ADVICE[one.advice]}" if one.keeps_being_corrected else ""
        share = f"{100 * one.share:5.1f} %"
        click.echo(f"{one.kind:34} {one.name:24} {one.corrected:6} / {one.seen:6} {share}{trend}{todo}")


@click.command("retrain")
@click.option("--office", help="The office's code; without it, all of them.")
@click.option("--undo", is_flag=True, help="Take back what was learned last and return to what was before.")
def retrain(office: str | None, undo: bool) -> None:
    """Learn from what people confirmed and corrected; adopt it where an office's held-out papers gain."""
    house = _house()
    with house.database.reading() as session:
        found = _offices(session, office)
    for one in found:
        click.echo(f"{one.code} {_undone(house, one) if undo else _retrained(house, one)}")
        click.echo(f"{one.code} {_naming_undone(house, one) if undo else _naming_retrained(house, one)}")


@click.command("training-export")
@click.option("--office", required=True, help="The office's code.")
def training_export(office: str) -> None:
    """What an office gives away for common training, as JSON: labels and counts. Refused without its consent."""
    from ingest.learning import training_export as exported
    from storage.offices.people import office_by_code
    from storage.scope import system

    with _house().database.session() as session:
        given = exported(session, system(office_by_code(session, office).id))
    click.echo(json.dumps(given, ensure_ascii=False, indent=1))


_ADVICE = {
    "label": "thêm nhãn hoặc học lại (no value was found: add the label, or retrain)",
    "scanner": "xem chất lượng quét (letters were misread: look at the scanner)",
    "other_value": "học lại (another value was taken: retrain)",
    "retrain": "học lại hoặc thêm tiêu đề (the kind was mistaken: retrain, or add the title)",
    "split": "đặt tờ bìa giữa các giấy (the pile was parted wrongly: lay cover sheets between papers)",
}


def _retrained(house: House, office: Office) -> str:
    from ingest.learning import learn_labels, read_again
    from storage.scope import system

    actor = system(office.id)
    with house.database.session() as session:
        taught = learn_labels(session, actor, house.catalogue)
        if taught.adopted:
            read_again(session, actor, send=None)  # the sweep sends the jobs to whoever works
    return _told(taught)


def _told(taught: Taught) -> str:
    papers = f"{taught.papers} giấy để học, {taught.held_out} để kiểm tra (to learn from, held out)"
    if not taught.adopted:
        return f"{papers}: giữ như cũ (nothing adopted: the held-out papers are read no better)"
    before, after = taught.before, taught.after
    labels = "".join(f"\n  {label.kind} {label.field}: {label.cue}" for label in taught.labels)
    return (
        f"{papers}: đúng {before.right} -> {after.right}, phải xem {before.flagged} -> {after.flagged}"
        f" / {after.fields} (right, flagged){labels}"
    )


def _undone(house: House, office: Office) -> str:
    from ingest.learning import read_again
    from storage.learning.labels import withdraw_labels
    from storage.scope import system
    from terms.errors import StateError

    actor = system(office.id)
    try:
        with house.database.session() as session:
            present = withdraw_labels(session, actor)
            read_again(session, actor, send=None)
    except StateError:
        return "không có gì để bỏ (nothing to take back)"
    return f"đã bỏ; nay dùng {len(present.labels) if present else 0} nhãn (taken back; labels in use now)"


def _naming_retrained(house: House, office: Office) -> str:
    from hoso.services import shelf
    from ingest.learning import office_catalogue, read_again
    from ingest.naming import adopt_naming, learn_naming
    from storage.scope import system

    actor = system(office.id)
    with house.database.reading() as session:
        catalogue = office_catalogue(session, house.catalogue, office.id)
        named = learn_naming(session, actor, catalogue, shelf(house.settings))
    if named.adopted:
        with house.database.session() as session:
            adopt_naming(session, actor, shelf(house.settings), named)
            read_again(session, actor, send=None)
    if named.trial is None:
        return "loại giấy tờ và tách hồ sơ: chưa có giấy tờ đã xác nhận (kinds and splits: nothing confirmed yet)"
    decision = "đã nhận (adopted)" if named.adopted else "giữ như cũ (nothing adopted: it would be worse somewhere)"
    trial = named.trial
    return (
        f"loại giấy tờ và tách hồ sơ: học từ {named.papers} giấy, {named.boundaries} chỗ nối trang; {decision}"
        f"\n  giấy mẫu (mill)    {trial.mill_before} -> {trial.mill_after}"
        f"\n  giấy của mình (own) {trial.own_before} -> {trial.own_after}"
    )


def _naming_undone(house: House, office: Office) -> str:
    from hoso.services import shelf
    from ingest.learning import read_again
    from storage.scope import system
    from terms.errors import StateError

    try:
        shelf(house.settings).take_back(office.id)
    except StateError:
        return "loại giấy tờ và tách hồ sơ: không có gì để bỏ (kinds and splits: nothing to take back)"
    with house.database.session() as session:
        read_again(session, system(office.id), send=None)
    return "loại giấy tờ và tách hồ sơ: đã bỏ (kinds and splits: taken back)"


def _offices(session: Session, code: str | None) -> list[Office]:
    from storage.offices.people import office_by_code, offices

    return [office_by_code(session, code)] if code else offices(session)


def _house() -> House:
    from hoso.services import open_house

    return open_house(configuration.load())
