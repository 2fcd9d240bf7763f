"""Keys behind one port: a file (encrypted PKCS#8, PKCS#12), a token (PKCS#11) or a remote service (CSC API).

Only the signing worker opens one.
"""

from signing.keys.csc import RemoteAddress
from signing.keys.file import FileKey, open_file
from signing.keys.key import Key
from signing.keys.remote import RemoteKey, open_remote
from signing.keys.source import KeySource
from signing.keys.token import TokenAddress, TokenKey, open_token

__all__ = [
    "FileKey",
    "Key",
    "KeySource",
    "RemoteAddress",
    "RemoteKey",
    "TokenAddress",
    "TokenKey",
    "open_file",
    "open_remote",
    "open_token",
]
