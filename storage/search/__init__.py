"""Full-text search: accents optional, the exact spelling first, office scope inside the query."""

from storage.search.index import forget_document, index_document
from storage.search.search import SearchHit, Snippet, search

__all__ = ["SearchHit", "Snippet", "forget_document", "index_document", "search"]
