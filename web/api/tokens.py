"""Tokens: OAuth 2.0 client credentials."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_openapi3 import APIBlueprint, Tag

from storage.database import now
from storage.offices import clients
from web.api.access import ANYONE, allow, services
from web.api.models import Token, TokenRequest
from web.api.problems import documented

api = APIBlueprint("tokens", __name__, abp_tags=[Tag(name="tokens", description="Xin mã truy cập")])


@api.post(
    "/token",
    summary="Get a bearer token",
    operation_id="create_token",
    responses={200: Token, **documented("wrong_credentials", "too_many_requests")},
    security=[],
)
@allow(ANYONE)
def create_token(body: TokenRequest) -> dict[str, Any]:
    """Exchange a client's secret for a token. Without `scope`, the token gets all the client may do."""
    wanted = tuple(body.scope.split())
    with services().database.session() as session:
        token, expires_at = clients.issue_token(
            session, body.client_id, body.client_secret, wanted, ip=request.remote_addr
        )
        holder = clients.resolve_token(session, token, ip=request.remote_addr)
    granted = sorted(holder.scopes) if holder else []
    seconds = max(0, int((expires_at - now()).total_seconds()))
    return Token(access_token=token, expires_in=seconds, scope=" ".join(granted)).model_dump()
