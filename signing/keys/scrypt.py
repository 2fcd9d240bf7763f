"""A private key at rest: PKCS#8, encrypted with AES-256 under a key that scrypt derives from the PIN (RFC 5958, 7914).

The usual writer of such files spends 2048 rounds of PBKDF2 on a PIN, which is next to nothing for whoever stole the
file. The form is the standard's: `openssl pkey` and `cryptography` read it.
"""

from __future__ import annotations

import secrets

from asn1crypto import core, pem
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

# 16 MiB and about 0.2 s a guess. OpenSSL refuses to read what asks for more than 32 MiB, hence p rather than N.
_COST = {"n": 2**14, "r": 8, "p": 5}
_PBES2, _SCRYPT, _AES_256_CBC = "1.2.840.113549.1.5.13", "1.3.6.1.4.1.11591.4.11", "2.16.840.1.101.3.4.1.42"


class _ScryptParameters(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields = [("salt", core.OctetString), ("n", core.Integer), ("r", core.Integer), ("p", core.Integer)]  # noqa: RUF012


class _Algorithm(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any)]  # noqa: RUF012


class _Pbes2Parameters(core.Sequence):  # type: ignore[misc]
    _fields = [("key_derivation", _Algorithm), ("encryption", _Algorithm)]  # noqa: RUF012


class _EncryptedKey(core.Sequence):  # type: ignore[misc]
    _fields = [("algorithm", _Algorithm), ("data", core.OctetString)]  # noqa: RUF012


def encrypted_pem(key: PrivateKeyTypes, pin: bytes) -> bytes:
    """`key` as a PEM file that only `pin` opens."""
    salt, start = secrets.token_bytes(16), secrets.token_bytes(16)
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    padder = padding.PKCS7(128).padder()
    plain = padder.update(plain) + padder.finalize()
    encryptor = Cipher(algorithms.AES(Scrypt(salt=salt, length=32, **_COST).derive(pin)), modes.CBC(start)).encryptor()
    derivation = {"algorithm": _SCRYPT, "parameters": _ScryptParameters({"salt": salt, **_COST})}
    encryption = {"algorithm": _AES_256_CBC, "parameters": core.OctetString(start)}
    scheme = _Pbes2Parameters({"key_derivation": derivation, "encryption": encryption})
    whole = _EncryptedKey(
        {
            "algorithm": {"algorithm": _PBES2, "parameters": scheme},
            "data": encryptor.update(plain) + encryptor.finalize(),
        }
    )
    armoured: bytes = pem.armor("ENCRYPTED PRIVATE KEY", whole.dump())
    return armoured
