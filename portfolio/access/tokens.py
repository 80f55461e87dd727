"""Links that open something for whoever holds them. A token is made of a random seed and the installation's secret key, so that a mail that is
sent again carries the same link, while the database, its backups and its history hold nothing that opens it.
"""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def token_of(seed: str, purpose: str) -> str:
    """256 bits, as 43 letters, figures, hyphens and underscores."""
    return base64.urlsafe_b64encode(salted_hmac(f"samverk.{purpose}", seed, algorithm="sha256").digest()).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is stored and looked for."""
    return hashlib.sha256(token.encode()).hexdigest()
