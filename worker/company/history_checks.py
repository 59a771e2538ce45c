"""This module checks what a company file says of past tickets: `[history]`."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.skills.triage import Priority
from worker.company.mistakes import Complaint, near, quoted
from worker.company.reasons import OF_TRIAGE
from worker.company.rule_checks import has_a_condition, of_name
from worker.company.toml_lines import Place

CONDITIONS = ("moved_to", "group", "tags", "note", "answer", "fields", "assignee", "reopened")
_PRIORITIES = [str(priority) for priority in Priority]


def complaints(data: Mapping[str, Any]) -> Iterator[Complaint]:
    table = data.get("history")
    if not isinstance(table, dict):
        return
    yield from _mapped(("history", "groups"), table.get("groups"), _keys(data, "queues"), "one of the queues")
    yield from _mapped(("history", "priorities"), table.get("priorities"), _PRIORITIES, "a priority")
    rules, names = table.get("escalation"), set[str]()
    for number, rule in enumerate(rules if isinstance(rules, list) else []):
        if isinstance(rule, dict):
            place: Place = ("history", "escalation", number)
            yield from of_name(place, rule.get("name"), names)
            yield from _reason(place, rule.get("reason"), _keys(data, "escalation"))
            yield from _conditions(place, rule)


def _mapped(place: Place, table: object, known: Collection[str], what: str) -> Iterator[Complaint]:
    """Yield the values that are not known, and the keys that differ in capitals only but not in their value."""
    seen: dict[str, object] = {}
    for key, value in table.items() if isinstance(table, dict) else ():
        here = f"{place[-1]}.{quoted(key)}"
        if isinstance(value, str) and value not in known:
            yield Complaint((*place, key), f"{here} names {quoted(value)}, which is not {what}{near(value, known)}")
        if seen.setdefault(key.strip().casefold(), value) != value:
            yield Complaint((*place, key), f"{here} is there in other capitals, with another value")


def _reason(place: Place, reason: object, said: Collection[str]) -> Iterator[Complaint]:
    if not isinstance(reason, str):
        return
    if reason not in OF_TRIAGE:
        known = [one for one in OF_TRIAGE if one in said] or OF_TRIAGE
        yield Complaint((*place, "reason"), f"reason names {quoted(reason)}, which is not known{near(reason, known)}")
    elif reason not in said:
        yield Complaint((*place, "reason"), f"reason names {reason}, about which [escalation] says nothing")


def _conditions(place: Place, rule: Mapping[str, Any]) -> Iterator[Complaint]:
    yield from has_a_condition(place, rule, CONDITIONS)
    columns = rule.get("fields")
    for name, values in columns.items() if isinstance(columns, dict) else ():
        if values == []:
            yield Complaint((*place, "fields", name), f"fields.{quoted(name)} is empty")
    times = rule.get("reopened")
    if isinstance(times, int) and not isinstance(times, bool) and times < 1:
        yield Complaint((*place, "reopened"), "reopened is how often at least, from 1 upwards")


def _keys(data: Mapping[str, Any], name: str) -> Collection[str]:
    found = data.get(name)
    return found.keys() if isinstance(found, dict) else ()
