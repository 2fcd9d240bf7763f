"""The demo authority (root, issuing authority, status, timestamps) and where timestamps come from."""

from signing.authority.demo import DemoAuthority
from signing.authority.names import MARK, common_name, is_marked, marked
from signing.authority.timestamps import DemoTimestamps, HttpTimestamps

__all__ = ["MARK", "DemoAuthority", "DemoTimestamps", "HttpTimestamps", "common_name", "is_marked", "marked"]
