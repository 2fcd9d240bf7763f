"""The page that sends a file to a signing program, and the program's two doors."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from signing import prepared
from signing.act import CopyRequest
from signing.authority import DemoAuthority
from signing.refusals import ARTICLE_22
from storage.copies import copies, register
from storage.database import now
from storage.documents import review
from storage.documents.readings import pages_of_document
from tests.signing.agent_program import Program
from tests.web.staff.world import CERTIFIER_PIN, Browser, World, read_dossier


@dataclass
class Scene:
    """A prepared copy of the certifier's, whose key lies on a machine of their own with `program`."""

    world: World
    copy_id: str
    program: Program

    def browser(self, role: str | None = "certifier") -> Browser:
        return Browser(self.world.app(), self.world, role)

    def state(self) -> str:
        certifier = self.world.actor("certifier")
        with self.world.database.session() as session:
            return copies.copy_by_id(session, certifier, self.copy_id).state

    def sent(self) -> tuple[str, str]:
        """The addresses at which the file is fetched and handed back, as the page shows them."""
        page = self.browser().post(f"/copies/{self.copy_id}/errands")
        assert page.status_code == 200, page.text
        fetch, deliver = re.findall(r"https?://[^/]+(/agent/[^<\"]+)<", page.text)
        return fetch, deliver


@pytest.fixture
def scene(world: World, authority: Path) -> Iterator[Scene]:
    with world.signs(authority, agents=True):
        folder = world.signing.settings.folder
        (folder / "keys").mkdir()
        holders = DemoAuthority(folder / "demo-authority")
        certificates = (folder / "demo-authority" / "keys" / "chau.crt.pem").read_bytes()
        (folder / "keys" / "chau.agent.pem").write_bytes(certificates)
        program = Program.holding(holders.source("chau"), CERTIFIER_PIN)
        yield Scene(world, _put_off(world), program)


def _put_off(world: World) -> str:
    _, document_id = read_dossier(world)
    reviewer, certifier = world.actor("reviewer"), world.actor("certifier")
    with world.database.session() as session:
        review.confirm(session, reviewer, document_id, review.document_by_id(session, reviewer, document_id).version)
        pages = pages_of_document(session, reviewer, document_id)
        register.open_register(session, certifier, year=now().year)
    ticks = range(1, len(pages) + 1)
    request = CopyRequest(document_id, "Trần Thị Cúc", {item.code: False for item in ARTICLE_22}, list(ticks))
    return prepared.put_off(world.signing, world.tokens["certifier"][0], request)


def test_a_program_fetches_the_file_and_brings_it_back_signed(scene: Scene) -> None:
    assert "Ký bằng chương trình trên máy" in scene.browser().get(f"/copies/{scene.copy_id}").text
    fetch, deliver = scene.sent()
    machine = scene.browser(None).client  # no session, no cookie
    file = machine.get(fetch)
    assert (file.status_code, file.content_type, file.headers["Cache-Control"]) == (200, "application/pdf", "no-store")
    answer = machine.post(deliver, data=scene.program.sign(file.data), content_type="application/pdf")
    assert (answer.status_code, answer.get_json()["Status"]) == (200, 0)
    assert scene.state() == "certified"


def test_a_form_with_the_file_in_it_is_taken_too(scene: Scene) -> None:
    fetch, deliver = scene.sent()
    machine = scene.browser(None).client
    signed = scene.program.sign(machine.get(fetch).data)
    answer = machine.post(deliver, data={"uploadfile": (io.BytesIO(signed), "ky.pdf")})
    assert answer.get_json()["Status"] == 0
    again = machine.post(deliver, data={"uploadfile": (io.BytesIO(signed), "ky.pdf")})
    assert (again.status_code, again.get_json()["Code"]) == (409, "errand_settled")


def test_what_is_wrong_is_said_in_vietnamese_to_who_sits_before_it(scene: Scene) -> None:
    fetch, deliver = scene.sent()
    machine = scene.browser(None).client
    answer = machine.post(deliver, data=machine.get(fetch).data, content_type="application/pdf")
    assert (answer.status_code, answer.get_json()["Code"]) == (422, "errand_unsigned")
    assert "chưa được ký" in answer.get_json()["Message"]
    assert scene.state() == "prepared"


def test_stopping_closes_the_doors(scene: Scene) -> None:
    fetch, _ = scene.sent()
    assert "Tệp đang ở chương trình ký" in scene.browser().get(f"/copies/{scene.copy_id}").text
    assert scene.browser().post(f"/copies/{scene.copy_id}/errands/cancel").status_code == 303
    assert scene.browser(None).client.get(fetch).status_code == 409
    assert scene.state() == "prepared"


def test_a_token_nobody_gave_out_is_answered_alike(scene: Scene) -> None:
    scene.sent()
    assert scene.browser(None).client.get("/agent/" + "x" * 43 + ".pdf").status_code == 404
    assert scene.browser(None).client.post("/agent/" + "x" * 43, data=b"%PDF").status_code == 404


def test_where_it_is_closed_there_is_no_button_and_no_door(scene: Scene) -> None:
    fetch, deliver = scene.sent()
    scene.world.signing = replace(scene.world.signing, settings=replace(scene.world.signing.settings, agents=False))
    assert "Ký bằng chương trình trên máy" not in scene.browser().get(f"/copies/{scene.copy_id}").text
    assert scene.browser(None).client.get(fetch).status_code == 403
    assert scene.browser(None).client.post(deliver, data=b"x").status_code == 403
