"""This module runs the product's worker with a tiny base in place of the model, and one passage and one vector in place of the
search. Adapters for replies are really loaded, merged and run; what they say is then replaced by words that pass the check, and
triage is calm, so that each ticket gets a reply. Heads decide as they do."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from models.generation.engine import Generation, Schema
from models.generation.local import TransformersEngine
from models.skills import reply, triage
from models.skills.fields import TokenLogprob
from models.weights import base
from tests.support import small_heads
from worker.broker import Role, make_celery
from worker.company import load_company
from worker.db.session import make_engine
from worker.domain import Passage, Retrieved, Ticket
from worker.embedded import connection_urls
from worker.errors import NotReady
from worker.helpdesks.memory import MemoryHelpdesk
from worker.serving.services import Services, around
from worker.serving.tool_set import Loaded
from worker.settings import Settings

QUESTION = "How long is the password reset link valid?"
FACT = "A password reset link is valid for 60 minutes."
PASSAGE = Passage(1, "docs/login.md#Reset", "docs", "Reset", "", FACT, "1", None, 1, 1, 0.5)
SAID = {"triage": triage.answer("access", "normal", False, None), "reply": reply.answer("answer", "en", [FACT])}


class Overheard(TransformersEngine):
    """Runs the tiny base, and says what passes."""

    def generate(
        self, prompts: Sequence[str], *, skill: str, schema: Schema | Sequence[Schema], max_tokens: int
    ) -> list[Generation]:
        if self.adapter_id(skill) is not None:
            super().generate(prompts, skill=skill, schema=schema, max_tokens=16)
        said = SAID[skill.partition("@")[0]]
        return [Generation(said, (TokenLogprob(said, -0.01),), 1, finished=True) for _ in prompts]


class OnePassage:
    """Finds the same for every ticket."""

    def tickets(self, tickets: Sequence[Ticket], translate: Callable[..., Any] | None = None) -> list[Retrieved]:
        return [Retrieved((PASSAGE,), small_heads.vector(), small_heads.ENCODER) for _ in tickets]

    def index(self) -> object:
        raise NotReady("there is no index")

    def use(self, evidence: object) -> None: ...


def loaded(settings: Settings) -> Loaded:
    known = base.ensure(settings.base_model, settings.home_path)
    return Loaded(Overheard(known, {}, resident=settings.resident_adapters), OnePassage())  # type: ignore[arg-type]


def build(settings: Settings, *, with_model: bool) -> Services:
    urls = connection_urls(settings)
    company, database = load_company(settings.company_path), make_engine(urls.database)
    serving = around(settings, company, database, loaded(settings)) if with_model else None
    return Services(settings, urls, company, database, MemoryHelpdesk(database), serving)


def environment(base_folder: Path, adapters: Path) -> dict[str, str]:
    """The settings under which each ticket is answered by an adapter."""
    return {
        "DESKHAND_BASE_MODEL": str(base_folder),
        "DESKHAND_ADAPTERS": str(adapters),
        "DESKHAND_TRIAGE": "model",
        "DESKHAND_REPLY": "free",
        "DESKHAND_REPLY_MODE": "send",
        "DESKHAND_MIN_REPLY": "0.5",
        "DESKHAND_TRANSLATE": "false",
        "DESKHAND_THREADS": "1",
        "DESKHAND_BATCH": "4",
        "DESKHAND_REPLIES_PER_SENDER_HOUR": "100000",
        "DESKHAND_REPLIES_PER_SENDER_DAY": "100000",
    }


def main() -> None:
    from worker import logs
    from worker.cli.worker import serve

    logs.configure()
    settings = Settings()
    app: Any = make_celery(
        os.environ.get("LIGHT_BROKER") or connection_urls(settings).broker,
        role=Role.MODEL,
        services="tests.support.swap_worker:build",
    )
    app.conf.deskhand_finish_seconds = 6.0
    serve(app, Role.MODEL, Role.MODEL.queues)


if __name__ == "__main__":
    sys.exit(main())
