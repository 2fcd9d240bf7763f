"""Other systems: clients with a secret, and the short bearer tokens they get for it (OAuth 2 client credentials)."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.offices.passwords import hashed, matches
from storage.offices.tables import ApiClient, ApiToken
from storage.scope import ADMINISTRATOR, Actor, fetch, visible
from storage.text import required
from terms.errors import AccessError, InputError

LIFETIME = dt.timedelta(hours=1)


def create_client(
    session: Session, actor: Actor, *, name: str, scopes: Iterable[str], office_id: str | None = None
) -> tuple[ApiClient, str]:
    """A new client of the actor's office and its secret, which is shown once and never again.

    Raises AccessError unless the actor administers the office.
    """
    where = office_id or actor.office_id
    if where not in actor.office_ids:
        raise AccessError("not_found")
    _administers(actor)
    secret = secrets.token_urlsafe(32)
    client = ApiClient(
        office_id=where,
        name=required(name, 100, "the name of the client"),
        secret_hash=hashed(secret),
        scopes=sorted(set(scopes)),
    )
    session.add(client)
    session.flush()
    record(session, actor, "client.create", "api_client", client.id, details={"scopes": client.scopes})
    return client, secret


def clients_of(session: Session, actor: Actor) -> list[ApiClient]:
    """The clients of the actor's offices."""
    return list(session.scalars(visible(actor, ApiClient).order_by(ApiClient.name, ApiClient.id)))


def close_client(session: Session, actor: Actor, client_id: str) -> None:
    """The client gets no more tokens; those it has end at once."""
    _administers(actor)
    client = fetch(session, actor, ApiClient, client_id, lock=True)
    client.active = False
    session.execute(
        update(ApiToken).where(ApiToken.client_id == client.id, ApiToken.revoked_at.is_(None)).values(revoked_at=now())
    )
    record(session, actor, "client.close", "api_client", client.id)


def issue_token(
    session: Session, client_id: str, secret: str, scopes: Iterable[str] = (), *, ip: str | None = None
) -> tuple[str, dt.datetime]:
    """A bearer token for `scopes` (all the client has, if none are named) and when it ends.

    Raises AccessError("wrong_credentials"), InputError("bad_request") for a scope the client does not have. Commits
    once in between: no transaction is held while the secret is hashed.
    """
    client = session.get(ApiClient, client_id) if len(client_id) <= 36 else None
    kept = client.secret_hash if client and client.active else None
    session.commit()
    if not matches(kept, secret) or client is None:
        raise AccessError("wrong_credentials")
    wanted, had = set(scopes), set(client.scopes)
    if not wanted <= had:
        raise InputError("bad_request", detail=f"scopes this client does not have: {' '.join(sorted(wanted - had))}")
    token, ends = secrets.token_urlsafe(32), now() + LIFETIME
    session.add(
        ApiToken(
            id=_digest(token),
            client_id=client.id,
            office_id=client.office_id,
            scopes=sorted(wanted or had),
            expires_at=ends,
        )
    )
    actor = Actor(client.office_id, frozenset({client.office_id}), api_client_id=client.id, ip=ip)
    record(session, actor, "client.token", "api_client", client.id, details={"scopes": sorted(wanted or had)})
    session.flush()
    return token, ends


def resolve_token(session: Session, token: str, *, ip: str | None = None) -> Actor | None:
    """The client this bearer token belongs to, as an actor with the token's scopes; None if it opens nothing."""
    row = session.get(ApiToken, _digest(token))
    if row is None or row.revoked_at is not None or row.expires_at <= now():
        return None
    client = session.get(ApiClient, row.client_id)
    if client is None or not client.active:
        return None
    return Actor(
        office_id=row.office_id,
        office_ids=frozenset({row.office_id}),
        scopes=frozenset(row.scopes) & frozenset(client.scopes),
        api_client_id=client.id,
        ip=ip,
    )


def _administers(actor: Actor) -> None:
    if not actor.is_system:
        actor.require(ADMINISTRATOR)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
