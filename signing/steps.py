"""The steps of the act of certification, told to the log as each is reached: an operator follows them there, and the
proof of the act strikes at them. Ids only: no name, no number of a person, no secret."""

from __future__ import annotations

import logging
from typing import Literal, get_args

log = logging.getLogger(__name__)

Step = Literal[
    "reserved",  # the number is taken, the draft is there
    "built",  # the unsigned PDF is made
    "handed over",  # and stored, where the signing worker finds it
    "certifying",  # the worker has looked everything up
    "signed by the certifier",
    "signature kept",
    "certified",
    "sealing",
    "signed for the office",
    "seal kept",
    "issued",
]
STEPS: tuple[Step, ...] = get_args(Step)


def reached(step: Step, copy_id: str) -> None:
    """Say that the copy's act has come this far."""
    log.info("act: %s: %s", copy_id, step)
