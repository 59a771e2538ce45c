"""This module turns the helpdesk's own words into labels of the company: queue, priority, select fields."""

import re
from collections.abc import Collection, Iterator, Mapping

from models.skills.triage import Priority
from worker.company import Field, HistoryRules
from worker.history.files import contents
from worker.history.value_mapping import guess_priorities
from worker.past import PastTicket

_NO_LETTER = re.compile(r"[\W_]+")


def queue_of(group: str | None, rules: HistoryRules, queues: Collection[str]) -> str | None:
    """Return the queue that a group is: by the mapping, or because it is called so; None if it is none."""
    if group is None or not group.strip():
        return None
    mapped = _mapped(group, rules.groups)
    if mapped is not None:
        return mapped if mapped in queues else None
    return {_plain(queue): queue for queue in queues}.get(_plain(group))


def priority_of(priority: str | None, rules: HistoryRules) -> str | None:
    """Return our name of a priority; of none, the normal one, which a ticket has that nobody gave another; None if the word
    is not known."""
    if priority is None or not priority.strip():
        return str(Priority.NORMAL)
    mapped = _mapped(priority, rules.priorities)
    if mapped is None and contents.whole(priority) is None:  # what "1" means, only the whole scale tells
        mapped = guess_priorities({priority: 1})[priority]
    return mapped if mapped in set(Priority) else None


def fields_of(ticket: PastTicket, declared: Collection[Field]) -> dict[str, str]:
    """Return the values of the company's select fields: those of a column of the same name or id, else those of a tag."""
    columns = {_plain(name): value for name, value in ticket.fields.items()}
    found = {}
    for field in declared:
        names = [field.name, *([field.id, f"custom_field_{field.id}"] if field.id else [])]
        said = [columns[_plain(name)] for name in names if _plain(name) in columns]
        told = [*(_option(field, value) for value in said), *_tagged(field, ticket.tags)]
        value = next((one for one in told if one is not None), None)
        if value is not None:
            found[field.name] = value
    return found


def language_of(said: str | None) -> str | None:
    """Return the code that a file gives a language by: "de-AT" is "de"; None for anything else, such as a name."""
    code = re.split(r"[-_]", (said or "").strip().lower())[0]
    return code if len(code) == 2 and code.isalpha() and code.isascii() else None


def same(one: str, other: str) -> bool:
    """Return whether two names of groups, people or tags are the same but for capitals and space around them."""
    return one.strip().casefold() == other.strip().casefold()


def _mapped(word: str, mapping: Mapping[str, str]) -> str | None:
    return next((value for key, value in mapping.items() if same(key, word)), None)


def _tagged(field: Field, tags: Collection[str]) -> Iterator[str | None]:
    """Yield the value of a field's tag, if the ticket has one of them."""
    values = [
        value for value in field.options if field.prefix and field.tag(value).casefold() in map(str.casefold, tags)
    ]
    if len(values) == 1:
        yield values[0]


def _option(field: Field, said: str) -> str | None:
    bare = said.strip()
    by_name = {_plain(option): option for option in field.options}
    own = bare.removeprefix(field.prefix) if field.prefix else bare.removeprefix(f"{field.name}_")
    return by_name.get(_plain(bare)) or by_name.get(_plain(own))


def _plain(text: str) -> str:
    return " ".join(_NO_LETTER.sub(" ", text).casefold().split())
