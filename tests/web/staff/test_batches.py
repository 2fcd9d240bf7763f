"""Papers put off at the counter, signed with one confirmation: the list, the progress, the pause, the rest."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from storage.copies import copies, prepared
from storage.documents import review
from storage.scope import system
from storage.signings import batches
from terms.errors import UnavailableError
from tests.web.staff.test_certification import Counter
from tests.web.staff.world import CERTIFIER_PIN, OFFICE_PIN, World, read_dossier


class Counters(Counter):
    """A counter with more than one confirmed paper."""

    def another(self, name: str) -> str:
        """One more confirmed paper; its id."""
        _, document_id = read_dossier(self.world, title=name, seed=name)
        reviewer = self.world.actor("reviewer")
        with self.world.database.session() as session:
            document = review.document_by_id(session, reviewer, document_id)
            review.confirm(session, reviewer, document_id, document.version)
        return document_id

    def put_off(self, document_id: str, **changes: Any) -> Any:
        filled = self.filled(later="yes", pin=None, **changes)
        return self.as_("certifier").post(f"/certify/{document_id}", filled)

    def confirm(self, role: str, path: str, pin: str) -> Any:
        """Confirm the list that the page shows, as its form says it."""
        page = self.as_(role).get(path).text
        listed = re.findall(r'name="copy" value="([^"]+)"', page)
        digest = re.search(r'name="digest" value="(\w{64})"', page)
        assert digest is not None
        return self.as_(role).post(path, {"copy": listed, "digest": digest[1], "pin": pin})

    def waited(self, batch_id: str) -> str:
        """The page of a batch once its thread has ended."""
        for thread in threading.enumerate():
            if thread.name == f"batch {batch_id}":
                thread.join(60)
        return self.as_("certifier").get(f"/batches/runs/{batch_id}").text


@pytest.fixture
def counter(world: World, authority: Path) -> Iterator[Counters]:
    with world.signs(authority):
        yield Counters(world)


def test_papers_put_off_are_signed_with_one_confirmation_and_then_sealed(counter: Counters) -> None:
    other = counter.another("giấy thứ hai")
    assert counter.put_off(counter.document_id, original_name="Giấy khai sinh cũ").status_code == 303
    assert counter.put_off(other).status_code == 303
    assert counter.entries() == [], "what is put off takes no number"
    certifier = counter.as_("certifier")
    assert "2 giấy tờ đã đối chiếu" in certifier.get("/certify").text
    page = certifier.get("/batches/certify").text
    assert "Giấy khai sinh cũ" in page
    assert "Trần Thị Cúc" in page
    assert "Ký 2 bản" in page

    confirmed = counter.confirm("certifier", "/batches/certify", CERTIFIER_PIN)
    assert confirmed.status_code == 303
    batch_id = confirmed.location.rsplit("/", 1)[1]
    done = counter.waited(batch_id)
    assert "2 / 2 bản" in done
    assert "hx-trigger" not in done, "a batch that is over is not asked for again"
    assert counter.entries() == [(1, "reserved"), (2, "reserved")]

    keeper = counter.as_("seal_keeper")
    assert "/batches/seal" in keeper.get("/seal").text
    sealed = counter.confirm("seal_keeper", "/batches/seal", OFFICE_PIN)
    counter.waited(sealed.location.rsplit("/", 1)[1])
    assert counter.entries() == [(1, "issued"), (2, "issued")]


def test_what_the_law_asks_is_asked_of_a_paper_put_off_too(counter: Counters) -> None:
    answer = counter.put_off(counter.document_id, **{"answer-secret": "yes"}, original_name="Giấy khai sinh cũ")
    assert answer.status_code == 422
    assert "Giấy khai sinh cũ" in answer.text
    assert counter.put_off(counter.document_id, tick=None).status_code in (400, 422)


def test_a_wrong_pin_keeps_the_list_and_never_shows_the_pin(counter: Counters) -> None:
    counter.put_off(counter.document_id)
    answer = counter.confirm("certifier", "/batches/certify", "909090")
    assert answer.status_code == 403
    assert "909090" not in answer.text
    assert "Ký 1 bản" in answer.text


def test_a_list_that_changed_meanwhile_is_shown_anew(counter: Counters) -> None:
    counter.put_off(counter.document_id)
    page = counter.as_("certifier").get("/batches/certify").text
    (listed,) = re.findall(r'name="copy" value="([^"]+)"', page)
    answer = counter.as_("certifier").post(
        "/batches/certify", {"copy": [listed], "digest": "0" * 64, "pin": CERTIFIER_PIN}
    )
    assert answer.status_code == 409
    assert "Danh sách đã thay đổi" in answer.text
    assert counter.entries() == []


def test_a_copy_may_be_left_out_or_withdrawn(counter: Counters) -> None:
    counter.put_off(counter.document_id)
    counter.put_off(counter.another("giấy thứ hai"))
    certifier = counter.as_("certifier")
    page = certifier.get("/batches/certify").text
    first, second = re.findall(r'name="copy" value="([^"]+)"', page)
    leave = next(unescape(found) for found in re.findall(r'href="([^"]+without=[^"]+)"', page) if first in found)
    fewer = certifier.get(leave).text
    assert re.findall(r'name="copy" value="([^"]+)"', fewer) == [second]
    assert "1 bản khác vẫn chờ" in fewer
    assert certifier.post(f"/batches/copies/{second}/withdraw", {"reason": ""}).status_code == 400
    assert certifier.post(f"/batches/copies/{second}/withdraw", {"reason": "rút đơn"}).status_code == 303
    with counter.world.database.session() as session:
        assert copies.copy_by_id(session, counter.world.actor("certifier"), second).state == "void"
    assert counter.entries() == []


def test_a_paused_batch_says_why_and_goes_on_with_the_rest(counter: Counters, monkeypatch: pytest.MonkeyPatch) -> None:
    import signing.prepared

    counter.put_off(counter.document_id)
    counter.put_off(counter.another("giấy thứ hai"))
    with monkeypatch.context() as patch:

        def lost(*given: object) -> object:
            raise UnavailableError("key_unavailable")

        patch.setattr(signing.prepared, "sign_prepared_in", lost)
        confirmed = counter.confirm("certifier", "/batches/certify", CERTIFIER_PIN)
        batch_id = confirmed.location.rsplit("/", 1)[1]
        page = counter.waited(batch_id)
    assert "Không tới được khóa ký" in page
    assert "Ký tiếp 2 bản" in page
    certifier = counter.as_("certifier")
    assert "chưa xong" in certifier.get("/batches/certify").text
    assert certifier.post(f"/batches/runs/{batch_id}/resume", {"pin": "909090"}).status_code == 403
    assert certifier.post(f"/batches/runs/{batch_id}/resume", {"pin": CERTIFIER_PIN}).status_code == 303
    assert "2 / 2 bản" in counter.waited(batch_id)
    assert certifier.post(f"/batches/runs/{batch_id}/cancel").status_code == 409


def test_somebody_else_neither_resumes_nor_cancels_a_batch(counter: Counters) -> None:
    counter.put_off(counter.document_id)
    certifier = counter.world.actor("certifier")
    with counter.world.database.session() as session:
        (copy,) = prepared.prepared_of(session, certifier)
        batch = batches.confirm_batch(session, certifier, "certify", [copy.id], digest="0" * 64)
        batches.pause_batch(session, system(certifier.office_id), batch.id, "pin_used_up")
    keeper = counter.as_("seal_keeper")
    assert keeper.post(f"/batches/runs/{batch.id}/resume", {"pin": OFFICE_PIN}).status_code == 403
    assert keeper.post(f"/batches/runs/{batch.id}/cancel").status_code == 403
