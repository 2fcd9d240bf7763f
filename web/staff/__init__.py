"""The staff pages: from the pile of paper on the counter to the certified copy. Server-rendered, with htmx."""

from web.staff.app import create_app

__all__ = ["create_app"]
