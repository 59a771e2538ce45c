"""An oracle run writes a reply from the right passages alone, as if the search had found nothing else. It is dry: nothing is
stored and nobody is told anything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.errors import InvalidOutput
from worker.diagnosis.case import Case
from worker.diagnosis.claims import Claim
from worker.diagnosis.comparing import says
from worker.diagnosis.library import Library
from worker.domain import Passage, Retrieved
from worker.pipeline import reply, selection
from worker.pipeline.tools import Tools


@dataclass(frozen=True)
class Tried:
    """This is what the worker writes from the right passages alone."""

    said: tuple[str, ...]
    met: int  # how many of the wanted claims it says


def tried(case: Case, wanted: Sequence[Claim], tools: Tools, library: Library) -> Tried:
    """Return what is written from the passages that carry these claims, and how many of them it says."""
    refs = list(dict.fromkeys(ref for claim in wanted for ref in (claim.ref, *claim.carriers[:1]) if ref))
    passages = [one.passage for one in library.named(refs, case.ticket.history_account).values()]
    [found] = library.serving.tickets([case.ticket])
    said = written(case, passages, found, tools)
    asked = f"{case.ticket.subject}\n{case.ticket.body}"
    names = tools.company.protected_names
    return Tried(said, sum(bool(said) and says(one.text, said, names, asked) for one in wanted))


def written(case: Case, passages: Sequence[Passage], found: Retrieved, tools: Tools) -> tuple[str, ...]:
    """Return the sentences that the worker writes for a ticket from these passages alone. `found`: of the ticket's search,
    whose vector a selector reads."""
    given = replace(found, passages=tuple(passages), error=None)
    if tools.chooses:
        known = tools.selector
        fitting = known if known is not None and known.origin.encoder == found.encoder else None
        return selection.select(case.ticket, given, fitting).sentences
    task = reply.task(case.ticket, given.passages, tools.form, tools.company, case.queue)
    [(value, _)] = reply.run([task], tools.engine)
    return () if isinstance(value, InvalidOutput) else value.sentences
