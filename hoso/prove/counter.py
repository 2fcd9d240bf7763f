"""A counter that hands in dossiers over HTTP and is not put off by a server that dies under its hands."""

from __future__ import annotations

import http.client
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_ANSWER_S = 30.0
_PAUSE_S = 0.5


@dataclass(frozen=True)
class Account:
    """The access of another system: what `./run admin` gives out once."""

    client_id: str
    secret: str


class Counter:
    """Speaks to the API at `url`. Whatever gets no answer is tried again until `stop` is set; the server must see to
    it that nothing is there twice for that. `answered` counts the answers, `retries` those that never came;
    `in_flight` is set during a call.
    """

    def __init__(self, url: str, account: Account, stop: threading.Event) -> None:
        self.url = url
        self.retries = 0
        self.answered = 0
        self.in_flight = threading.Event()
        self._account = account
        self._stop = stop
        self._token = ""

    def hand_in(self, code: str, title: str, files: Mapping[str, bytes]) -> None:
        """Open the dossier `code` and hand in its files, in order. Returns when all of it was acknowledged."""
        self._until_answered(lambda: self._open(code, title))
        for name, data in files.items():
            where = urllib.parse.urlencode({"filename": name, "dossier_code": code})
            self._until_answered(lambda where=where, data=data: self._post(f"/originals?{where}", data))  # type: ignore[misc]

    def _open(self, code: str, title: str) -> None:
        try:
            self._post("/dossiers", json.dumps({"title": title, "code": code}).encode(), "application/json")
        except urllib.error.HTTPError as refusal:
            # Opened by a call whose answer was lost: then it is there, and that is what is wanted.
            if refusal.code != 409:
                raise

    def _until_answered(self, call: Callable[[], object]) -> None:
        while not self._stop.is_set():
            try:
                self.in_flight.set()
                call()
            except urllib.error.HTTPError as refusal:
                if refusal.code == 401:
                    self._token = ""
                elif refusal.code < 500:
                    raise
            except (OSError, http.client.HTTPException):
                pass
            else:
                self.answered += 1
                return
            finally:
                self.in_flight.clear()
            self.retries += 1
            self._stop.wait(_PAUSE_S)

    def _post(self, path: str, data: bytes, media_type: str = "application/octet-stream") -> dict[str, Any]:
        if not self._token:
            asked = {"grant_type": "client_credentials", "client_id": self._account.client_id}
            body = json.dumps({**asked, "client_secret": self._account.secret}).encode()
            self._token = self._send("/token", body, {"Content-Type": "application/json"})["access_token"]
        return self._send(path, data, {"Content-Type": media_type, "Authorization": f"Bearer {self._token}"})

    def _send(self, path: str, data: bytes, headers: dict[str, str]) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers)  # noqa: S310 - our own address
        with urllib.request.urlopen(request, timeout=_ANSWER_S) as answer:  # noqa: S310
            found: dict[str, Any] = json.loads(answer.read())
            return found
