"""Every setting, read once from the environment (`DESKHAND_…`) or a `.env` file, by bootstrap."""

import re
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# A webhook secret that stands in a document is known to everybody: the examples of ours, of Zendesk and of Standard
# Webhooks. Shorter ones than the standard's 24 bytes can be guessed.
SECRET_BYTES = 24
_PLACEHOLDER = re.compile(
    r"\N{HORIZONTAL ELLIPSIS}|\.\.\.|[<>]|change.?me|placeholder|example|your.?secret", re.IGNORECASE
)
_PUBLISHED = frozenset({"dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})


class Settings(BaseSettings):
    """Frozen: a process that wants other settings is started anew."""

    model_config = SettingsConfigDict(
        env_prefix="DESKHAND_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # it may be a secret
    )

    home: Path = Field(Path(".deskhand"), description="Where the embedded servers, converted models and logs live.")
    company: Path = Field(Path("demo/company.toml"), description="The company: its queues and escalation rules.")
    knowledge: Path = Field(Path("demo/knowledge.toml"), description="The sources of the company's knowledge.")

    database_url: str | None = Field(
        None, description="A Postgres server, as the role deskhand_app; without it the embedded one."
    )
    admin_database_url: str | None = Field(
        None, description="The same server as its owner: for migrations and indexing."
    )
    broker_url: str | None = Field(None, description="A Valkey or Redis server; without it the embedded one is used.")
    postgres_port: int = Field(0, description="Port of the embedded Postgres; 0 picks a free one at the first start.")
    valkey_port: int = Field(0, description="Port of the embedded Valkey; 0 picks a free one at the first start.")

    encoder: str | None = Field(
        None,
        description="The sentence encoder of a new index: all-mpnet-base-v2, all-minilm-l6-v2 (smaller and faster), a folder, "
        "or a hub name; without it the tuned one in the adapters' folder, else all-mpnet-base-v2.",
    )
    reranker: str | None = Field(
        None,
        description="The cross-encoder: a folder, a hub name, or none; without it the tuned one in the adapters' folder, "
        "else none.",
    )

    translate: bool = Field(
        True,
        description="Search with an English translation beside a query in another language; false for an encoder of many "
        "languages.",
    )

    base_model: str = Field("gemma3-270m", description="The base model: the packaged one, a folder, or a hub name.")
    adapters: Path = Field(
        Path("demo/adapters"),
        description="Folder with what was trained: triage/, reply/, translation/, encoder/, reranker/.",
    )
    engine_url: str | None = Field(
        None, description="An OpenAI-compatible server used in place of the model in this process."
    )
    engine_model: str = Field("", description="What the server calls the base model.")
    engine_key: SecretStr | None = Field(None, description="Its API key.")
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        "auto",
        description="Number format of models on the processor; auto: bfloat16 where it computes in that, else float32.",
    )
    threads: int = Field(0, ge=0, description="Threads of the models in each process; 0: one per core of the quota.")

    batch: int = Field(16, ge=1, le=256, description="Tickets claimed and generated for at once.")
    lease_seconds: int = Field(120, ge=3, description="How long a claim stands without a heartbeat.")
    poll_seconds: float = Field(5.0, gt=0, description="How often a worker looks for tickets nobody rang for.")
    sweep_seconds: float = Field(10.0, gt=0, description="How often late and orphaned rows are rung again.")
    engine_patience_seconds: int = Field(
        900, ge=0, description="How long a ticket waits for a model that gives no answer before a person gets it."
    )
    max_attempts: int = Field(3, ge=1, description="Claims after which a ticket is quarantined for a person.")

    helpdesk: Literal["memory", "zendesk"] = Field(
        "memory", description="Where decisions are delivered; those of tickets from elsewhere are kept here."
    )
    reply_mode: Literal["draft", "send"] = Field(
        "draft", description="draft: every reply is an internal note for a person to send. send: what passes is public."
    )
    min_confidence: float = Field(0.7, ge=0, le=1, description="Below it a triage field counts as unsure.")
    min_reply: float | None = Field(
        None, ge=0, le=1, description="Confidence a reply needs to be sent; without it, what was chosen in training."
    )
    zendesk_url: str | None = Field(None, description="https://<subdomain>.zendesk.com")
    zendesk_email: str | None = Field(None, description="The agent whose API token is used.")
    zendesk_token: SecretStr | None = Field(None, description="Zendesk API token.")
    zendesk_agent_id: str | None = Field(
        None, description="The user id of that agent: what it wrote is ours, and is never answered."
    )
    zendesk_groups: dict[str, int] = Field(default_factory=dict, description="Queue to Zendesk group id, as JSON.")

    zendesk_secrets: tuple[SecretStr, ...] = Field((), description="Webhook signing secrets, newest first, as JSON.")
    standard_secrets: tuple[SecretStr, ...] = Field((), description="Standard Webhooks secrets (whsec_…), as JSON.")
    webhook_tolerance_seconds: int = Field(300, ge=1, description="How old a signed request may be.")
    max_body_bytes: int = Field(1_048_576, ge=1024, description="Larger webhook bodies are refused with 413.")
    host: str = Field("127.0.0.1", description="Address the web process listens on.")
    port: int = Field(8080, description="Port of the web process.")

    @field_validator("zendesk_secrets")
    @classmethod
    def _zendesk_secrets(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(_is_weak(secret, bytes_each=1) for secret in secrets):
            raise ValueError(
                f"a secret is a placeholder or shorter than {SECRET_BYTES} characters: copy the signing secret that "
                "Zendesk shows on the page of the webhook"
            )
        return secrets

    @field_validator("standard_secrets")
    @classmethod
    def _standard_secrets(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(_is_weak(secret, bytes_each=0.75) for secret in secrets):
            raise ValueError(
                f"a secret is a placeholder or shorter than {SECRET_BYTES} bytes: make one with "
                "`echo whsec_$(openssl rand -base64 32)`"
            )
        return secrets

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        zendesk = (self.zendesk_url, self.zendesk_email, self.zendesk_token, self.zendesk_agent_id)
        if self.helpdesk == "zendesk" and not all(zendesk):
            raise ValueError(
                "DESKHAND_HELPDESK=zendesk needs DESKHAND_ZENDESK_URL, _EMAIL, _TOKEN and _AGENT_ID: the user id of the "
                "agent whose token it is (GET /api/v2/users/me.json), by which our own replies are known"
            )
        if self.database_url and not self.admin_database_url:
            raise ValueError("DESKHAND_DATABASE_URL needs DESKHAND_ADMIN_DATABASE_URL, the owner's, for migrations")
        if self.engine_url and not self.engine_model:
            raise ValueError("DESKHAND_ENGINE_URL needs DESKHAND_ENGINE_MODEL")
        return self

    @cached_property
    def home_path(self) -> Path:
        return self.home.expanduser().resolve()


def _is_weak(secret: SecretStr, *, bytes_each: float) -> bool:
    """`bytes_each`: how much key a character holds; base64 has four characters for three bytes."""
    written = secret.get_secret_value().removeprefix("whsec_").rstrip("=")
    too_short = len(written) * bytes_each < SECRET_BYTES
    return too_short or written in _PUBLISHED or _PLACEHOLDER.search(written) is not None
