"""The API: another system asks once, with a purpose, and gets what a person has confirmed."""

from __future__ import annotations

import io

from sqlalchemy import select

from storage.tables import AuditEntry, Job, Use
from tests.api.world import NUMBER, PDF, World, digest_of

QUESTION = {"personal_id": NUMBER, "purpose": "Đăng ký kết hôn", "dossier_code": "H60.01-261120-0009"}


def test_a_client_gets_a_token_for_what_it_may_do(world: World) -> None:
    client_id, secret = world.clients["all"]
    body = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret, "scope": "documents"}
    answer = world.ask("POST", "/token", token=None, json=body)
    assert answer.status_code == 200
    assert answer.json["scope"] == "documents"
    assert 0 < answer.json["expires_in"] <= 3600
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_secret_and_a_scope_beyond_the_client_are_refused(world: World) -> None:
    client_id, _ = world.clients["all"]
    body = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": "guessed"}
    answer = world.ask("POST", "/token", token=None, json=body)
    assert (answer.status_code, answer.json["code"]) == (401, "wrong_credentials")
    assert "guessed" not in answer.text


def test_a_look_up_answers_across_offices_with_opaque_ids_and_leaves_its_purpose_behind(world: World) -> None:
    answer = world.ask("POST", "/owners/lookup", json=QUESTION)
    assert answer.status_code == 200
    (owner,) = answer.json["owners"]
    (document,) = owner["documents"]
    assert document["id"] == world.foreign.document_id
    assert document["kind"] == "birth_certificate"
    assert NUMBER not in answer.text
    with world.services.database.session() as session:
        use = session.scalars(select(Use).where(Use.act == "lookup")).one()
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "owner.lookup")).one()
    assert (use.purpose, use.dossier_code) == (QUESTION["purpose"], QUESTION["dossier_code"])
    assert entry.purpose == QUESTION["purpose"]
    assert NUMBER not in str(entry.details)


def test_an_unknown_number_answers_with_nobody(world: World) -> None:
    answer = world.ask("POST", "/owners/lookup", json=QUESTION | {"personal_id": "001190099999"})
    assert (answer.status_code, answer.json) == (200, {"owners": []})


def test_a_look_up_without_purpose_or_with_an_unknown_key_is_refused_without_repeating_the_number(world: World) -> None:
    for body in (QUESTION | {"purpose": ""}, QUESTION | {"personal_id": f"{NUMBER}x"}, QUESTION | {"nosuch": 1}):
        answer = world.ask("POST", "/owners/lookup", json=body)
        assert (answer.status_code, answer.json["code"]) == (422, "bad_request")
        assert NUMBER not in answer.text


def test_a_document_of_another_office_opens_only_for_the_dossier_its_owner_was_looked_up_for(world: World) -> None:
    path = f"/documents/{world.foreign.document_id}"
    code = QUESTION["dossier_code"]
    assert world.ask("GET", path).status_code == 404
    assert world.ask("GET", f"{path}?dossier_code={code}").status_code == 404
    world.ask("POST", "/owners/lookup", json=QUESTION)
    assert world.ask("GET", f"{path}?dossier_code=H60.01-261120-0001").status_code == 404
    answer = world.ask("GET", f"{path}?dossier_code={code}")
    assert answer.status_code == 200
    with world.services.database.session() as session:
        acts = list(session.scalars(select(Use.act).order_by(Use.id)))
    assert acts == ["lookup", "view"]


def test_a_document_shows_confirmed_fields_and_answers_conditional_requests(world: World) -> None:
    answer = world.ask("GET", f"/documents/{world.own.document_id}")
    assert answer.json["fields"]["full_name"] == {"value": "NGUYỄN THỊ ÁNH", "confidence": 1.0, "confirmed": True}
    assert answer.json["state"] == "stored"
    again = world.ask("GET", f"/documents/{world.own.document_id}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_content_comes_with_its_digest_and_in_parts(world: World) -> None:
    path = f"/documents/{world.own.document_id}/content"
    answer = world.ask("GET", path)
    assert answer.data == PDF + b"own"
    assert answer.headers["Repr-Digest"] == digest_of(world.own.sha256)
    assert answer.headers["ETag"] == f'"{world.own.sha256}"'
    part = world.ask("GET", path, headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.data) == (206, b"%PDF-1.7")
    assert part.headers["Content-Range"] == f"bytes 0-7/{len(PDF) + 3}"
    assert world.ask("GET", path, headers={"Range": "bytes=9999-"}).status_code == 416
    assert world.ask("GET", path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_scan_is_taken_once_and_the_second_time_says_so(world: World) -> None:
    dossier = world.ask("POST", "/dossiers", json={"title": "Kết hôn"}).json
    path = f"/originals?filename=a.png&dossier_code={dossier['code']}"
    first = world.ask("POST", path, data=_png())
    assert (first.status_code, first.json["duplicate_of"]) == (201, None)
    assert world.sent == [first.json["job_id"]]
    second = world.ask("POST", path, data=_png())
    assert (second.status_code, second.json["duplicate_of"]) == (200, first.json["original_id"])
    with world.services.database.session() as session:
        assert len(session.scalars(select(Job).where(Job.kind == "read_original")).all()) == 1
    answer = world.ask("GET", f"/dossiers/{dossier['code']}")
    assert answer.json["state"] == "processing"


def test_what_is_no_paper_is_refused_with_a_code(world: World) -> None:
    for data, code, status in ((b"", "empty_file", 422), (b"<html>", "unsupported_format", 415)):
        answer = world.ask("POST", "/originals?filename=a.pdf", data=data)
        assert (answer.status_code, answer.json["code"]) == (status, code)
        assert answer.mimetype == "application/problem+json"


def test_search_needs_no_accents(world: World) -> None:
    answer = world.ask("POST", "/search", json={"text": "nguyen thi anh"})
    (hit,) = answer.json["hits"]
    assert hit["document_id"] == world.own.document_id
    assert any(hit["snippet"][start:end].startswith("NGUYỄN") for start, end in hit["marks"])


def test_a_refusal_speaks_the_language_that_is_asked_for(world: World) -> None:
    english = world.ask("GET", "/dossiers/none", headers={"Accept-Language": "en"})
    vietnamese = world.ask("GET", "/dossiers/none")
    assert english.json["title"].startswith("Not found")
    assert vietnamese.json["title"].startswith("Không tìm thấy")
    assert english.json["code"] == vietnamese.json["code"] == "not_found"


def test_no_trace_reaches_the_caller_when_something_unexpected_happens(world: World) -> None:
    world.services.database.engine.dispose()
    for sha256 in (world.own.sha256,):
        path = world.services.blobs.path(sha256)
        path.parent.chmod(0o755)
        path.unlink()
    answer = world.ask("GET", f"/documents/{world.own.document_id}/content")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert answer.json["code"] in {"blob_missing", "internal"}


def _png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (400, 300), 255).save(out, "PNG")
    return out.getvalue()
