"""Paper out: a scan with its words under it as PDF/A-2b, a certified copy's pages and attachments as PDF/A-3b.

Knows nothing of law and nothing of how words are read. Original image streams go in byte for byte.
"""

from pdf.searchable import Searchable, searchable
from pdf.textlayer import TextPage, TextWord

__all__ = ["Searchable", "TextPage", "TextWord", "searchable"]
