"""This module looks at how a reply was written: its format, and its tone as far as it can be checked.

No model judges a tone here. What is checked is the form of address ("Sie" or "du"), the language, and whether an agent
kept our sentences and changed only the greeting, the closing or the signature.
"""

import re

from knowledge.languages.guess import OTHER, guess
from knowledge.languages.registry import LANGUAGES
from worker.company import Company
from worker.company.voice import Voice
from worker.diagnosis.case import Case
from worker.diagnosis.causes import Evidence
from worker.pipeline.wording.notes import language_name

_STEPS = {"reply": "the reply", "triage": "queue and priority"}
_MALFORMED = {"markup": "it has marks that are no text", "empty": "it says nothing"}


def bad_format(case: Case) -> Evidence | None:
    """Return why a reply could not be used as it was written: nothing that could be read, another language than the
    customer's, or marks in it."""
    for step in ("reply", "triage"):
        if "invalid output" in case.failures.get(step, ""):
            return Evidence(f"What the model wrote for {_STEPS[step]} could not be read: {case.failures[step]}.")
    if not case.said:
        return None
    for finding in case.findings:
        if finding.code in _MALFORMED:
            return Evidence(f"The check stopped the reply: {_MALFORMED[finding.code]} ({finding.detail}).")
    written = guess(" ".join(case.said)) or case.language
    asked = guess(f"{case.ticket.subject}\n{case.ticket.body}") or case.ticket.language
    if asked in LANGUAGES and written and written not in {asked, OTHER}:
        return Evidence(f"The customer writes {language_name(asked)}, and the reply is in {language_name(written)}.")
    return None


def bad_tone(case: Case, company: Company) -> Evidence | None:
    """Return what of a reply speaks to the customer in another way than the company does."""
    language = case.language or case.ticket.language or ""
    if language not in LANGUAGES or not case.said:
        return None
    if (word := _other_address(case, company, language)) is not None:
        return Evidence(
            f'The reply says "{word}", and the company speaks to its customers as "{_address(company, case, language)}".'
        )
    return _changed_around(case)


def _other_address(case: Case, company: Company, language: str) -> str | None:
    """Return a word of the reply that belongs to another form of address than the company's."""
    forms, wanted = LANGUAGES[language].addresses, _address(company, case, language)
    text = " ".join(case.said)
    found = {one.name: re.search(one.used, text) for one in forms}
    return next((match[0] for name, match in found.items() if name != wanted and match), None)


def _address(company: Company, case: Case, language: str) -> str:
    brand = company.brand(case.ticket.brand)
    tables = [*([brand.voices] if brand else []), company.voices]
    known = next((voices[language].address for voices in tables if voices.get(language, Voice()).address), None)
    forms = LANGUAGES[language].addresses
    return known or (forms[0].name if forms else "")


def _changed_around(case: Case) -> Evidence | None:
    """Return that an agent kept our sentences and changed what stands around them; None where they changed more."""
    if not case.draft or not case.after.text:
        return None
    ours, theirs = _lines(case.draft), _lines(case.after.text)
    kept = _plain(" ".join(case.said))
    if kept not in _plain(case.after.text):
        return None
    changed = [
        (mine, other) for mine, other in ((ours[0], theirs[0]), (ours[-1], theirs[-1])) if _plain(mine) != _plain(other)
    ]
    if not changed:
        return None
    mine, other = changed[0]
    return Evidence(f'The agent kept the sentences and wrote "{other}" in place of "{mine}".')


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()] or [""]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(" ,.!")
