"""`deskhand doctor` looks at everything that Deskhand needs: the servers first, then what is set up on them."""

from collections.abc import Callable, Iterator

from worker.cli.doctor import (
    confidence,
    erasures,
    prompts,
    replies,
    routing,
    servers,
    serving,
    setup,
    standing,
    triage,
    versions,
)
from worker.cli.doctor.diagnosis import Diagnosis
from worker.settings import Settings

EXAMINED: tuple[Callable[[Settings], Iterator[Diagnosis]], ...] = (
    servers.home,
    servers.database,
    servers.broker,
    setup.company,
    setup.installation,
    setup.learned,
    setup.knowledge,
    standing.standing,
    erasures.erasures,
    setup.webhooks,
    routing.routing,
    setup.processor,
    setup.model,
    versions.learned,
    serving.serving,
    triage.triage,
    replies.replies,
    prompts.prompts,
    confidence.confidence,
    setup.send_threshold,
)


def examine(settings: Settings) -> Iterator[Diagnosis]:
    """Yield one diagnosis after the other, so that the terminal shows each when it is known."""
    for look in EXAMINED:
        yield from look(settings)
