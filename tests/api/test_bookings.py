"""Another system books a certified copy; the counter alone says that the original was shown."""

from __future__ import annotations

import pytest

from storage.requests import requests
from storage.requests.tables import CertificationRequest
from storage.scope import COUNTER, Actor
from terms.errors import AccessError
from tests.api.world import World

CUC = {"requester_name": "Trần Thị Cúc", "original_name": "Giấy khai sinh", "purpose": "du học", "copies_wanted": 2}


def test_a_booking_waits_for_the_original_and_can_be_followed(world: World) -> None:
    answer = world.ask("POST", "/bookings", json=CUC)
    assert answer.status_code == 201
    booked = answer.json
    assert (booked["state"], booked["due_at"]) == ("booked", None)
    assert booked["show_by"] is not None
    assert "requester_name" not in booked
    clerk = Actor(world.here, frozenset({world.here}), roles=frozenset({COUNTER}))
    with world.services.database.session() as session:
        row = session.get_one(CertificationRequest, booked["id"])
        assert (row.channel, row.requester_name, row.copies_wanted) == ("online", "Trần Thị Cúc", 2)
        requests.show_original(session, clerk, row.id)
    shown = world.ask("GET", f"/bookings/{booked['id']}").json
    assert shown["state"] == "open"
    assert shown["due_at"] is not None


@pytest.mark.parametrize(
    "change",
    [
        {"requester_name": ""},
        {"requester_name": "   "},
        {"copies_wanted": 0},
        {"kind": "notarised"},
        {"personal_id": "1"},
    ],
)
def test_a_booking_that_asks_for_nothing_is_refused(world: World, change: dict[str, object]) -> None:
    assert world.ask("POST", "/bookings", json=CUC | change).status_code == 422


def test_another_system_can_only_book(world: World) -> None:
    """That the original lies on the counter only the counter can say."""
    system = Actor(world.here, frozenset({world.here}), api_client_id=world.clients["all"][0])
    with world.services.database.session() as session:
        with pytest.raises(AccessError):
            requests.open_request(session, system, requests.Asked("Cúc"))
        with pytest.raises(AccessError):
            requests.show_original(session, system, world.booking_id)
        with pytest.raises(AccessError):
            requests.withdraw(session, system, world.booking_id, "x")
