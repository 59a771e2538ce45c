"""This module checks the rules of a company file: `[[rules]]`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from knowledge.languages.guess import OTHER
from knowledge.languages.registry import LANGUAGES
from worker.company.currencies import CODES
from worker.company.mistakes import Complaint, near, quoted
from worker.company.reasons import OF_TRIAGE
from worker.company.rules import NO_LANGUAGE, Effect
from worker.company.toml_lines import Place

CONDITIONS = ("tier", "plan", "channel", "language", "brand", "phrases", "fields", "amount_over")
_LONGEST_NAME = 80
_OF_EFFECT = {"reason": Effect.ALWAYS_ESCALATE, "queue": Effect.QUEUE}


def complaints(data: Mapping[str, Any]) -> Iterator[Complaint]:
    tables, names = data.get("rules"), set[str]()
    for number, rule in enumerate(tables if isinstance(tables, list) else []):
        if not isinstance(rule, dict):
            continue
        place: Place = ("rules", number)
        yield from of_name(place, rule.get("name"), names)
        yield from _effect(place, rule, _keys(data, "queues"))
        yield from _conditions(place, rule)
        yield from _known(place, rule, "language", [*LANGUAGES, OTHER, NO_LANGUAGE])
        yield from _known(place, rule, "brand", _keys(data, "brands"))
        yield from _phrases(place, rule.get("phrases"))
        yield from _fields(place, rule.get("fields"), data.get("fields"))


def of_name(place: Place, name: object, names: set[str]) -> Iterator[Complaint]:
    """Yield what is wrong with the name of a rule. `names`: those of earlier rules, to which it is added."""
    if not isinstance(name, str):
        return
    if name.strip() in names:
        yield Complaint((*place, "name"), "has the name of an earlier rule")
    elif len(name) > _LONGEST_NAME or not name.isprintable():
        yield Complaint((*place, "name"), f"name is at most {_LONGEST_NAME} characters on one line")
    names.add(name.strip())


def _effect(place: Place, rule: Mapping[str, Any], queues: Collection[str]) -> Iterator[Complaint]:
    effect, reason, queue = (rule.get(key) for key in ("effect", "reason", "queue"))
    if isinstance(effect, str) and effect not in set(Effect):
        yield Complaint(
            (*place, "effect"), f"effect names {quoted(effect)}, which is not known{near(effect, list(Effect))}"
        )
    elif isinstance(effect, str):
        for key, owner in _OF_EFFECT.items():
            if key in rule and effect != owner:
                yield Complaint((*place, key), f'{key} is for effect = "{owner}" only')
        if effect == Effect.QUEUE and queue is None:
            yield Complaint((*place, "effect"), "has no entry 'queue', which the effect queue needs")
    if isinstance(reason, str) and reason not in OF_TRIAGE:
        yield Complaint(
            (*place, "reason"), f"reason names {quoted(reason)}, which is not known{near(reason, OF_TRIAGE)}"
        )
    if isinstance(queue, str) and queue not in queues:
        yield Complaint(
            (*place, "queue"), f"names {quoted(queue)}, which is not one of the queues{near(queue, queues)}"
        )


def has_a_condition(place: Place, rule: Mapping[str, Any], known: Sequence[str]) -> Iterator[Complaint]:
    """Yield what is wrong with a rule that would apply to every ticket or to none. `known`: the conditions it could have."""
    given = [key for key in known if key in rule]
    if not given:
        yield Complaint(place, f"needs a condition, or it would apply to every ticket: {', '.join(known)}")
    for key in given:
        if rule[key] in ([], {}):
            yield Complaint((*place, key), f"{key} is empty, so it holds for no ticket")


def _conditions(place: Place, rule: Mapping[str, Any]) -> Iterator[Complaint]:
    yield from has_a_condition(place, rule, CONDITIONS)
    currency = rule.get("currency")
    if isinstance(currency, str) and currency not in CODES:
        yield Complaint((*place, "currency"), f"currency names {quoted(currency)}, which is not known{_code(currency)}")
    if currency is not None and "amount_over" not in rule:
        yield Complaint((*place, "currency"), "currency is of amount_over, which is missing")


def _code(currency: str) -> str:
    return f": did you mean {currency.upper()}?" if currency.upper() in CODES else f"; allowed: {', '.join(CODES)}"


def _known(place: Place, rule: Mapping[str, Any], key: str, known: Collection[str]) -> Iterator[Complaint]:
    for word in _texts(rule.get(key)):
        if word.strip() and word.strip() not in known:
            yield Complaint((*place, key), f"{key} names {quoted(word)}, which is not known{near(word, known)}")


def _phrases(place: Place, phrases: object) -> Iterator[Complaint]:
    for code, said in phrases.items() if isinstance(phrases, dict) else ():
        if code not in LANGUAGES:
            yield Complaint(
                (*place, "phrases", code),
                f"phrases names {quoted(code)}, a language that is not known{near(code, LANGUAGES)}",
            )
        if said == []:
            yield Complaint((*place, "phrases", code), f"phrases.{quoted(code)} is empty")
        for number, phrase in enumerate(_texts(said)):
            at = (*place, "phrases", code) if isinstance(said, str) else (*place, "phrases", code, number)
            if phrase.strip() and not any(c.isalnum() for c in phrase):
                yield Complaint(at, f"the phrase {quoted(phrase)} has no word")
            if "*" in phrase:
                yield Complaint(at, f"the phrase {quoted(phrase)} has a *: phrases are whole words, so write each form")


def _fields(place: Place, wanted: object, fields: object) -> Iterator[Complaint]:
    declared = fields if isinstance(fields, dict) else {}
    for name, values in wanted.items() if isinstance(wanted, dict) else ():
        if name not in declared:
            hint = near(name, declared)
            yield Complaint((*place, "fields", name), f"fields.{quoted(name)} is no field of the file{hint}")
            continue
        if values == []:
            yield Complaint((*place, "fields", name), f"fields.{quoted(name)} is empty")
        table = declared[name]
        options = table.get("options") if isinstance(table, dict) else None
        for value in _texts(values):
            if isinstance(options, dict) and value.strip() not in options:
                yield Complaint(
                    (*place, "fields", name),
                    f"fields.{name} has no option {quoted(value)}{near(value, options)}",
                )


def _keys(data: Mapping[str, Any], name: str) -> Collection[str]:
    found = data.get(name)
    return found.keys() if isinstance(found, dict) else ()


def _texts(value: object) -> list[str]:
    """Return the texts of an entry that is one or a list of them."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
