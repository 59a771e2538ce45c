"""A card shows one ticket on the page: its text, what was wanted and what was given."""

from worker.domain import Reply
from worker.learning.report.markup import Html, tag
from worker.learning.report.row import Row

_FIELDS = ("queue", "priority", "escalate", "reason")


def is_wrong(row: Row) -> bool:
    """Return whether a field of triage, or the reply, is not what was wanted."""
    return any(not right for _, _, _, right in _fields(row)) or (row.reply is not None and not row.is_right)


def card(row: Row) -> Html:
    fields, wrong = _fields(row), is_wrong(row)
    faults = [name for name, _, _, right in fields if not right]
    faults += ["reply"] if row.reply is not None and not row.is_right else []
    told = tag("span", f"wrong: {', '.join(faults)}" if faults else "right", class_="bad" if wrong else "good")
    ticket = row.ticket
    title = tag("bdi", ticket.subject or "(no subject)")
    return tag(
        "details",
        tag("summary", told, " ", f"{ticket.id}, {ticket.language}: ", title),
        *(
            tag("pre", f"{said.author}: {said.text}", dir="auto", class_="before")
            for said in ticket.before
            if said.public
        ),
        tag("pre", ticket.body, dir="auto"),
        *([_triage(row)] if row.triage is not None else []),
        *([_reply(row)] if row.reply is not None else []),
    )


def _fields(row: Row) -> list[tuple[str, str, str, bool]]:
    """Return, per field of triage: its name, what was wanted, what was given, and whether that is the same."""
    if row.triage is None:
        return []
    found = []
    for name in _FIELDS:
        wanted, given = getattr(row.ticket, name) or None, getattr(row.given, name, None) or None
        right = row.given is not None and wanted == given
        found.append((name, _shown(name, wanted), _shown(name, given) if row.given else "no valid output", right))
    return found


def _triage(row: Row) -> Html:
    sure = row.given.probabilities if row.given else {}
    head = tag("tr", *(tag("th", title) for title in ("field", "wanted", "given", "sure")))
    rows = [
        tag(
            "tr",
            tag("th", name),
            tag("td", wanted),
            tag("td", given, class_="good" if right else "bad"),
            tag("td", f"{sure[name]:.0%}" if name in sure else ""),
        )
        for name, wanted, given, right in _fields(row)
    ]
    return tag("table", head, *rows)


def _reply(row: Row) -> Html:
    said = row.reply.sentences if isinstance(row.reply, Reply) else ()
    given = "\n".join(said) or ("handed over" if isinstance(row.reply, Reply) else "no valid output")
    found = [f"{one.code}: {one.detail}" for one in row.check.findings] if row.check and row.answered else []
    return tag(
        "div",
        tag("h4", "Reply of the agent"),
        tag("pre", "\n".join(row.ticket.sentences), dir="auto"),
        tag("p", f"stands on {', '.join(sorted(row.answering)) or 'no passage'}"),
        tag(
            "h4",
            "Reply given: ",
            tag("span", "right" if row.is_right else "not right", class_="good" if row.is_right else "bad"),
        ),
        tag("pre", given, dir="auto"),
        tag("p", f"stands on {', '.join(dict.fromkeys(row.cited)) or 'no passage'}"),
        *(tag("p", f"held by the check: {one}", class_="bad") for one in found),
    )


def _shown(field: str, value: object) -> str:
    return ("yes" if value else "no") if field == "escalate" else str(value or "none")
