"""Token drawn, authority gone, disk full in the middle of things: a clear state, and on from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from signing import act
from storage.blobs import FolderBlobStore
from storage.database import Database
from terms.errors import HosoError, UnavailableError
from tests.signing.csc_service import Service, served
from tests.signing.http_pki import http_pki
from tests.signing.pki import PIN, Root
from tests.signing.scene import Counter, make_counter, running
from tests.signing.softhsm import LIBRARY, SoftHsm
from tests.signing.test_batches import confirm, items, put_off, rested, resume

TOKEN = "hoso-lost"


@pytest.fixture(scope="module")
def root() -> Root:
    return Root.make()


@pytest.fixture
def at_token(
    sqlite: Database, tmp_path: Path, scan: Path, root: Root, hsm: SoftHsm, request: pytest.FixtureRequest
) -> Iterator[Counter]:
    """A real office whose two keys lie on one token."""
    settings = {
        "anchors": (root.write(tmp_path / "root.pem"),), "check_revocation": "if_available",
        "pkcs11_library": LIBRARY, "pkcs11_token": TOKEN,
    }  # fmt: skip
    names = {"anh": "Nguyễn Thị Ánh", "office": "Ủy ban nhân dân xã Bình Minh"}
    with make_counter(sqlite, tmp_path, scan, is_demo=False, **settings) as counter:
        for name, holder in names.items():
            key = ec.generate_private_key(ec.SECP256R1())
            label = f"{name}-{request.node.name[:40]}"
            beside = counter.services.settings.folder / "keys" / f"{label}.crt.pem"
            hsm.put(TOKEN, label, key, beside, root.issue(holder, key.public_key()))
            with counter.database.session() as session:
                if name == "office":
                    from signing.outfit import assign_seal

                    assign_seal(session, None, counter.office_id, label)
                else:
                    session.get_one(type(counter.people["anh"]), counter.people["anh"].id).key_name = label
        yield counter


def code_of(failure: pytest.ExceptionInfo[HosoError]) -> str:
    return failure.value.code


def test_a_token_drawn_before_the_pin_costs_no_number(at_token: Counter, hsm: SoftHsm) -> None:
    with hsm.drawn(TOKEN), pytest.raises(HosoError) as failure:
        act.begin(at_token.services, at_token.tokens["anh"], PIN, at_token.request())
    assert code_of(failure) == "key_unavailable"
    assert at_token.entries() == []
    act.begin(at_token.services, at_token.tokens["anh"], PIN, at_token.request())


def test_a_token_drawn_between_two_copies_voids_one_number_with_its_reason(at_token: Counter, hsm: SoftHsm) -> None:
    with at_token.services.worker.open_batch(at_token.tokens["anh"], PIN, "certify", count=3) as batch:
        act.begin_in(at_token.services, batch, at_token.request())
        with hsm.drawn(TOKEN), pytest.raises(HosoError) as failure:
            act.begin_in(at_token.services, batch, at_token.request())
        assert code_of(failure) == "key_unavailable"
    act.begin(at_token.services, at_token.tokens["anh"], PIN, at_token.request())
    assert [entry.state for entry in at_token.entries()] == ["reserved", "void", "reserved"]
    assert "thiết bị ký" in str(at_token.entries()[1].void_reason)


def test_a_token_drawn_at_the_seal_leaves_the_copy_waiting(at_token: Counter, hsm: SoftHsm) -> None:
    certified = act.begin(at_token.services, at_token.tokens["anh"], PIN, at_token.request())
    with hsm.drawn(TOKEN), pytest.raises(HosoError):
        act.seal(at_token.services, at_token.tokens["dung"], PIN, certified.copy_id)
    assert at_token.copy(certified.copy_id).state == "certified"
    act.seal(at_token.services, at_token.tokens["dung"], PIN, certified.copy_id)
    assert [entry.state for entry in at_token.entries()] == ["issued"]


def test_a_token_drawn_in_mid_batch_pauses_it_and_only_the_rest_is_signed_later(
    at_token: Counter, hsm: SoftHsm, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_ids = put_off(at_token, 4)
    place, aside = hsm.tokens[TOKEN], hsm.folder / "drawn"
    real, made = act.build_unsigned, 0

    def draw_at_the_third(*given: object) -> str:
        nonlocal made
        made += 1
        if made == 3:
            place.rename(aside)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(act, "build_unsigned", draw_at_the_third)
    batch = rested(at_token, confirm(at_token, copy_ids, pin=PIN))
    aside.rename(place)
    assert (batch.state, batch.last_error) == ("paused", "key_unavailable")
    assert [at_token.copy(one).state for one in copy_ids] == ["certified", "certified", "prepared", "prepared"]
    resume(at_token, batch.id, pin=PIN)
    assert rested(at_token, batch.id).state == "done"
    assert {at_token.copy(one).state for one in copy_ids} == {"certified"}
    assert [item.state for item in items(at_token, batch.id)] == ["signed"] * 4
    assert [entry.state for entry in at_token.entries()].count("reserved") == 4


def test_a_timestamp_authority_that_goes_away_leaves_the_copy_waiting_for_the_seal(
    sqlite: Database, tmp_path: Path, scan: Path
) -> None:
    (tmp_path / "pki").mkdir()
    keys = tmp_path / "signing" / "keys"
    with http_pki(tmp_path / "pki") as pki:
        for name in ("anh", "office"):
            pki.install(keys, name, name)
        settings = {"timestamp_url": pki.timestamps, "anchors": (pki.root,), "fetch_revocation": True}
        with make_counter(sqlite, tmp_path, scan, is_demo=False, **settings) as office:
            certified = act.begin(office.services, office.tokens["anh"], PIN, office.request())
            gone = replace(
                office.services.settings, timestamp_url="http://127.0.0.1:9/", folder=tmp_path / "other",
                timestamp_timeout_s=1.0,
            )  # fmt: skip
            pki.install(gone.folder / "keys", "office", "office")
            services = replace(office.services, settings=gone)
            with running(services), pytest.raises(HosoError) as failure:
                act.seal(services, office.tokens["dung"], PIN, certified.copy_id)
            assert code_of(failure) == "timestamp_unavailable"
            assert office.copy(certified.copy_id).state == "certified"
            act.seal(office.services, office.tokens["dung"], PIN, certified.copy_id)
            assert office.copy(certified.copy_id).state == "issued"


def test_a_disk_that_is_full_in_mid_batch_pauses_it(at_token: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk cannot be caused here: the store says what it says of one (tests/storage/test_blob_store.py)."""
    copy_ids = put_off(at_token, 3)
    real, kept = FolderBlobStore.put, 0

    def full_after_three(store: FolderBlobStore, data: bytes) -> object:
        nonlocal kept
        kept += 1
        if kept > 3:
            raise UnavailableError("disk_full")
        return real(store, data)

    with monkeypatch.context() as patch:
        patch.setattr(FolderBlobStore, "put", full_after_three)
        batch = rested(at_token, confirm(at_token, copy_ids, pin=PIN))
    assert (batch.state, batch.last_error) == ("paused", "disk_full")
    assert [at_token.copy(one).state for one in copy_ids] == ["certified", "prepared", "prepared"]
    resume(at_token, batch.id, pin=PIN)
    assert rested(at_token, batch.id).state == "done"
    assert {at_token.copy(one).state for one in copy_ids} == {"certified"}


@pytest.fixture
def at_service(sqlite: Database, tmp_path: Path, scan: Path, root: Root) -> Iterator[tuple[Counter, Service]]:
    """A real office whose certifier's key is held by a remote service."""
    settings = {"anchors": (root.write(tmp_path / "root.pem"),), "check_revocation": "if_available"}
    with (
        served(Service.of(root, "2")) as service,
        make_counter(sqlite, tmp_path, scan, is_demo=False, **settings) as counter,
    ):
        keys = counter.services.settings.folder / "keys"
        keys.mkdir()
        (keys / "anh.remote.toml").write_text(
            f'service = "{service.address}"\ncredential = "anh"\nversion = "2"\ntimeout_s = 5\n'
        )
        yield counter, service


def test_a_remote_service_lost_in_mid_batch_pauses_it_and_only_the_rest_is_signed_later(
    at_service: tuple[Counter, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, service = at_service
    copy_ids = put_off(counter, 3)
    real, made = act.build_unsigned, 0

    def away_at_the_second(*given: object) -> str:
        nonlocal made
        made += 1
        service.status = 503 if made == 2 else 200
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(act, "build_unsigned", away_at_the_second)
    batch = rested(counter, confirm(counter, copy_ids, pin=PIN))
    service.status = 200
    assert (batch.state, batch.last_error) == ("paused", "key_unavailable")
    assert [counter.copy(one).state for one in copy_ids] == ["certified", "prepared", "prepared"]
    resume(counter, batch.id, pin=PIN)
    assert rested(counter, batch.id).state == "done"
    assert {counter.copy(one).state for one in copy_ids} == {"certified"}


def test_a_wrong_pin_at_a_remote_service_costs_no_number(at_service: tuple[Counter, Service]) -> None:
    counter, _ = at_service
    with pytest.raises(HosoError) as failure:
        act.begin(counter.services, counter.tokens["anh"], "654321", counter.request())
    assert code_of(failure) == "wrong_pin"
    assert counter.entries() == []
