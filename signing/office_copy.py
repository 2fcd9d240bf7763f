"""SAO Y, SAO LỤC, TRÍCH SAO under Decree 30/2020/NĐ-CP, Article 25: digitised by the office, signed by the office.

Not a certified copy, and never mixed with one: nobody compares under Article 22, nobody certifies, no
book of certification gives a number. Its numbering and its files are apart, and so is its mark: the corner block.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from signing import leftovers
from signing.building import build_office
from signing.channel import Batch
from signing.letters import printable
from signing.office_copy_file import OfficeCopyPlan
from signing.pages import pages_of_document, sources_of
from signing.services import SigningServices
from signing.statement import VIETNAM
from storage.copies import office_copies
from storage.copies.tables import OfficeCopy
from storage.database import after_commit, now
from storage.documents.review import document_by_id
from storage.offices.tables import Office
from storage.requests.refusals import kept_back
from storage.scope import Actor
from terms.errors import StateError


def make(services: SigningServices, actor: Actor, document_id: str, form: str) -> str:
    """Number and build a copy, which then waits for the office's signature: its id.

    Raises StateError("wrong_state") unless the document is confirmed, ("kept_back") for one kept back as a suspected
    forgery; InputError if its scan cannot be read. If building fails, the number is void.
    """
    with services.database.session() as session:
        copy = office_copies.begin_office_copy(
            session, actor, document_id, form, symbol=services.settings.office_copy_symbol
        )
        document = document_by_id(session, actor, document_id)
        if kept_back(session, actor, document_id) is not None:
            raise StateError("kept_back")
        kind = services.catalogue.kinds.get(document.kind)
        office = session.get_one(Office, document.office_id)
        plan = OfficeCopyPlan(
            form=form,
            symbol=copy.symbol,
            title=document.title or (kind.names.vi if kind is not None else document.kind),
            office_name=printable(office.name),
            moment=now().replace(microsecond=0).astimezone(VIETNAM).isoformat(),
            demo=office.is_demo,
            sources=sources_of(pages_of_document(session, actor, document), services.blobs),
        )
    try:
        with tempfile.TemporaryDirectory(prefix="hoso-office-copy-") as folder:
            out = Path(folder) / "copy.pdf"
            build_office(plan, out)
            pdf = out.read_bytes()
        stored = leftovers.put(services.settings.folder, services.blobs, pdf)
        with services.database.session() as session:
            office_copies.set_built(session, actor, copy.id, stored.sha256)
    except BaseException:
        with services.database.session() as session:
            office_copies.void_office_copy(session, actor, copy.id, "Không tạo được tệp")
        raise
    return copy.id


def sign(services: SigningServices, token: str, pin: str, copy_ids: Sequence[str], *, code: str = "") -> list[str]:
    """Have the office's key sign copies that wait: the SHA-256 of each issued file. One PIN serves all of them.

    `token`: the session of who keeps the seal; `code`: of their second factor, where one is
    asked for. Raises what `Batch` raises; what was signed before a failure stays.
    """
    with services.worker.open_batch(token, pin, "seal", count=len(copy_ids), code=code) as batch:
        return [sign_in(batch, copy_id) for copy_id in copy_ids]


def sign_in(batch: Batch, copy_id: str) -> str:
    """One copy of a batch. Raises StateError("wrong_state")."""
    return str(batch.sign("sign_office_copy", office_copy_id=copy_id)["sha256"])


def void(services: SigningServices, actor: Actor, copy_id: str, reason: str) -> OfficeCopy:
    """It will not be signed; its file is gone, its number stays empty."""
    with services.database.session() as session:
        copy = office_copies.void_office_copy(session, actor, copy_id, reason)
        unsigned = copy.unsigned_sha256
        after_commit(session, lambda: leftovers.forget(services.blobs, unsigned))
        return copy
