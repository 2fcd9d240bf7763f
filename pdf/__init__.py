"""Paper out: a scan with its words under it as PDF/A-2b, a certified copy's pages and attachments as PDF/A-3b.

Knows nothing of law and nothing of how words are read. Original image streams go in byte for byte. Bytes from outside
are decoded here: call it in a process that may die.
"""

from pdf.archive import Archive, Attachment
from pdf.leaf import Fonts, Leaf, Type
from pdf.searchable import Searchable, searchable
from pdf.sheets import Place, Rectangle, Sheets
from pdf.textlayer import TextPage, TextWord

__all__ = [
    "Archive",
    "Attachment",
    "Fonts",
    "Leaf",
    "Place",
    "Rectangle",
    "Searchable",
    "Sheets",
    "TextPage",
    "TextWord",
    "Type",
    "searchable",
]
