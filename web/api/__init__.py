"""The API for other systems: `/api/v1`, OpenAPI 3.1, bearer tokens with scopes, problem documents (RFC 9457).

An application of its own beside the staff pages: it shares their process and the storage verbs, but no session, cookie
or page.
"""

from web.api.app import create_app

__all__ = ["create_app"]
