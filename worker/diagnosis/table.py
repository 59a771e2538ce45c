"""This module is the table that gives a case its one cause. It reads what was found out, and searches nothing.

format ▸ nothing to compare ▸ escalation ▸ what the reply does not say, by how far its passage came ▸ route ▸ tone
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from worker.company import Company
from worker.diagnosis.case import Case
from worker.diagnosis.causes import Area, Cause, Diagnosis, Evidence
from worker.diagnosis.claims import Claim, Place
from worker.diagnosis.manner import bad_format, bad_tone
from worker.domain import Outcome, Reason
from worker.pipeline.check.open_questions import OPEN
from worker.pipeline.ruling import TRIAGE
from worker.pipeline.wording.notes import language_name

_OF_PLACES = {
    Place.ABSENT: Cause.KNOWLEDGE_MISSING,
    Place.FOREIGN: Cause.KNOWLEDGE_MISSING,
    Place.ADDED: Cause.KNOWLEDGE_MISSING,
    Place.EXPIRED: Cause.KNOWLEDGE_STALE,
    Place.CHANGED: Cause.KNOWLEDGE_STALE,
    Place.UNFOUND: Cause.NOT_RETRIEVED,
    Place.BELOW: Cause.RANKED_BELOW,
    Place.SHOWN: Cause.SHOWN_NOT_USED,
    Place.CITED: Cause.QUESTION_NOT_MET,
}
_DID: Mapping[str, str] = {
    Outcome.SEND: "sent a reply",
    Outcome.ASK: "asked the customer a question",
    Outcome.HOLD: "wrote a draft for a person",
}
_FIRST = {  # where the place asks for another first thing than the cause
    Place.FOREIGN: "Translate the page, or approve a sentence in that language: `deskhand wording`.",
    Place.ADDED: "Nothing more: the page is there now.",
    Place.CHANGED: "Nothing more: the page says it now.",
}


def decide(case: Case, claims: Sequence[Claim], company: Company) -> Diagnosis:
    """Return the one cause of a case. `claims`: of the agent's answer."""
    name = case.name
    if (fault := bad_format(case)) is not None:
        return Diagnosis.of(name, Cause.FORMAT, fault)
    if (escalation := _escalation(case, claims)) is not None:
        return escalation
    open_ = [claim for claim in claims if not claim.is_said]
    if open_ and not _is_rightly_handed_over(case):
        return _of_content(case, open_)
    if (route := _route(case)) is not None:
        return route
    if (fault := bad_tone(case, company)) is not None:
        return Diagnosis.of(name, Cause.TONE, fault, *_where_it_stands(case, fault.text))
    if not case.after.is_answered and (asked := _left_open(case)) is not None:
        return Diagnosis.of(name, Cause.QUESTION_NOT_MET, asked)
    if not claims:
        return Diagnosis.of(name, Cause.NOT_KNOWN, _why_unknown(case))
    return Diagnosis.of(name, Cause.NO_FAULT, _why_right(case))


def deciding(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that decide about the cause: of what the reply does not say, those at the place that most are at, and
    of two such places at the one that is further from the reply."""
    counts = Counter(claim.place for claim in claims)
    order = list(Place)
    place = max(counts, key=lambda one: (counts[one], -order.index(one)))
    return [claim for claim in claims if claim.place is place]


def _of_content(case: Case, open_: Sequence[Claim]) -> Diagnosis:
    if (rival := _contradiction(case, open_)) is not None:
        return rival
    main = deciding(open_)
    claim = main[0]
    if claim.place is Place.ABSENT and (rivals := [r for c in main for r in c.rivals]):
        rival_ = rivals[0]
        facts = f" {', '.join(rival_.facts)}" if rival_.facts else ""
        return Diagnosis.of(
            case.name,
            Cause.KNOWLEDGE_STALE,
            Evidence(f'The agent says{facts}: "{claim.text}"'),
            Evidence(f'The page says otherwise: "{rival_.sentence}"', rival_.ref),
        )
    cause = _OF_PLACES[claim.place]
    evidence = [
        Evidence(f'The agent answered, and the reply does not say: "{claim.text}"', claim.ref),
        _told(claim, case),
    ]
    left = _left_open(case)
    evidence += [left] if left and cause is Cause.QUESTION_NOT_MET else []
    return Diagnosis.of(case.name, cause, *evidence, first=_FIRST.get(claim.place, ""))


def _told(claim: Claim, case: Case) -> Evidence:
    """Return how far the passage of a claim came."""
    at = f" at place {claim.rank}" if claim.rank else ""
    said = {
        Place.ABSENT: "No page, price, known issue or row of the account says it.",
        Place.FOREIGN: f"Only a page in another language says it; the customer writes {language_name(case.ticket.language)}.",
        Place.ADDED: "The page that says it came, or was changed, after the answer.",
        Place.EXPIRED: "Only a row that is past its date says it, and such a row is never used.",
        Place.CHANGED: "The page says it now; when we answered, it said something else.",
        Place.UNFOUND: "The page that says it is not among the 50 passages that the search looked at.",
        Place.BELOW: f"The page that says it was found{at}, below what a reply is made of.",
        Place.SHOWN: f"The page that says it was found{at} and shown, and the reply stands on another one.",
        Place.CITED: "The reply stands on the page that says it, and says other sentences of it.",
    }[claim.place]
    return Evidence(said, claim.ref)


def _contradiction(case: Case, open_: Sequence[Claim]) -> Diagnosis | None:
    """Return that two passages state different facts: one carries what the agent said, and our reply, or what it was shown,
    says the other."""
    near = {*case.cited_refs, *(one.ref for one in case.kept)}
    for claim in open_:
        rival = next((one for one in claim.rivals if claim.carriers and one.ref in near), None)
        if rival is not None:
            return Diagnosis.of(
                case.name,
                Cause.KNOWLEDGE_CONTRADICTING,
                Evidence(f'The agent said, and one page says so too: "{claim.text}"', claim.ref),
                Evidence(f'Another one says: "{rival.sentence}"', rival.ref),
            )
    return None


def _escalation(case: Case, claims: Sequence[Claim]) -> Diagnosis | None:
    """Return that we asked for a person where none was needed, or did not where one was."""
    asked = case.outcome in {Outcome.HAND_OVER, Outcome.NOTHING_TO_DO}
    if case.after.escalated and not asked:
        did = _DID.get(case.outcome, case.outcome)
        said = f"We {did} ({_words(case.reason)}), and the agents handed it to somebody who may decide."
        return Diagnosis.of(case.name, Cause.WRONG_ESCALATION, Evidence(said))
    if not asked or not _is_doubted(case) or not claims:
        return None
    known = [claim for claim in claims if claim.carriers]
    if case.reason == Reason.NOT_COVERED and deciding(claims)[0].place not in {Place.SHOWN, Place.CITED}:
        return None  # it was right that nothing found answers it: why, the passages say
    if not known:
        return None
    first = known[0]
    return Diagnosis.of(
        case.name,
        Cause.WRONG_ESCALATION,
        Evidence(
            f"It was given to a person ({_words(case.reason)}, {case.made_by}), and an agent answered it from the knowledge."
        ),
        Evidence(f'The agent said: "{first.text}"', first.ref),
    )


def _words(code: str) -> str:
    return code.replace("_", " ")


def _is_doubted(case: Case) -> bool:
    """Return whether no person may have been needed: people say so, or nobody says it and only triage wanted one."""
    if case.after.escalated is None:
        return TRIAGE in case.made_by
    return not case.after.escalated and case.reason in set(Reason)


def _is_rightly_handed_over(case: Case) -> bool:
    """Return whether a person had to take it whatever the passages say: people saw it so too, or no model decided it."""
    if case.outcome != Outcome.HAND_OVER:
        return False
    if case.after.escalated:
        return True
    return case.reason not in {"no_passages", "reply_failed", Reason.NOT_COVERED} and (
        TRIAGE not in case.made_by or case.after.escalated is None
    )


def _route(case: Case) -> Diagnosis | None:
    after = case.after
    said = []
    if after.queue is not None and after.queue != case.queue:
        said.append(f"We put it into {case.queue or 'no queue'}, and a person moved it to {after.queue}.")
    if after.priority is not None and after.priority != case.priority:
        said.append(
            f"We gave it the priority {case.priority or 'none'}, and a person changed that to {after.priority}."
        )
    if not said:
        return None
    area = Area.PROMPT if case.by_rule else None
    first = f"Correct the rule that decided it ({case.made_by})." if case.by_rule else ""
    return Diagnosis.of(case.name, Cause.WRONG_ROUTE, *said, area=area, first=first)


def _left_open(case: Case) -> Evidence | None:
    found = next((finding for finding in case.findings if finding.code == OPEN), None)
    return Evidence(f"The check found a question that stays open: {found.detail}.") if found else None


def _where_it_stands(case: Case, fault: str) -> list[Evidence]:
    """Return the page from which the word comes that a fault quotes; nothing for what stands around the sentences."""
    quoted = fault.split('"')[1]
    standing = [one for one in case.cited if quoted in one.quote]
    return [Evidence(f'It stands so in the page: "{one.sentence}"', one.ref) for one in standing[:1]]


def _why_unknown(case: Case) -> str:
    if not case.after.is_answered:
        return "Nobody has answered it yet, or changed what we decided."
    return "What the agent wrote says nothing that a page could say: courtesy, a question, or what was done."


def _why_right(case: Case) -> str:
    if _is_rightly_handed_over(case):
        return "A person had to take it, and the queue was right."
    return "The reply says all that the agent said; the words differ."
