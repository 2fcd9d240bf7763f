"""What the signing worker does when a batch is confirmed or resumed, and when a second factor is enrolled or reset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from signing import batch_list
from signing.batch_runs import BatchRuns
from signing.channel import Purpose
from signing.facts import fingerprint
from signing.opening import Asked, Keyholder
from signing.settings import SigningSettings
from storage.audit.log import record
from storage.database import Database
from storage.offices.passwords import matches
from storage.offices.second_factor import is_asked, second_factor_of
from storage.offices.signin import SignedIn
from storage.offices.tables import Office, Person
from storage.scope import ADMINISTRATOR, fetch
from storage.signings import batches
from terms.errors import AccessError, InputError, StateError


class BatchDesk:
    """Batches. What was confirmed is signed: the list is made anew from the rows and held against its digest."""

    def __init__(self, settings: SigningSettings, database: Database, keys: Keyholder, runs: BatchRuns) -> None:
        self._settings = settings
        self._database = database
        self._keys = keys
        self._runs = runs

    def sign(
        self, signed_in: SignedIn, purpose: Purpose, question: dict[str, Any], secret: bytearray
    ) -> dict[str, Any]:
        """Open the key for a list and begin to sign it. Raises StateError("list_changed"), or as opening a key."""
        copy_ids = question.get("copy_ids")
        if not isinstance(copy_ids, list) or not 1 <= len(copy_ids) <= self._settings.batch_size:
            raise InputError("bad_request", detail=f"1–{self._settings.batch_size} copies")
        copy_ids = [str(copy_id) for copy_id in copy_ids]
        with self._database.session() as session:
            self._hold_against(session, signed_in, purpose, copy_ids, str(question.get("digest")), fresh=True)
        opened, certificate = self._open(signed_in, purpose, copy_ids, question, secret)
        try:
            with self._database.session() as session:
                digest = str(question.get("digest"))
                batch = batches.confirm_batch(session, signed_in.actor, purpose, copy_ids, digest=digest)
                with self._runs.claimed(batch.id):
                    session.commit()
        except BaseException:
            self._keys.batches.close(opened, signed_in.person.id)
            raise
        self._runs.start(signed_in.actor, batch.id, signed_in.token, opened, certificate)
        return {"signing_batch": batch.id}

    def resume(self, signed_in: SignedIn, question: dict[str, Any], secret: bytearray) -> dict[str, Any]:
        """Open the key for what is left of a paused batch of one's own, and go on."""
        with self._database.session() as session:
            batch = batches.batch_by_id(session, signed_in.actor, str(question.get("signing_batch")))
            if batch.person_id != signed_in.person.id:
                raise AccessError("not_allowed")
            if batch.state != "paused":
                raise StateError("wrong_state", detail=f"the batch is {batch.state}")
            purpose: Purpose = "seal" if batch.purpose == "seal" else "certify"
            items = batches.items_of(session, signed_in.actor, batch.id)
            self._hold_against(session, signed_in, purpose, [item.copy_id for item in items], batch.digest, fresh=False)
        left = [item.copy_id for item in items if item.state == "waiting"]
        opened, certificate = self._open(signed_in, purpose, left, question, secret)
        try:
            with self._runs.claimed(batch.id), self._database.session() as session:
                batches.resume_batch(session, signed_in.actor, batch.id)
        except BaseException:
            self._keys.batches.close(opened, signed_in.person.id)
            raise
        self._runs.start(signed_in.actor, batch.id, signed_in.token, opened, certificate)
        return {"signing_batch": batch.id}

    def _hold_against(
        self, session: Session, signed_in: SignedIn, purpose: Purpose, ids: Sequence[str], digest: str, *, fresh: bool
    ) -> None:
        listed = batch_list.lines(session, signed_in.actor, purpose, ids, fresh=fresh)
        if batch_list.digest(purpose, listed) != digest:
            raise StateError("list_changed")

    def _open(
        self, signed_in: SignedIn, purpose: Purpose, ids: Sequence[str], question: dict[str, Any], secret: bytearray
    ) -> tuple[str, str]:
        with_code = bool(question.get("with_code"))
        asked = Asked(purpose, max(1, len(ids)), copies=ids, with_code=with_code, is_batch=True)
        opened, certificate = self._keys.open(signed_in, asked, secret)
        return opened, fingerprint(certificate)


class FactorDesk:
    """Second factors: whether one is asked for, enrolling one's own, an administrator's reset."""

    def __init__(self, database: Database, keys: Keyholder) -> None:
        self._database = database
        self._keys = keys

    def tell(self, signed_in: SignedIn) -> dict[str, Any]:
        """Whether this person is enrolled, and is asked for a code for one copy (`single`) or a list (`batch`)."""
        with self._database.session() as session:
            mode = second_factor_of(session.get_one(Office, signed_in.actor.office_id))
        enrolled = self._keys.factors.is_enrolled(signed_in.person.id)
        asked = {batch: is_asked(mode, enrolled=enrolled, batch=batch) for batch in (False, True)}
        return {"enrolled": enrolled, "single": asked[False], "batch": asked[True]}

    def enrol(self, signed_in: SignedIn, password: bytearray) -> dict[str, Any]:
        """A new secret for one's own app, told this once. The password says that it is oneself, not an open screen."""
        if not matches(signed_in.person.password_hash, password.decode("utf-8", "replace")):
            raise AccessError("wrong_credentials")
        return {"key": self._keys.factors.enrol(signed_in.person.id)}

    def confirm(self, signed_in: SignedIn, code: bytearray) -> dict[str, Any]:
        """The first code of the app: from now on the second factor counts."""
        self._keys.confirm_code(signed_in, code.decode("ascii", "replace"))
        with self._database.session() as session:
            record(session, signed_in.actor, "person.enrol_second_factor", "person", signed_in.person.id)
        return {"ok": True}

    def reset(self, signed_in: SignedIn, person_id: str) -> dict[str, Any]:
        """An administrator takes somebody's second factor away (a lost phone); it may then be enrolled anew."""
        signed_in.actor.require(ADMINISTRATOR)
        with self._database.session() as session:
            person = fetch(session, signed_in.actor, Person, person_id)
            if not self._keys.factors.remove(person.id):
                raise StateError("wrong_state", detail="no second factor is enrolled")
            record(session, signed_in.actor, "person.reset_second_factor", "person", person.id)
        return {"ok": True}
