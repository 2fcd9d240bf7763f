"""Every wording and arrangement we can draw, by kind; importing a module enters its layouts into the register."""

from samples.papers import (
    administrative,
    births,
    business,
    cards,
    civil_status,
    forms,
    land,
    licences,
    others,
    residence,
    schooling,
)
from samples.papers.common import LAYOUTS, Layout

__all__ = [
    "LAYOUTS",
    "Layout",
    "administrative",
    "births",
    "business",
    "cards",
    "civil_status",
    "forms",
    "land",
    "licences",
    "others",
    "residence",
    "schooling",
]
