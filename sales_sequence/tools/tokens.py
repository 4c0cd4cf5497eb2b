"""Tokens for links that strangers hold: signed and sealed, so that they name no ids and cannot be altered.

A token is a Fernet token (https://github.com/fernet/spec: AES-128-CBC and HMAC-SHA256, compared in constant time)
of a JSON list. Everything that the link needs to do its work travels in it: it still works when the records that it
was made for are gone. Each purpose has a key of its own, so that a token for one is worthless for another.
"""

import base64
import functools
import hmac
import json

from cryptography.fernet import Fernet, InvalidToken

OPT_OUT = "opt_out"
OPEN = "open"
CLICK = "click"


def issue(secret, purpose, payload):
    """Seal `payload` for one purpose.

    :param str secret: what only this database knows
    :param str purpose: OPT_OUT, OPEN, CLICK or any other word
    :param list payload: what JSON can hold
    :return: text of letters, digits, ``-`` and ``_``; another one at each call
    :rtype: str
    """
    data = json.dumps(payload, separators=(",", ":")).encode()
    return _cipher(secret, purpose).encrypt(data).decode().rstrip("=")


def read(secret, purpose, token):
    """Return the payload that was sealed into `token`.

    :return: the list, or None for a token that is forged, cut off, of another purpose or of another database
    """
    padding = "=" * (-len(token) % 4)
    try:
        data = _cipher(secret, purpose).decrypt((token + padding).encode("ascii"))
    except (InvalidToken, UnicodeEncodeError):
        return None
    return json.loads(data)


@functools.lru_cache(maxsize=64)
def _cipher(secret, purpose):
    key = hmac.digest(secret.encode(), f"sales_sequence/{purpose}".encode(), "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
