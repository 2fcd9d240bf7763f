"""Tokens of SoftHSM for the test run: made before the library is first loaded, which looks for tokens only then."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing.keys import KeySource, TokenAddress
from tests.signing.pki import PIN

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
TOKENS = ("hoso-test", "hoso-office", "hoso-lost")


@dataclass(frozen=True)
class SoftHsm:
    """The tokens, by label: the folder each is kept in."""

    folder: Path
    tokens: dict[str, Path]

    @classmethod
    def make(cls, folder: Path) -> SoftHsm:
        """Tokens of all labels. The environment names `folder` already."""
        (folder / "tokens").mkdir()
        (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
        tokens: dict[str, Path] = {}
        for label in TOKENS:
            softhsm("--init-token", "--free", "--label", label, "--so-pin", "87654321", "--pin", PIN)
            (tokens[label],) = set((folder / "tokens").iterdir()) - set(tokens.values())
        return cls(folder, tokens)

    def put(
        self,
        token: str,
        label: str,
        key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
        beside: Path,
        *chain: x509.Certificate,
    ) -> KeySource:
        """The key on the token, under a label of its own; its certificates in the file `beside`, as with tokens that
        hold none."""
        plain = self.folder / f"{label}.pk8"
        plain.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        number = os.urandom(4).hex()
        softhsm("--import", str(plain), "--token", token, "--label", label, "--id", number, "--pin", PIN)
        plain.unlink()
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in chain))
        return KeySource(label, token=TokenAddress(LIBRARY, token, label), certificates=beside)

    @contextlib.contextmanager
    def drawn(self, token: str) -> Iterator[None]:
        """The token is drawn until the block ends."""
        place = self.tokens[token]
        place.rename(self.folder / f"drawn-{token}")
        try:
            yield
        finally:
            (self.folder / f"drawn-{token}").rename(place)


def softhsm(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, timeout=30, env=dict(os.environ))
