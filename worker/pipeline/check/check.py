"""This module checks a reply: every sentence is attributed to one passage, or it is a finding and a person decides.

The check is deterministic and independent of the model that wrote the reply, because a model can be manipulated by a
text and this cannot. The items of the reply are split first, because an item may hold two sentences. A sentence that was
chosen, not written, is looked up among the statements of its passage; any other is compared with what the passages say,
clause by clause (attribution.py, clauses.py, comparison.py). Questions to the customer have their own rules
(questions.py). Whatever the passage says, nobody is asked for a secret (secrets/), and only the company's own addresses,
numbers and links are named (contacts.py).
"""

import re
from collections.abc import Collection, Sequence

from knowledge.languages.guess import OTHER, guess
from knowledge.sentences import sentences
from worker.company import Contacts
from worker.domain import Action, Attribution, CheckResult, Finding, Passage, Reply, Ticket
from worker.pipeline.check.attribution import attribute, quoted
from worker.pipeline.check.contacts import foreign, foreign_places
from worker.pipeline.check.evidence import Evidence, evidence
from worker.pipeline.check.facts import facts
from worker.pipeline.check.internal import internal
from worker.pipeline.check.questions import states_something
from worker.pipeline.check.repeats import repeated
from worker.pipeline.check.secrets.leading import leading_part

MAX_QUESTIONS = 2

_WORD = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"<[a-zA-Z/!]|!\[|\]\(|javascript:|data:[a-z]+/", re.IGNORECASE)


def check(
    ticket: Ticket,
    reply: Reply,
    passages: Sequence[Passage],
    names: Collection[str],
    contacts: Contacts | None = None,
) -> CheckResult:
    """Attribute each sentence of `reply` to one of the passages retrieved for this run, or say why not. `contacts` are
    the company's own; without them, no address, number or link may be named."""
    findings = [
        Finding("foreign_account", "", f"passage {p.ref} belongs to another account")
        for p in passages
        if p.account is not None and p.account != ticket.history_account
    ]
    if reply.action is Action.HAND_OVER or not reply.sentences:
        return CheckResult((), (*findings, Finding("empty", "", "there is nothing to check")))
    attributions: list[Attribution] = []
    written = [evidence(passage, names) for passage in passages] if not all(reply.refs) or not reply.refs else []
    before = ""
    for item, ref in zip(reply.sentences, _refs(reply), strict=True):
        for sentence in [item] if ref else sentences(item):
            result = _judged(sentence, before, ref, reply, ticket, passages, written, names)
            if isinstance(result, Attribution) and (strange := _strange(sentence, contacts)):
                result = strange
            before = sentence
            if isinstance(result, Finding):
                findings.append(result)
            else:
                attributions.append(result)
    findings.extend(_divided(reply, findings, contacts))
    findings.extend(_questions(reply, attributions))
    findings.extend(_sources(attributions, contacts))
    findings.extend(_language(ticket, reply))
    findings.extend(internal(reply.sentences, ticket, passages))
    findings.extend(repeated(reply.sentences, ticket.thread))
    return CheckResult(tuple(attributions), tuple(findings))


def _refs(reply: Reply) -> tuple[str, ...]:
    """Return the passage that each item was chosen from; "" for a question and for what a model wrote."""
    return reply.refs if len(reply.refs) == len(reply.sentences) else ("",) * len(reply.sentences)


def _judged(
    sentence: str,
    before: str,
    ref: str,
    reply: Reply,
    ticket: Ticket,
    passages: Sequence[Passage],
    written: Sequence[Evidence],
    names: Collection[str],
) -> Attribution | Finding:
    """Return the passage that stands behind a sentence, or what is wrong with it. `before`: the sentence before."""
    parts = list(sentences(sentence)) or [sentence]
    for earlier, part in zip((before, *parts), parts, strict=False):
        if finding := _forbidden(part, earlier):
            return finding
    if ref:
        return quoted(sentence, ref, passages)
    if reply.action is Action.ASK and sentence.endswith("?"):
        return _ask(sentence, ticket, passages, names)
    return attribute(sentence, written, names, reply.language)


def _ask(question: str, ticket: Ticket, passages: Sequence[Passage], names: Collection[str]) -> Attribution | Finding:
    """Check a question to the customer. It has no passage, so it may neither state anything nor ask for a secret."""
    stated = facts(question, names)
    known = frozenset().union(*(facts(p.shown, names) for p in passages))
    if not stated <= known:
        return Finding("invented_fact", question, f"no passage contains {_listed(stated - known)}")
    words = {w.lower() for t in (ticket.subject, ticket.body, *(p.shown for p in passages)) for w in _WORD.findall(t)}
    if why := states_something(question, words):
        return Finding("unsupported", question, why)
    return Attribution(question, None, 1.0)


def _forbidden(sentence: str, before: str) -> Finding | None:
    """Return a finding for what no reply says, whatever a passage says. `before`: the sentence before."""
    if _MARKUP.search(sentence):
        return Finding("markup", sentence, "replies are plain text")
    if (part := leading_part(sentence, before)) is not None:
        return Finding("secret", sentence, f"nobody is led to give a secret, access or money, but it says: {part}")
    return None


def _strange(sentence: str, contacts: Contacts | None) -> Finding | None:
    """Return a finding for an address, a number or a link that is not the company's, though a passage names it."""
    if strange := foreign(sentence, contacts):
        known = "the company's list does not name" if contacts else "company.toml has no [contacts], so nobody knows"
        return Finding("foreign_contact", sentence, f"{known} {', '.join(strange)}")
    return None


def _divided(reply: Reply, findings: Sequence[Finding], contacts: Contacts | None) -> list[Finding]:
    """Return a finding per item that names a place which the end of a sentence divides: "Open Evil.Com"."""
    return [
        Finding("foreign_contact", item, f"the company's list does not name {', '.join(strange)}")
        for item in reply.sentences
        if not any(finding.sentence and finding.sentence in item for finding in findings)
        and (strange := foreign_places(item, contacts))
    ]


def _sources(attributions: Sequence[Attribution], contacts: Contacts | None) -> list[Finding]:
    """Return a finding per passage whose address would stand under the reply and is not on the list. Without a list,
    the addresses are those that the company's knowledge file gives its sources."""
    if contacts is None:
        return []
    cited = {a.passage.ref: a.passage.url for a in attributions if a.passage is not None and a.passage.url}
    return [
        Finding("foreign_contact", "", f"the company's list does not name {url}, the address of {ref}")
        for ref, url in cited.items()
        if foreign(url, contacts)
    ]


def _questions(reply: Reply, attributions: Sequence[Attribution]) -> list[Finding]:
    asked = sum(a.passage is None for a in attributions)
    if asked > MAX_QUESTIONS:
        return [Finding("unsupported", "", f"{asked} questions; at most {MAX_QUESTIONS} are asked at once")]
    if reply.action is Action.ASK and asked == 0 and attributions:
        return [Finding("unsupported", "", "it was meant to ask, but asks nothing")]
    return []


def _language(ticket: Ticket, reply: Reply) -> list[Finding]:
    """Return a finding if the reply is in the wrong language. The language is guessed from the text; the model's own
    statement counts only where the text is too short to tell."""
    written = guess(" ".join(reply.sentences)) or reply.language
    if written != (ticket.language or written) or written == OTHER:
        return [
            Finding(
                "wrong_language",
                "",
                f"the customer writes {ticket.language or 'too little to tell'}, the reply is {written}",
            )
        ]
    return []


def _listed(items: Collection[str]) -> str:
    return ", ".join(sorted(items))
