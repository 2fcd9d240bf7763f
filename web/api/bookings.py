"""Booking a certified copy from elsewhere: the request waits for the original to be shown at the counter."""

from __future__ import annotations

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

from storage.requests import requests
from storage.requests.tables import CertificationRequest
from web.api.access import actor, allow, services
from web.api.models import BookingOut, BookingPath, BookingRequest
from web.api.problems import documented

api = APIBlueprint("bookings", __name__, abp_tags=[Tag(name="bookings", description="Đặt trước yêu cầu chứng thực")])


@api.post(
    "/bookings",
    summary="Book a certified copy",
    operation_id="book_copy",
    responses={201: BookingOut, **documented("bad_request")},
    security=[{"token": ["bookings"]}],
)
@allow("bookings")
def book_copy(body: BookingRequest) -> tuple[dict[str, Any], int]:
    """`show_by` says by when the original must be shown at the counter; after that the request expires by itself."""
    asked = requests.Asked(
        requester_name=body.requester_name,
        kind=body.kind,
        original_name=body.original_name,
        purpose=body.purpose,
        copies_wanted=body.copies_wanted,
    )
    with services().database.session() as session:
        booked = requests.book_request(session, actor(), asked)
    return _told(booked), 201


@api.get(
    "/bookings/<booking_id>",
    summary="What became of a booking",
    operation_id="read_booking",
    responses={200: BookingOut, **documented("not_found")},
    security=[{"token": ["bookings"]}],
)
@allow("bookings")
def read_booking(path: BookingPath) -> dict[str, Any]:
    """Its state, and by when it is due once the original was shown."""
    with services().database.session() as session:
        return _told(requests.request_by_id(session, actor(), path.booking_id))


def _told(booked: CertificationRequest) -> dict[str, Any]:
    """Without the requester's name: whoever booked knows it."""
    return BookingOut(
        id=booked.id,
        number=f"{booked.number}/{booked.year}",
        kind=booked.kind,
        state=booked.state,
        show_by=booked.show_by,
        due_at=booked.due_at,
    ).model_dump(mode="json")
