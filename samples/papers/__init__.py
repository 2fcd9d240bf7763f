"""Every wording and arrangement we can draw, by kind; importing a module enters its layouts into the register."""

from samples.papers import administrative, business, civil_status, forms, identity, land, others, schooling
from samples.papers.common import LAYOUTS, Layout

__all__ = [
    "LAYOUTS",
    "Layout",
    "administrative",
    "business",
    "civil_status",
    "forms",
    "identity",
    "land",
    "others",
    "schooling",
]
