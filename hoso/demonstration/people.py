"""The people of the practice office in the demo: they sign in, look at papers, and answer for them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy.orm import Session

from hoso.first_run import Account, accounts
from hoso.sample import PaperTruth, Place
from hoso.services import House, signing_settings
from ingest.pipeline import read_as
from signing.services import SigningServices
from storage.documents.review import confirm, decide_field, decide_kind, fields_of
from storage.documents.tables import Document, Original, Page
from storage.offices.signin import SignedIn, sign_in
from storage.owners.store import assign_owner, find_or_create_organisation, find_or_create_person, owners_of
from storage.scope import Actor, fetch, system
from terms.errors import HosoError, UnavailableError
from terms.kinds import Catalogue
from web.staff.keeping import kept

PATIENCE_S = 30.0


class Cast:
    """Who acts in the demo, and with what."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people: dict[str, Account] = accounts(house)

    @cached_property
    def signing(self) -> SigningServices:
        return SigningServices(
            self.house.database, self.house.blobs, self.house.catalogue, signing_settings(self.house.settings)
        )

    def enter(self, username: str) -> SignedIn:
        """Sign in with the person's own password; the session's token is what the signing worker asks for."""
        with self.house.database.session() as session:
            return sign_in(session, username, self.people[username].password, ip="127.0.0.1")

    def requester(self, document: Document) -> str:
        """Who asks for the copy: the first owner of the paper."""
        with self.house.database.session() as session:
            found = owners_of(session, system(document.office_id), document.id)
        return found[0][0].name if found else "Nguyễn Văn A"


@contextmanager
def signing_worker(house: House) -> Iterator[None]:
    """A signing worker of its own process, as in the service, until the block ends.

    One that runs already (a service is up) is used instead. Raises UnavailableError("key_unavailable").
    """
    socket = signing_settings(house.settings).socket
    if socket.exists():
        yield
        return
    with (house.settings.data / "signing-worker.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-P", "-m", "hoso", "process", "signing"], stderr=log)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while not socket.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise UnavailableError("key_unavailable")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def confirm_as_on_paper(
    session: Session,
    actor: Actor,
    document: Document,
    pages: Sequence[Page],
    truth: Mapping[Place, PaperTruth],
    catalogue: Catalogue,
) -> tuple[Document, int, int]:
    """What the reviewer does: name the paper if the program is wrong, answer each doubtful field, confirm.

    Returns the document, the fields that had to be looked at, and what had to be mended.
    """
    names = {page.original_id: fetch(session, actor, Original, page.original_id).filename for page in pages}
    told = truth.get(tuple((names[page.original_id], page.number) for page in pages))
    asked = mended = 0
    if told is not None and told.kind != document.kind:
        document = decide_kind(session, actor, document.id, told.kind, document.version)
        read_as(session, actor, document.id, catalogue)
        mended += 1
    for state in fields_of(session, actor, document.id):
        if not state.doubtful:
            continue
        value = told.fields.get(state.name) if told is not None else state.value
        asked += 1
        mended += value != state.value
        shown = state.proposal.id if state.proposal else None
        document = decide_field(
            session, actor, document.id, state.name, value, proposal_id=shown, version=document.version
        )
    states = fields_of(session, actor, document.id)
    title = catalogue[document.kind].called({state.name: state.value for state in states})
    shown_names = [state.name for state in states]
    document = confirm(session, actor, document.id, document.version, title=title, names=shown_names)
    return document, asked, mended


def name_owners(session: Session, actor: Actor, document: Document, catalogue: Catalogue) -> None:
    """Put the paper into the store of those it names, as the review page suggests them."""
    values = {state.name: state.value for state in fields_of(session, actor, document.id)}
    found = kept(session, actor, document, values, catalogue[document.kind])
    for one in found.suggestions if found else ():
        try:
            if one.organisation:
                owner = find_or_create_organisation(session, actor, name=one.name, tax_code=one.personal_id or None)
            else:
                owner = find_or_create_person(
                    session,
                    actor,
                    name=one.name,
                    personal_id=one.personal_id or None,
                    date_of_birth=one.date_of_birth or None,
                )
        except HosoError:
            continue  # a number that is known under another name asks for a person; the demo leaves it
        assign_owner(session, actor, document.id, owner.id, one.role)
