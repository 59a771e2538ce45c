"""This module holds all settings. They are read from the environment (`DESKHAND_…`) or a `.env` file, once per process.

The settings of a vendor are in its own folder (`worker/helpdesks/<vendor>/settings.py`) and are part of these.
"""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticKnownError
from pydantic_settings import BaseSettings, SettingsConfigDict

from worker import demo_home
from worker.errors import CompanyError
from worker.helpdesks import registry

if TYPE_CHECKING:  # a type checker cannot know the vendors, because their folders are looked for at run time
    from worker.helpdesks.settings import HelpdeskSettings as VendorSettings
else:
    VendorSettings = registry.VendorSettings


_OF_A_COMPANY = frozenset({"company", "knowledge", "adapters"})


class Settings(VendorSettings, BaseSettings):
    """The settings are frozen: a process that needs other settings must be started again."""

    model_config = SettingsConfigDict(
        env_prefix="DESKHAND_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # it may be a secret
    )

    home: Path = Field(Path(".deskhand"), description="Where the embedded servers, converted models and logs live.")
    company: Path | None = Field(None, description="The company file: whose installation this is, queues and rules.")
    knowledge: Path | None = Field(None, description="The knowledge file: the sources of the company's knowledge.")

    database_url: str | None = Field(
        None, description="A Postgres server, as the role deskhand_app; without it the embedded one."
    )
    admin_database_url: str | None = Field(
        None, description="The same server as its owner: for migrations and indexing."
    )
    broker_url: str | None = Field(None, description="A Valkey or Redis server; without it the embedded one is used.")
    postgres_port: int = Field(0, description="Port of the embedded Postgres; 0 picks a free one at the first start.")
    valkey_port: int = Field(0, description="Port of the embedded Valkey; 0 picks a free one at the first start.")
    max_shrink: float = Field(
        0.2,
        ge=0,
        le=1,
        description="The share of a source that a sync may delete; one that would lose more stays as it is until "
        "--allow-shrink. One or two documents may always go, up to half of the source.",
    )

    encoder: str | None = Field(
        None,
        description="The sentence encoder of a new index: all-mpnet-base-v2, all-minilm-l6-v2 (smaller and faster), a folder, "
        "or a hub name; without it the tuned one in the adapters' folder, else all-mpnet-base-v2.",
    )
    reranker: str | None = Field(
        None,
        description="A cross-encoder that orders the passages found: a folder that sentence-transformers loads, a hub name, "
        "or none; without it none.",
    )

    translate: bool = Field(
        True,
        description="Search with an English translation beside a query in another language; false for an encoder of many "
        "languages.",
    )

    base_model: str = Field("gemma3-270m", description="The base model: the packaged one, a folder, or a hub name.")
    adapters: Path | None = Field(
        None, description="Folder with what was trained: heads/, triage/, reply/, translation/, encoder/."
    )
    triage: Literal["encoder", "model"] | None = Field(
        None,
        description="What decides queue, priority and hand-over: encoder (heads on the vector of the search) or model (the "
        "language model); without it, heads where there are some.",
    )
    reply: Literal["chosen", "grammar", "free"] = Field(
        "chosen",
        description="Who writes a reply: chosen (statements of the passages found, without a language model: by a selector, or "
        "the first ones of the first passage), grammar (the model chooses among them) or free (the model writes, and a check "
        "follows; for larger bases).",
    )
    gate: Path | None = Field(
        None,
        description="Handled tickets that no training sees (validation), on which `models promote` compares. New heads that are "
        "no worse on them serve without a person's command.",
    )
    sealed: Path | None = Field(
        None,
        description="Other such tickets: a promotion measures on them once, after it has passed on the validation set.",
    )
    engine_url: str | None = Field(
        None, description="An OpenAI-compatible server used in place of the model in this process."
    )
    engine_model: str = Field("", description="What the server calls the base model.")
    engine_api: Literal["completions", "chat"] | None = Field(
        None,
        description="How the base model is asked: completions (the prompt as it is) or chat (in the turns of its chat template); "
        "without it, chat where the server has a template for it. An adapter is asked as it was trained.",
    )
    engine_key: SecretStr | None = Field(None, description="Its API key.")
    engine_adapters: Path | None = Field(
        None,
        description="The folder DESKHAND_ADAPTERS as that server sees it, for adapters that it loads while it runs; without it "
        "the same path.",
    )
    resident_adapters: int = Field(
        4,
        ge=1,
        description="Adapters of the packaged base that are kept merged in memory, 200 to 400 MB each; one that is used after "
        "others is merged again, which takes about half a second.",
    )
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        "auto",
        description="Number format of models on the processor; auto: bfloat16 if the processor computes in it, else float32.",
    )
    threads: int = Field(0, ge=0, description="Threads of the models in each process; 0: one per core of the quota.")

    burst_seconds: float = Field(
        5.0,
        ge=0,
        le=600,
        description="How long a ticket waits for the customer's next message, each time at most six times as long in all; "
        "what is written in a burst is answered together.",
    )
    batch: int = Field(16, ge=1, le=256, description="Tickets claimed and generated for at once.")
    lease_seconds: int = Field(120, ge=3, description="How long a claim stands without a heartbeat.")
    poll_seconds: float = Field(5.0, gt=0, description="How often a worker looks for tickets without a doorbell.")
    sweep_seconds: float = Field(10.0, gt=0, description="How often the sweep rings again for late and orphaned rows.")
    engine_patience_seconds: int = Field(
        900, ge=0, description="How long a ticket waits for a model that gives no answer before a person gets it."
    )
    max_attempts: int = Field(3, ge=1, description="Claims after which a ticket is quarantined for a person.")

    reply_mode: Literal["draft", "send"] = Field(
        "draft", description="draft: every reply is an internal note for a person to send. send: what passes is public."
    )
    min_confidence: float = Field(0.7, ge=0, le=1, description="Confidence below which a triage field is unsure.")
    min_reply: float | None = Field(
        None,
        ge=0,
        le=1,
        description="The send threshold: the confidence a reply needs to be sent; without it, what was chosen in training.",
    )
    replies_per_ticket_hour: int = Field(
        3, ge=0, description="Public replies in one ticket within an hour; further ones are held for a person."
    )
    replies_per_ticket_day: int = Field(6, ge=0, description="The same within a day.")
    replies_per_sender_hour: int = Field(
        5, ge=0, description="Public replies to one requester's address, in all tickets, within an hour."
    )
    replies_per_sender_day: int = Field(15, ge=0, description="The same within a day.")
    old_message_days: float = Field(
        2.0, gt=0, description="A message older than this when it comes is handed over and never answered in public."
    )
    attachment_files: int = Field(3, ge=0, le=20, description="Files of one ticket that are read; 0: none is fetched.")
    attachment_bytes: int = Field(5_000_000, ge=1, le=20_000_000, description="A larger file is not read.")
    attachment_characters: int = Field(20_000, ge=100, le=200_000, description="Text that is kept of one file.")
    attachment_seconds: float = Field(15.0, gt=0, le=60, description="Time to fetch one file, redirects included.")
    attachment_http: bool = Field(
        False, description="Fetch files by http too, but only from this machine: for tests and tunnels."
    )
    max_body_bytes: int = Field(1_048_576, ge=1024, description="Larger webhook bodies are refused with 413.")
    host: str = Field("127.0.0.1", description="Address the web process listens on.")
    port: int = Field(8080, description="Port of the web process.")

    @field_validator("helpdesk")
    @classmethod
    def _known_helpdesk(cls, name: str) -> str:
        known = ["memory", *(vendor.name for vendor in registry.VENDORS if vendor.make_client)]
        if name not in known:
            expected = " or ".join([", ".join(map(repr, known[:-1])), repr(known[-1])])
            raise PydanticKnownError("literal_error", {"expected": expected})
        return name

    @model_validator(mode="before")
    @classmethod
    def _of_the_demo(cls, values: Any) -> Any:
        """Use the demo's files where a home is the demo's and no company is named; nobody else gets them. An empty variable
        names nothing."""
        if not isinstance(values, dict):
            return values
        values = {name: value for name, value in values.items() if value != "" or name not in _OF_A_COMPANY}
        if values.get("company"):
            return values
        home = Path(values.get("home") or cls.model_fields["home"].default).expanduser()
        return {**demo_home.files(), **values} if demo_home.is_marked(home) else values

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        if self.database_url and not self.admin_database_url:
            raise ValueError("DESKHAND_DATABASE_URL needs DESKHAND_ADMIN_DATABASE_URL, the owner's, for migrations")
        if self.engine_url and not self.engine_model:
            raise ValueError("DESKHAND_ENGINE_URL needs DESKHAND_ENGINE_MODEL")
        return self

    @cached_property
    def home_path(self) -> Path:
        return self.home.expanduser().resolve()

    @property
    def company_path(self) -> Path:
        """Return the company file. Raises `CompanyError` where none is named, which says what to do."""
        return _named(self.company, "COMPANY", "company file")

    @property
    def knowledge_path(self) -> Path:
        """Return the knowledge file. Raises `CompanyError` where none is named."""
        return _named(self.knowledge, "KNOWLEDGE", "knowledge file")

    @property
    def adapters_path(self) -> Path:
        """Return the folder of what was trained. Raises `CompanyError` where none is named."""
        return _named(self.adapters, "ADAPTERS", "folder for what is trained")


def _named(path: Path | None, setting: str, what: str) -> Path:
    if path is None:
        raise CompanyError(
            f"no {what} is named: run `deskhand init FOLDER` and work in that folder, or set DESKHAND_{setting}; to look "
            "around first, run `deskhand demo`"
        )
    return path
