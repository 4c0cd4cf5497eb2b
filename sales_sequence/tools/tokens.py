"""Tokens for links sent to outsiders: encrypted and signed, so that they reveal no ids and cannot be altered.

A token is a Fernet token (https://github.com/fernet/spec: AES-128-CBC and HMAC-SHA256, compared in constant time)
of a JSON list. It carries everything that the link needs, so the link still works when its records are gone. Each
purpose has its own key, so that a token for one is useless for another.
"""

import base64
import functools
import hmac
import json

from cryptography.fernet import Fernet, InvalidToken

OPT_OUT = "opt_out"
CLICK = "click"


def issue(secret, purpose, payload):
    """Encrypt and sign `payload` for one purpose.

    :param str secret: a secret of this database
    :param str purpose: OPT_OUT, CLICK or any other word
    :param list payload: JSON-serializable
    :return: text of letters, digits, ``-`` and ``_``, different at each call
    :rtype: str
    """
    data = json.dumps(payload, separators=(",", ":")).encode()
    return _cipher(secret, purpose).encrypt(data).decode().rstrip("=")


def read(secret, purpose, token):
    """Return the payload of `token`.

    :return: the list, or None for a token that is forged, truncated, or from another purpose or database
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
