"""Asking the authorities that stand above our own certificates: small questions, small answers, a time limit."""

from __future__ import annotations

import urllib.error
import urllib.request

_LARGEST_ANSWER = 4 * 1024 * 1024  # revocation lists of public authorities reach a megabyte


class Unanswered(Exception):
    """No usable answer came."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """An authority answers at the address it named, or not at all."""


_opener = urllib.request.build_opener(_NoRedirect)


def ask(url: str, timeout_s: float, *, question: bytes | None = None, media_type: str = "") -> bytes:
    """The body of the answer: of a POST with `question`, else of a GET. Raises Unanswered."""
    if not url.startswith(("http://", "https://")):
        raise Unanswered(url[:100])
    headers = {"Content-Type": media_type} if question is not None else {}
    request = urllib.request.Request(url, data=question, headers=headers)  # noqa: S310 - checked above
    try:
        with _opener.open(request, timeout=timeout_s) as answer:
            data: bytes = answer.read(_LARGEST_ANSWER + 1)
    except (OSError, ValueError) as error:  # urllib's own errors are OSErrors
        raise Unanswered(type(error).__name__) from error
    if len(data) > _LARGEST_ANSWER:
        raise Unanswered("too large")
    return data
