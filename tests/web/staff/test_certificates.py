"""The warning that a certificate is about to end: whom it reaches, and when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from tests.signing.pki import Root
from tests.web.staff.world import Browser, World


def lay_down(world: World, name: str, days: int) -> None:
    """A certificate of the key `name` that ends in so many days."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = Root.make().issue("Lê Minh Châu", key.public_key(), begins=dt.timedelta(days=days - 400), days=400)
    folder = world.signing.settings.folder / "keys"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.crt.pem").write_bytes(certificate.public_bytes(Encoding.PEM))


@pytest.mark.parametrize(
    ("key", "days", "warned"),
    [
        ("chau", 200, set()),
        ("chau", 40, {"certifier", "administrator"}),
        ("chau", -2, {"certifier", "administrator"}),
        ("office", 5, {"seal_keeper", "administrator"}),
        ("somebody-elses", 5, set()),
    ],
)
def test_who_is_warned(world: World, authority: Path, key: str, days: int, warned: set[str]) -> None:
    with world.signs(authority):
        lay_down(world, key, days)
        app = world.app()
        seen = {
            role
            for role in ("certifier", "seal_keeper", "administrator", "counter", "auditor")
            if "hết hạn ngày" in Browser(app, world, role).get("/account").text
        }
    assert seen == warned


def test_one_that_is_over_says_that_nothing_is_signed_any_more(world: World, authority: Path) -> None:
    with world.signs(authority):
        lay_down(world, "chau", -2)
        assert "không ký được nữa" in Browser(world.app(), world, "certifier").get("/account").text
