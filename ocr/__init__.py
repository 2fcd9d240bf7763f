"""Reading, without side effects: a file in, its pages' words and its documents' fields out.

No database, no network, no settings. Whatever decodes or recognises runs in a limited child (`ocr.child`); the
functions here only ask it. `ocr.model` holds the data that comes out.
"""

from ocr.child import Spent, end_children, spent
from ocr.limits import Limits
from ocr.model import Box, Code, DocumentReading, FieldValue, PageReading, Reading, Word
from ocr.opened import OpenedFile, OpenedPage
from ocr.quality import Fault, Quality, reason_unread
from ocr.reading import (
    PageImage,
    open_file,
    page_image,
    page_picture,
    page_quality,
    page_seals,
    read_file,
    read_page,
    read_pages,
    read_with,
    sha256_of,
    unread_page,
)
from ocr.records import (
    error_to_contract,
    opened_from_record,
    opened_to_record,
    page_from_json,
    page_from_record,
    page_to_json,
    page_to_record,
    reading_to_contract,
)

__all__ = [
    "Box",
    "Code",
    "DocumentReading",
    "Fault",
    "FieldValue",
    "Limits",
    "OpenedFile",
    "OpenedPage",
    "PageImage",
    "PageReading",
    "Quality",
    "Reading",
    "Spent",
    "Word",
    "end_children",
    "error_to_contract",
    "open_file",
    "opened_from_record",
    "opened_to_record",
    "page_from_json",
    "page_from_record",
    "page_image",
    "page_picture",
    "page_quality",
    "page_seals",
    "page_to_json",
    "page_to_record",
    "read_file",
    "read_page",
    "read_pages",
    "read_with",
    "reading_to_contract",
    "reason_unread",
    "sha256_of",
    "spent",
    "unread_page",
]
