"""The pages, a file a place. Each is a blueprint; each view says who may call it."""

from web.staff.pages import (
    account,
    arrange,
    audit,
    batches,
    certify,
    compare,
    copies,
    corrections,
    covers,
    deliveries,
    desk,
    dossiers,
    errands,
    home,
    intake,
    office,
    office_copies,
    owners,
    paper,
    people,
    pictures,
    refusals,
    register_files,
    registers,
    requests,
    review,
    seal,
    search,
    signin,
    store,
    suspected,
)

_PLACES = (
    home, signin, account, intake, dossiers, arrange, covers, pictures, review, corrections, store, certify, seal,
    copies, registers, register_files, paper, office_copies, search, owners, audit, office, people, errands,
    batches, deliveries, requests, refusals, suspected, compare, desk,
)  # fmt: skip

PARTS = tuple(place.part for place in _PLACES)

__all__ = ["PARTS"]
