"""Public verification: anyone asks whether a certified copy or any signed PDF is true, without an account.

An application of its own: its own process and port, no session, no cookie, no staff code, a read-only view of the data;
only the attempts at delivery links are counted, by a second handle that changes nothing else. It says of a copy what
kind of paper it is, number, date, office and status, and nothing else of anybody.
"""

from web.public.app import create_app
from web.public.deliveries import Deliveries, StoredDeliveries
from web.public.register import PublicRegister, StoredPublicRegister
from web.public.services import PublicServices

__all__ = ["Deliveries", "PublicRegister", "PublicServices", "StoredDeliveries", "StoredPublicRegister", "create_app"]
