"""Keys behind one port: a file (encrypted PKCS#8, PKCS#12) or a token (PKCS#11). Only the signing worker opens one."""

from signing.keys.file import FileKey, open_file
from signing.keys.key import Key
from signing.keys.source import KeySource
from signing.keys.token import TokenAddress, TokenKey, open_token

__all__ = ["FileKey", "Key", "KeySource", "TokenAddress", "TokenKey", "open_file", "open_token"]
