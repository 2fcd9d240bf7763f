"""Nothing that bears a person's signature is left lying by an act that was cut off."""

from __future__ import annotations

import datetime as dt

from signing import leftovers
from storage.copies.tables import CertifiedCopy
from tests.signing.scene import Counter
from tests.signing.test_act import begin, seal

AT_ONCE = dt.timedelta(0)


def sweep(counter: Counter, older_than: dt.timedelta = AT_ONCE) -> int:
    return leftovers.sweep(counter.services.settings.folder, counter.database, counter.services.blobs, older_than)


def test_a_signed_file_that_no_row_came_to_stand_for_is_erased(counter: Counter) -> None:
    """As a worker leaves it that is killed between writing the file and writing the row."""
    stored = leftovers.put(counter.services.settings.folder, counter.services.blobs, b"%PDF half a copy")
    assert sweep(counter, dt.timedelta(minutes=15)) == 0, "an act may still be at it"
    assert counter.services.blobs.exists(stored.sha256)

    assert sweep(counter) == 1
    assert not counter.services.blobs.exists(stored.sha256)
    assert sweep(counter) == 0


def test_what_waits_for_the_seal_and_what_was_issued_stays(counter: Counter) -> None:
    waiting, issued = begin(counter), begin(counter)
    sealed = seal(counter, issued.copy_id)

    sweep(counter)

    assert counter.services.blobs.exists(str(counter.copy(waiting.copy_id).certified_sha256))
    assert counter.services.blobs.exists(sealed.pdf_sha256)


def test_the_file_of_a_void_copy_goes_even_if_its_row_names_it(counter: Counter) -> None:
    certified = begin(counter)
    with counter.database.session() as session:
        copy = session.get_one(CertifiedCopy, certified.copy_id)
        copy.state = copy.status = "void"

    assert sweep(counter) == 1
    assert not counter.services.blobs.exists(str(counter.copy(certified.copy_id).certified_sha256))
