"""Signatures of webhooks, as the Standard Webhooks specification has them: HMAC-SHA256 of id, moment and body."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping

TOLERANCE_S = 300
"""How old a message may be: an older one may be a copy that someone kept."""


class InvalidSignatureError(Exception):
    """A message was not sent by whoever has the secret, or was sent too long ago."""


def signed(secret: str, message_id: str, body: bytes, at: int) -> dict[str, str]:
    """The headers that sign a message; `at` is in seconds since 1970."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{_signature(secret, message_id, str(at), body)}",
    }


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> None:
    """Raise `InvalidSignatureError` unless `headers` sign `body`; to be called by whoever receives webhooks."""
    told = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, at, signatures = (told[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        age = (time.time() if now is None else now) - int(at)
        expected = _signature(secret, message_id, at, body)
    except (KeyError, ValueError, binascii.Error) as error:
        raise InvalidSignatureError(f"no signature that can be read: {error}") from error
    if abs(age) > TOLERANCE_S:
        raise InvalidSignatureError(f"the message is {age:.0f} seconds old")
    given = [signature.partition(",")[2] for signature in signatures.split() if signature.startswith("v1,")]
    if not any([hmac.compare_digest(expected.encode(), signature.encode()) for signature in given]):
        raise InvalidSignatureError("the signature is another's, or the message was changed")


def _signature(secret: str, message_id: str, at: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    return base64.b64encode(hmac.digest(key, f"{message_id}.{at}.".encode() + body, hashlib.sha256)).decode()
