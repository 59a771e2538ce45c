"""This module diagnoses cases: it finds out what their table needs, asks the table, and confirms by a dry run that a passage
which was shown and not used would have been enough."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from worker import bootstrap
from worker.company import Company, load_company
from worker.diagnosis import table
from worker.diagnosis.case import Case
from worker.diagnosis.causes import Area, Cause, Diagnosis, Evidence
from worker.diagnosis.claims import Around, Claim, claims
from worker.diagnosis.library import Library
from worker.diagnosis.oracle import tried
from worker.history import candidates
from worker.history.attribution import Attributor
from worker.pipeline.tools import Tools
from worker.retrieval.finder import Finder
from worker.retrieval.trust import untrusted_sources
from worker.settings import Settings


@dataclass(frozen=True)
class Practice:
    """A practice is all that diagnoses need beside the cases: today's knowledge, and what writes the replies."""

    library: Library
    tools: Tools
    is_prompted: bool = False  # an instructed model writes, without an adapter: then its prompt comes first

    @property
    def company(self) -> Company:
        return self.tools.company


def practice(settings: Settings, database: Engine) -> Practice:
    """Return what diagnoses need, which loads the models: some seconds. Raises what `make_tools` raises."""
    company = load_company(settings.company_path)
    tools = bootstrap.make_tools(settings, company, database)
    translate = bootstrap.make_translate(settings, tools.engine)
    brands = {brand.id: brand.sources for brand in company.brands}
    serving = bootstrap.make_finder(settings, database, translate, brands=brands)
    looking = bootstrap.make_finder(settings, database, list, brands=brands, rerank=False)
    prompted = not tools.chooses and tools.engine.adapter_id("reply") is None
    own = attributor(settings, database, looking, company)
    return Practice(Library(serving, looking, own, database, bootstrap.today()), tools, prompted)


def attributor(settings: Settings, database: Engine, finder: Finder, company: Company) -> Attributor:
    """Return what finds the passages of agents' answers. It keeps what it read of the knowledge."""
    untrusted = untrusted_sources(settings.knowledge_path)
    return Attributor(candidates.Library(database, finder, company, untrusted, bootstrap.today()))


def without_an_answer(case: Case, company: Company) -> Diagnosis | None:
    """Return the cause of a case in which no agent answered, for which nothing is searched or loaded; None for any other."""
    return None if case.after.sentences else table.decide(case, (), company)


def diagnose(case: Case, given: Practice) -> Diagnosis:
    """Return the one cause of a case, with its evidence."""
    freely = not given.tools.chooses and given.tools.form == "free"
    around = Around(given.company.protected_names, freely)
    found = claims(case, given.library, around)
    told = table.decide(case, found, given.company)
    return _confirmed(told, case, found, given) if told.cause is Cause.SHOWN_NOT_USED else told


def all_of(cases: Iterable[Case], given: Practice) -> Iterator[Diagnosis]:
    for case in cases:
        yield diagnose(case, given)


def _confirmed(told: Diagnosis, case: Case, found: tuple[Claim, ...], given: Practice) -> Diagnosis:
    """Return the diagnosis with what the worker writes from the right passages alone."""
    wanted = table.deciding([claim for claim in found if not claim.is_said])
    made = tried(case, wanted, given.tools, given.library)
    said = " ".join(made.said) or "nothing"
    if made.met == len(wanted):
        fact = f'Confirmed by a run with the right passages alone: then the worker says it ("{said}").'
    elif made.met:
        fact = (
            f"Confirmed in part by a run with the right passages alone: then the worker says {made.met} of the agent's "
            f'{len(wanted)} sentences ("{said}").'
        )
    else:
        fact = f'A run with the right passages alone does not say it either: the worker then says "{said}".'
    area = Area.PROMPT if given.is_prompted else Area.MODEL
    return replace(told, evidence=(*told.evidence, Evidence(fact)), area=area)
