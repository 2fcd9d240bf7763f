"""Whether this person is asked for a code when signing; the signing worker alone knows who has enrolled."""

from __future__ import annotations

from dataclasses import dataclass

from terms.errors import HosoError
from web.access import services, session_token


@dataclass(frozen=True)
class Factor:
    """`enrolled`: an app of this person makes codes; `single`, `batch`: it is asked for one copy, for a list.

    `known` is False where the signing worker does not answer.
    """

    enrolled: bool = False
    single: bool = False
    batch: bool = False
    known: bool = True


def own_factor() -> Factor:
    """Of the person who asks."""
    signing = services().signing
    if signing is None:
        return Factor(known=False)
    try:
        told = signing.worker.ask({"do": "second_factor", "token": session_token()})
    except HosoError:  # the page shows; the act itself will say that the worker is away
        return Factor(known=False)
    return Factor(bool(told["enrolled"]), bool(told["single"]), bool(told["batch"]))
