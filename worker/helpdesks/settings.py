"""This module holds what the settings of every vendor have in common.

A vendor's model adds its own variables. All models become one (`worker.settings.Settings`), so the name of each field
and of each validator in a vendor's model begins with the vendor's name: two vendors cannot replace each other's.
"""

import re

from pydantic import BaseModel, ConfigDict, Field, SecretStr

# A webhook secret from a document, of ours or of a vendor, is known to everybody. One of fewer than 24 bytes can be guessed.
SECRET_BYTES = 24
_PLACEHOLDER = re.compile(
    r"\N{HORIZONTAL ELLIPSIS}|\.\.\.|[<>]|change.?me|placeholder|example|your.?secret", re.IGNORECASE
)
_PUBLISHED = frozenset({"dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})


_HOST = re.compile(r"(?:\*\.)?(?:[a-z0-9_-]{1,63}\.){0,8}[a-z0-9-]{1,63}(?::\d{1,5})?")


class HelpdeskSettings(BaseModel):
    """These are the settings that a vendor may read beside its own."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)  # the input may be a secret

    helpdesk: str = Field(
        "memory", description="Where decisions are delivered; those for tickets from elsewhere are kept here."
    )
    webhook_tolerance_seconds: int = Field(300, ge=1, description="How old a signed request may be.")


def is_host(written: str) -> bool:
    """Return whether text names a host, or with "*." all hosts below it; "*.com" is too many."""
    return _HOST.fullmatch(written) is not None and not (written.startswith("*.") and written.count(".") < 2)


def is_weak(secret: SecretStr, *, bytes_each: float) -> bool:
    """Return whether a webhook secret is a placeholder, published or too short.

    `bytes_each`: the bytes of key per character; base64 has four characters for three bytes.
    """
    written = secret.get_secret_value().removeprefix("whsec_").rstrip("=")
    too_short = len(written) * bytes_each < SECRET_BYTES
    return too_short or written in _PUBLISHED or _PLACEHOLDER.search(written) is not None
