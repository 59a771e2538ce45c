"""This module attributes a sentence of a reply to the passage that says it, or says why none does."""

from collections.abc import Collection, Sequence

from knowledge.languages.guess import guess
from knowledge.languages.registry import LANGUAGES
from worker.domain import Attribution, Finding, Passage
from worker.pipeline.check.clauses import problem
from worker.pipeline.check.comparison import coverage
from worker.pipeline.check.evidence import Evidence
from worker.pipeline.check.facts import facts
from worker.pipeline.check.questions import is_about_us
from worker.pipeline.check.rows import field_problem
from worker.pipeline.check.terms import Term, terms

MOST_TERMS = 100  # of a sentence: a reply's are far shorter


def attribute(
    sentence: str, evidence: Sequence[Evidence], names: Collection[str], language: str | None = None
) -> Attribution | Finding:
    """Return the passage that says a sentence, or a finding. `language`: of the reply, where the sentence is too short."""
    stated = facts(sentence, names)
    holders = [each for each in evidence if stated <= facts(each.passage.shown, names)]
    code = "unsupported" if holders else "invented_fact"
    written = guess(sentence) or language
    claim = terms(sentence, written if written in LANGUAGES else None, names)
    if len(claim) > MOST_TERMS:
        return Finding("unsupported", sentence, f"it has more than {MOST_TERMS} words that claim something")
    shares = sorted(
        ((_share(claim, each), -n, each) for n, each in enumerate(evidence)), reverse=True, key=lambda x: x[:2]
    )
    for share, _, each in shares:
        if _problem(claim, each) is None and not (is_about_us(sentence) and not is_about_us(each.passage.text)):
            return Attribution(sentence, each.passage, share)
    if not shares:
        return Finding(code, sentence, "there is no passage")
    nearest = shares[0][2]
    return Finding(code, sentence, f"the nearest passage is {nearest.passage.ref}: {_problem(claim, nearest)}")


def quoted(sentence: str, ref: str, passages: Sequence[Passage]) -> Attribution | Finding:
    """Return the passage that a reply names for a sentence, which has to be one of its statements."""
    for passage in passages:
        if passage.ref == ref and any(sentence == statement.text for statement in passage.statements):
            return Attribution(sentence, passage, 1.0)
    return Finding("unsupported", sentence, f"no statement of {ref} says it")


def _problem(claim: Sequence[Term], evidence: Evidence) -> str | None:
    return field_problem(claim, evidence.passage.fields) or problem(claim, evidence)


def _share(claim: Sequence[Term], evidence: Evidence) -> float:
    return max((coverage(claim, said, evidence) for said in evidence.said), default=0.0)
