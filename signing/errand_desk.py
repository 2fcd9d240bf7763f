"""The signing worker's part in errands: which certificate must sign, and what to make of a file that came back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from signing import leftovers, soundness
from signing.certificates import check_before_signing
from signing.copy import PERSON_FIELD
from signing.evidence import EvidenceKept
from signing.facts import Facts, check_manifest, facts_of, fingerprint
from signing.keys.agent import AgentKey
from signing.returned import Awaited, check_returned
from signing.settings import SigningSettings
from signing.signatures import preserve
from signing.trust import SEAL_KEY, Revocation, Trust
from storage.blobs.store import BlobStore
from storage.copies import copies, prepared
from storage.copies.tables import CertifiedCopy
from storage.database import Database, after_commit
from storage.offices.people import actor_for
from storage.offices.second_factor import second_factor_of
from storage.offices.signin import resolve
from storage.offices.tables import Office, Person
from storage.scope import CERTIFIER, SEAL_KEEPER, Actor
from storage.signings import errands
from storage.signings.tables import AgentErrand
from storage.signings.terms import signing_title
from terms.errors import AccessError, HosoError, InputError, StateError, UnavailableError

_ROLES = {"certify": CERTIFIER, "seal": SEAL_KEEPER}
_STATES = {"certify": "draft", "seal": "certified"}
_NAME = re.compile(r"[0-9a-f]{32}")


class ErrandDesk:
    """Answers `named_key` and `take_back`. It opens no key; it believes neither page nor program."""

    def __init__(self, settings: SigningSettings, database: Database, blobs: BlobStore) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self.work: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "named_key": self._named_key,
            "take_back": self._take_back,
        }

    def _named_key(self, question: dict[str, Any]) -> dict[str, Any]:
        purpose = "seal" if question.get("purpose") == "seal" else "certify"
        with self._database.session() as session:
            signed_in = resolve(session, str(question.get("token")))
            if signed_in is None:
                raise AccessError("not_signed_in")
            signed_in.actor.require(_ROLES[purpose])
            signing_title(session, signed_in.actor, signed_in.person, purpose)  # in a term today, if there are terms
            key = self._key(session, purpose, signed_in.person, signed_in.actor.office_id)
            office = session.get_one(Office, signed_in.actor.office_id)
            if second_factor_of(office) == "always":  # which a program on another machine cannot ask for
                raise AccessError("agents_second_factor")
            is_demo = office.is_demo
        holder = signed_in.person.full_name if purpose == "certify" else None
        self._check(key, Trust(self._settings), is_demo=is_demo, holder=holder)
        certificate = key.certificate
        return {"certificate_sha256": fingerprint(certificate), "holder": certificate.subject.rfc4514_string()}

    def _take_back(self, question: dict[str, Any]) -> dict[str, Any]:
        if not self._settings.agents:
            raise AccessError("agents_closed")
        with self._database.session() as session:
            errand = errands.errand_by_token(session, str(question.get("errand")))
            person = session.get_one(Person, errand.person_id)
            actor = actor_for(session, person, office_id=errand.office_id)
            if errand.state != "out":
                raise StateError("errand_settled")
        try:
            errands.check_out(errand)
            if not person.active:
                raise AccessError("not_allowed")
            actor.require(_ROLES[errand.purpose])
            return self._taken(errand, person, actor, self._file(question))
        except UnavailableError:
            raise  # around the file, not in it: it may be handed back again until its time is up
        except HosoError as error:
            if error.code != "errand_settled":
                self._refuse(errand, actor, error)
            raise

    def _taken(self, errand: AgentErrand, person: Person, actor: Actor, data: bytes) -> dict[str, Any]:
        trust = Trust(self._settings)
        with self._database.session() as session:
            facts = facts_of(session, actor, errand.copy_id, _STATES[errand.purpose])
            signing_title(session, actor, person, errand.purpose)
            key = self._key(session, errand.purpose, person, errand.office_id)
        holder = person.full_name if errand.purpose == "certify" else None
        if fingerprint(key.certificate) != errand.certificate_sha256:
            raise InputError("errand_other_certificate", holder=key.certificate.subject.rfc4514_string())
        self._check(key, trust, is_demo=facts.is_demo, holder=holder)
        sent = self._sent(errand)
        before = _before(errand, facts)
        check_returned(data, Awaited(sent, before, errand.field, errand.certificate_sha256), trust.anchors)
        if errand.purpose == "certify":
            return self._certified(errand, facts, actor, data)
        return self._issued(errand, facts, actor, data, trust, before)

    def _certified(self, errand: AgentErrand, facts: Facts, actor: Actor, data: bytes) -> dict[str, Any]:
        manifest = soundness.attached_manifest(data)
        check_manifest(manifest, facts, errand.certificate_sha256)
        manifest |= {"unsigned_pdf_sha256": errand.sent_sha256}

        def move(session: Session, sha256: str) -> None:
            copies.set_certified(session, actor, facts.copy_id, certified_sha256=sha256, manifest=manifest)

        return self._kept(errand, actor, data, move)

    def _issued(
        self,
        errand: AgentErrand,
        facts: Facts,
        actor: Actor,
        data: bytes,
        trust: Trust,
        before: tuple[tuple[str, str], ...],
    ) -> dict[str, Any]:
        whole, timestamps = data, trust.timestamps(office_is_demo=facts.is_demo)
        if timestamps is not None:
            held = soundness.certificates_in(data)  # whatever the level set: an agent's signature needs it most
            whole = preserve(data, EvidenceKept().of(held, trust, with_demo=facts.is_demo), timestamps)
            signers = (*before, (errand.field, errand.certificate_sha256))
            soundness.check(whole, soundness.Expected(signers, begins_with=data, preserved=True))

        def move(session: Session, sha256: str) -> None:
            if session.get_one(CertifiedCopy, facts.copy_id).certifier_id == actor.person_id:
                raise StateError("same_person_twice")
            copies.set_issued(session, actor, facts.copy_id, pdf_sha256=sha256)

        return self._kept(errand, actor, whole, move)

    def _kept(
        self, errand: AgentErrand, actor: Actor, signed: bytes, move: Callable[[Session, str], None]
    ) -> dict[str, Any]:
        """The file stored, the errand settled and the copy moved on, in one transaction; else the file is gone."""
        sha256 = None
        try:
            with self._database.session() as session:
                # first: of two that bring the same file back at once, the second must not take the first one's away
                errands.settle_errand(session, actor, errand.id, "back")
                sha256 = leftovers.put(self._settings.folder, self._blobs, signed).sha256
                move(session, sha256)
                after_commit(session, lambda: self._forget(errand.sent_sha256))
        except BaseException:
            if sha256 is not None:
                self._forget(sha256)
            raise
        return {"copy_id": errand.copy_id, "sha256": sha256}

    def _refuse(self, errand: AgentErrand, actor: Actor, error: HosoError) -> None:
        """The errand is over. The number that a certifier's copy had taken is void with the reason."""
        with suppress(HosoError), self._database.session() as session:
            errands.settle_errand(session, actor, errand.id, "refused", error.code)
            if errand.purpose == "certify" and _state(session, errand) == "draft":
                prepared.put_back(session, actor, errand.copy_id, error.message("vi"))
                after_commit(session, lambda: self._forget(errand.sent_sha256))

    def _key(self, session: Session, purpose: str, person: Person, office_id: str) -> AgentKey:
        name = person.key_name
        if purpose == "seal":
            name = session.get_one(Office, office_id).settings.get(SEAL_KEY)
        if not isinstance(name, str) or not name:
            raise UnavailableError("key_unavailable", detail="no key is assigned")
        return Trust(self._settings).source(name).held_elsewhere()

    def _check(self, key: AgentKey, trust: Trust, *, is_demo: bool, holder: str | None) -> None:
        revocation: Revocation = "required" if self._settings.check_revocation == "required" else "if_available"
        asyncio.run(check_before_signing(key, trust, office_is_demo=is_demo, revocation=revocation, holder=holder))

    def _file(self, question: dict[str, Any]) -> bytes:
        name = str(question.get("file"))
        if not _NAME.fullmatch(name):
            raise InputError("bad_request", detail="file")
        try:
            return (self._settings.returned / name).read_bytes()
        except OSError as error:
            raise UnavailableError("worker_unavailable", detail=type(error).__name__) from error

    def _sent(self, errand: AgentErrand) -> bytes:
        with self._blobs.open(errand.sent_sha256, verify=True) as stream:
            return stream.read()

    def _forget(self, sha256: str) -> None:
        leftovers.forget(self._blobs, sha256)


def _before(errand: AgentErrand, facts: Facts) -> tuple[tuple[str, str], ...]:
    """Who had signed when the file left. Raises StateError("copy_unsound") if another file left than is kept now."""
    if errand.purpose == "certify":
        return ()
    if errand.sent_sha256 != facts.certified_sha256:
        raise StateError("copy_unsound", detail="certified_sha256")
    return ((PERSON_FIELD, str((facts.manifest or {}).get("certificate_sha256"))),)


def _state(session: Session, errand: AgentErrand) -> str:
    """What state the errand's copy is in now."""
    return session.get_one(CertifiedCopy, errand.copy_id).state
