"""The same pages on PostgreSQL: a walk through every place that asks the database something of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.copies import register
from tests.storage.conftest import temporary_postgresql
from tests.web.staff.world import Browser, World, build, read_dossier

pytestmark = pytest.mark.postgres


@pytest.fixture
def province(tmp_path: Path, cheap_hashing: None) -> Iterator[World]:
    for url in temporary_postgresql():
        world = build(tmp_path, url)
        yield world
        world.database.dispose()


def test_the_pages_walk_on_postgresql(province: World) -> None:
    app = province.app()
    code, document_id = read_dossier(province)
    certifier = province.actor("certifier")
    with province.database.session() as session:
        book = register.open_register(session, certifier, year=2026)

    reviewer = Browser(app, province, "reviewer")
    path = f"/documents/{document_id}"
    for name, value in (("personal_id", "038190004321"), ("father_name", ""), ("registration_date", "5/2/2020")):
        version = re.findall(r'id="desk" data-version="(\d+)"', reviewer.get(path).text)[0]
        assert reviewer.htmx(f"{path}/fields/{name}", {"value": value, "version": version}).status_code == 200
    version = re.findall(r'id="desk" data-version="(\d+)"', reviewer.get(path).text)[0]
    assert reviewer.post(f"{path}/confirm", {"version": version}).status_code == 303
    owner = {"name": "NGUYỄN THỊ ÁNH", "personal_id": "038190004321", "date_of_birth": "17/05/1990"}
    assert reviewer.post(f"{path}/owners", owner).status_code == 303
    assert path in reviewer.post("/search", {"text": "nguyen thi anh"}).text
    assert code in reviewer.post("/dossiers", {"text": code[-4:]}).text

    asked = {"personal_id": "038190004321", "purpose": "đăng ký kết hôn", "dossier_code": code}
    assert "NGUYỄN THỊ ÁNH" in Browser(app, province, "counter").post("/owners/lookup", asked).text
    places = {
        "counter": (
            "/dossiers?order=oldest",
            "/dossiers?state=review",
            f"/dossiers/{code}",
            "/dossiers/new",
            "/account",
        ),
        "reviewer": ("/review", path),
        "certifier": (
            "/requests",
            "/refusals",
            "/suspected",
            "/compare",
            "/certify",
            f"/certify/{document_id}",
            "/registers",
            f"/registers/{book.id}/prints",
        ),
        "seal_keeper": ("/seal", f"/registers/{book.id}", f"/registers/{book.id}/close"),
        "auditor": ("/audit", "/audit?action=document.confirm"),
        "administrator": ("/people", "/office/desk"),
    }
    for role, addresses in places.items():
        for address in addresses:
            assert Browser(app, province, role).get(address).status_code == 200, address
    auditor = Browser(app, province, "auditor")
    assert "nguyên vẹn" in auditor.get(auditor.post("/audit/verify").location).text
