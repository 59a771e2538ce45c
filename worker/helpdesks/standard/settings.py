"""This module holds the secrets of Standard Webhooks (`DESKHAND_STANDARD_SECRETS`)."""

import base64
import binascii
from collections.abc import Iterator

from pydantic import Field, SecretStr, field_validator

from worker.helpdesks.settings import SECRET_BYTES, HelpdeskSettings, is_host, is_weak


class StandardSettings(HelpdeskSettings):
    standard_secrets: tuple[SecretStr, ...] = Field((), description="Standard Webhooks secrets (whsec_…), as JSON.")

    standard_file_hosts: tuple[str, ...] = Field(
        (),
        description='Hosts that attachments are fetched from, as JSON: ["files.example", "*.cdn.example"]. None: no file is '
        "fetched.",
    )

    @field_validator("standard_file_hosts")
    @classmethod
    def _standard_file_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [host for host in hosts if not is_host(host)]:
            raise ValueError(f"these are no names of hosts: {', '.join(wrong)}; write files.example or *.files.example")
        return hosts

    @field_validator("standard_secrets")
    @classmethod
    def _standard_secrets(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(is_weak(secret, bytes_each=0.75) for secret in secrets):
            raise ValueError(
                f"a secret is a placeholder or shorter than {SECRET_BYTES} bytes: make one with "
                "`echo whsec_$(openssl rand -base64 32)`"
            )
        return secrets


def problems(settings: StandardSettings) -> Iterator[str]:
    try:
        for secret in settings.standard_secrets:
            key_of(secret.get_secret_value())
    except ValueError as error:
        yield f"{error}: correct DESKHAND_STANDARD_SECRETS"


def key_of(secret: str) -> bytes:
    """Return the key in a secret (`whsec_…` or bare), padded as needed: many tools strip the equals signs. Raises
    `ValueError`, which does not repeat the secret."""
    encoded = secret.removeprefix("whsec_").strip().rstrip("=")
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("a Standard Webhooks secret is whsec_ and base64") from error
    if not key:
        raise ValueError("a Standard Webhooks secret is empty")
    return key
