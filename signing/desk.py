"""What the signing worker does with a request. It believes nothing it is told that it can look up itself.

Before each signature it reads in the database who is signed in with the token that came along, which roles they hold,
and what stands in the copy's row: the answers to Article 22, a tick for each page, the reserved number, who certified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from pdf import Leaf
from signing import desk_other, leftovers, soundness
from signing.appearance import office_appearance, person_appearance, seal_picture
from signing.batch_desk import BatchDesk, FactorDesk
from signing.batch_runs import BatchRuns
from signing.batches import OpenBatch
from signing.channel import Purpose, wipe
from signing.copy import OFFICE_FIELD, PERSON_FIELD
from signing.errand_desk import ErrandDesk
from signing.facts import check_manifest, facts_of, fingerprint
from signing.opening import Asked, Keyholder
from signing.settings import SigningSettings
from signing.signatures import SignatureWords, field_box, preserve, sign, with_evidence
from signing.steps import reached
from storage.blobs.store import BlobStore, StoredBlob
from storage.copies import copies
from storage.copies.tables import CertifiedCopy
from storage.database import Database, now
from storage.documents.conversion import record_office_signature
from storage.documents.review import document_by_id
from storage.offices.signin import SignedIn, resolve
from storage.offices.tables import Office
from storage.scope import CERTIFIER, SEAL_KEEPER
from storage.signings.terms import signing_title
from terms.errors import AccessError, HosoError, InputError, StateError
from terms.titles import title_lines

ROLE_FOR: dict[Purpose, str] = {"certify": CERTIFIER, "seal": SEAL_KEEPER}
_SUBJECTS = ("copy_id", "document_id", "register_id", "office_copy_id")  # what a signature may be asked for
_UNSIGNED = "unsigned_pdf_sha256"


class Desk:
    """Answers requests; safe to use from several threads."""

    def __init__(self, settings: SigningSettings, database: Database, blobs: BlobStore) -> None:
        self._settings = settings
        self._database = database
        self.blobs = self._blobs = blobs
        self.keys = Keyholder(settings, database)
        self.runs = BatchRuns(settings, database, blobs)
        self._lists = BatchDesk(settings, database, self.keys, self.runs)
        self._factors = FactorDesk(database, self.keys)
        self._work: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "ping": lambda _: {"ok": True},
            "certify": self._certify,
            "seal": self._seal,
            "sign_conversion": self._sign_conversion,
            "sign_register_closing": partial(desk_other.sign_register_closing, self._tools()),
            "sign_office_copy": partial(desk_other.sign_office_copy, self._tools()),
            "close": self._close,
            **ErrandDesk(settings, database, blobs).work,
            "second_factor": lambda asked: self._factors.tell(self._signed_in(asked)),
            "reset_second_factor": lambda asked: self._factors.reset(
                self._signed_in(asked), str(asked.get("person_id"))
            ),
        }
        self._secret_work: dict[str, Callable[[dict[str, Any], bytearray], dict[str, Any]]] = {
            "open": self._open,
            "sign_batch": self._sign_batch,
            "resume_batch": lambda asked, pin: self._lists.resume(self._signed_in(asked), asked, pin),
            "enrol_second_factor": lambda asked, password: self._factors.enrol(self._signed_in(asked), password),
            "confirm_second_factor": lambda asked, code: self._factors.confirm(self._signed_in(asked), code),
        }

    def answer(self, question: dict[str, Any], secret: bytearray | None) -> dict[str, Any]:
        """Do what is asked. `secret` is wiped here. Raises HosoError."""
        do, given = str(question.get("do")), secret if secret is not None else bytearray()
        try:
            if do in self._work:
                return self._work[do](question)
            if do in self._secret_work:
                return self._secret_work[do](question, given)
        finally:
            wipe(given)
        raise InputError("bad_request", detail=do[:40])

    def sweep(self) -> None:
        """Forget keys whose time has run out."""
        self.keys.batches.sweep()

    def close(self) -> None:
        """Forget all keys."""
        self.keys.batches.clear()

    # --- opening a key -------------------------------------------------------------------------------------------

    def _open(self, question: dict[str, Any], secret: bytearray) -> dict[str, Any]:
        purpose = purpose_of(question)
        count = question.get("count")
        if not isinstance(count, int) or not 1 <= count <= self._settings.batch_size:
            raise InputError("bad_request", detail=f"count: 1–{self._settings.batch_size}")
        signed_in = self._signed_in(question, ROLE_FOR[purpose])
        why = str(question.get("break_glass") or "") if purpose == "seal" else ""
        asked = Asked(purpose, 1 if why else count, with_code=bool(question.get("with_code")), break_glass=why)
        name, certificate = self.keys.open(signed_in, asked, secret)
        return {
            "batch": name,
            "certificate_sha256": fingerprint(certificate),
            "holder": certificate.subject.rfc4514_string(),
        }

    def _sign_batch(self, question: dict[str, Any], secret: bytearray) -> dict[str, Any]:
        purpose = purpose_of(question)
        return self._lists.sign(self._signed_in(question, ROLE_FOR[purpose]), purpose, question, secret)

    def _signed_in(self, question: dict[str, Any], role: str | None = None) -> SignedIn:
        with self._database.session() as session:
            return self.who(session, question, role)

    def _close(self, question: dict[str, Any]) -> dict[str, Any]:
        signed_in = self._signed_in(question)
        self.keys.batches.close(str(question.get("batch")), signed_in.person.id)
        return {"ok": True}

    # --- the certifier's signature -------------------------------------------------------------------------------

    def _certify(self, question: dict[str, Any]) -> dict[str, Any]:
        with self._database.session() as session:
            signed_in = self.who(session, question, CERTIFIER)
            facts = facts_of(session, signed_in.actor, str(question.get("copy_id")), "draft")
            if session.get_one(CertifiedCopy, facts.copy_id).certifier_id != signed_in.person.id:
                raise AccessError("not_allowed")
        unsigned_sha256 = str(question.get("unsigned_sha256"))
        pdf = self._bytes(unsigned_sha256)
        batch = self._batch(question, signed_in, "certify")
        reached("certifying", facts.copy_id)
        manifest = soundness.attached_manifest(pdf)
        check_manifest(manifest, facts, fingerprint(batch.key.certificate))
        appearance = person_appearance(
            field_box(pdf, PERSON_FIELD),
            name=facts.certifier_name,
            title=facts.certifier_title,
            title_lines=title_lines(facts.certifier_title),
            moment=now(),
            demo=facts.is_demo,
        )
        signed = sign(
            pdf,
            batch.key,
            field=PERSON_FIELD,
            certify=True,
            appearance=appearance,
            words=SignatureWords("Chứng thực bản sao đúng với bản chính", facts.office_name),
            timestamps=batch.trust.timestamps(office_is_demo=facts.is_demo),
        )
        reached("signed by the certifier", facts.copy_id)
        signers = ((PERSON_FIELD, manifest["certificate_sha256"]),)
        soundness.check(signed, soundness.Expected(signers, begins_with=pdf, preserved=False, ours=True))
        with self._kept(signed) as stored, self._database.session() as session:
            reached("signature kept", facts.copy_id)
            copies.set_certified(
                session,
                signed_in.actor,
                facts.copy_id,
                certified_sha256=stored.sha256,
                manifest=manifest | {_UNSIGNED: unsigned_sha256},
            )
        reached("certified", facts.copy_id)
        return {"sha256": stored.sha256}

    # --- the office's signature ----------------------------------------------------------------------------------

    def _seal(self, question: dict[str, Any]) -> dict[str, Any]:
        with self._database.session() as session:
            signed_in = self.who(session, question, SEAL_KEEPER)
            facts = facts_of(session, signed_in.actor, str(question.get("copy_id")), "certified")
        batch = self._batch(question, signed_in, "seal")
        alone = facts.certifier_id == signed_in.person.id
        if alone and not batch.break_glass:
            raise StateError("same_person_twice")
        manifest = facts.manifest or {}
        pdf = self._bytes(facts.certified_sha256 or "")
        person = (PERSON_FIELD, str(manifest.get("certificate_sha256")))
        soundness.check(pdf, soundness.Expected((person,), begins_with=b"", preserved=False))
        appearance = office_appearance(
            field_box(pdf, OFFICE_FIELD),
            name=facts.office_name,
            moment=now(),
            demo=facts.is_demo,
            seal=seal_picture(self._settings.folder, str(manifest.get("office", {}).get("code"))),
        )
        words = SignatureWords("Chữ ký số của cơ quan thực hiện chứng thực", facts.office_name)
        reached("sealing", facts.copy_id)
        whole = self._sealed(pdf, batch, (person,), appearance, words, certify=False, demo=facts.is_demo)
        reached("signed for the office", facts.copy_id)
        with self._kept(whole) as stored, self._database.session() as session:
            reached("seal kept", facts.copy_id)
            why = batch.break_glass if alone else ""
            copies.set_issued(session, signed_in.actor, facts.copy_id, pdf_sha256=stored.sha256, break_glass=why)
        reached("issued", facts.copy_id)
        with suppress(HosoError):
            self._blobs.erase(facts.certified_sha256 or "")  # the issued file begins with all of it
        return {"sha256": stored.sha256}

    def _sign_conversion(self, question: dict[str, Any]) -> dict[str, Any]:
        with self._database.session() as session:
            signed_in = self.who(session, question, SEAL_KEEPER)
            document = document_by_id(session, signed_in.actor, str(question.get("document_id")))
            office = session.get_one(Office, document.office_id)
            if document.state != "confirmed" or not document.needs_office_signature or not document.converted_sha256:
                raise StateError("wrong_state", detail="the document does not wait for the office's signature")
            if signed_in.person.id == document.converted_by:
                raise StateError("same_person_twice")
        pdf = self._bytes(document.converted_sha256)
        batch = self._batch(question, signed_in, "seal")
        box = field_box(pdf, OFFICE_FIELD)
        appearance = office_appearance(box, name=office.name, moment=now(), demo=office.is_demo)
        words = SignatureWords("Chữ ký số của cơ quan thực hiện chuyển đổi", office.name)
        whole = self._sealed(pdf, batch, (), appearance, words, certify=True, demo=office.is_demo)
        with self._kept(whole) as stored, self._database.session() as session:
            record_office_signature(session, signed_in.actor, document.id, stored.sha256)
        return {"sha256": stored.sha256}

    def _sealed(
        self,
        pdf: bytes,
        batch: OpenBatch,
        before: tuple[tuple[str, str], ...],
        appearance: Leaf,
        words: SignatureWords,
        *,
        certify: bool,
        demo: bool,
        field: str = OFFICE_FIELD,
    ) -> bytes:
        """`pdf` with the office's signature, preserved if a timestamp authority is configured, and looked at again."""
        timestamps = batch.trust.timestamps(office_is_demo=demo)
        signed = sign(
            pdf,
            batch.key,
            field=field,
            certify=certify,
            appearance=appearance,
            words=words,
            timestamps=timestamps,
        )
        whole, level = signed, self._settings.level if timestamps is not None else "B-B"
        if timestamps is not None and level in ("B-LT", "B-LTA"):
            evidence = batch.evidence.of(soundness.certificates_in(signed), batch.trust, with_demo=demo)
            whole = preserve(signed, evidence, timestamps) if level == "B-LTA" else with_evidence(signed, evidence)
        office = (field, fingerprint(batch.key.certificate))
        expected = soundness.Expected(
            (*before, office),
            begins_with=pdf,
            preserved=level == "B-LTA",
            with_evidence=level in ("B-LT", "B-LTA"),
            ours=not before,  # a certifier may have signed with a program of their own
        )
        soundness.check(whole, expected)
        return whole

    def _tools(self) -> desk_other.Tools:
        """What `signing.desk_other` needs to sign for the office."""
        return desk_other.Tools(
            database=self._database,
            who=self._signed_in,
            take=partial(self._batch, purpose="seal"),
            read=self._bytes,
            sealed=self._sealed,
            kept=self._kept,
            forget=partial(leftovers.forget, self._blobs),
        )

    # --- what is looked up before a key is touched ---------------------------------------------------------------

    def who(self, session: Session, question: dict[str, Any], role: str | None = None) -> SignedIn:
        """Who holds the token of the request. Raises AccessError("not_signed_in"), ("not_allowed")."""
        signed_in = resolve(session, str(question.get("token")))
        if signed_in is None:
            raise AccessError("not_signed_in")
        if role is not None:
            signed_in.actor.require(role)
        return signed_in

    def _batch(self, question: dict[str, Any], signed_in: SignedIn, purpose: Purpose) -> OpenBatch:
        with self._database.session() as session:
            signing_title(session, signed_in.actor, signed_in.person, purpose)  # in a term today, if there are terms
        subject = next((str(question[name]) for name in _SUBJECTS if question.get(name)), "")
        name, office_id = str(question.get("batch")), signed_in.actor.office_id
        return self.keys.batches.take(name, signed_in.person.id, office_id, purpose, subject)

    @contextmanager
    def _kept(self, signed: bytes) -> Iterator[StoredBlob]:
        """`signed` in the blob store; gone again unless the block ends well: no signed file that no row knows."""
        stored = leftovers.put(self._settings.folder, self._blobs, signed)
        try:
            yield stored
        except BaseException:
            with suppress(HosoError):
                self._blobs.erase(stored.sha256)
            raise

    def _bytes(self, sha256: str) -> bytes:
        with self._blobs.open(sha256, verify=True) as stream:
            return stream.read()


def purpose_of(question: dict[str, Any]) -> Purpose:
    """What a request wants a key for."""
    return "seal" if question.get("purpose") == "seal" else "certify"
