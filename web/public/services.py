"""What the public pages need, handed down by whoever starts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from signing.verification import TrustAnchors, Verifier
from terms.kinds import Catalogue
from web.public.deliveries import Deliveries
from web.public.register import PublicRegister


@dataclass(frozen=True)
class PublicServices:
    """Everything the public pages may reach.

    `anchors`: asked for each file, so that an anchor withdrawn counts no more at once. `max_upload`: bytes.
    `trusted_proxies`: how many proxies of our own stand before us; the address of a visitor is believed only from them.
    `lookups_per_minute`, `uploads_per_minute`: what one address may ask for; `uploads_at_once`: what all may together.
    `deliveries`: copies taken by link and secret; None where none are.
    """

    register: PublicRegister
    verifier: Verifier
    anchors: Callable[[], TrustAnchors]
    catalogue: Catalogue
    max_upload: int = 50 * 1024 * 1024
    is_tls: bool = False
    trusted_proxies: int = 0
    lookups_per_minute: int = 60
    uploads_per_minute: int = 12
    uploads_at_once: int = 4
    deliveries: Deliveries | None = None
