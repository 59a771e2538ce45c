"""This module breaks one part on purpose, so that the cause of a bad answer is known: a page of the index, the search, a rule,
or what was written. What was changed in the database is put back at the end.

A break is a name with its values, as `benchmarks/sets/diagnosis.jsonl` has it:

remove   the passages of these references leave the index
age      these passages are past their date since yesterday
rewrite  a text of a passage is replaced by another one: before the run, or after it
double   a copy of a passage says another text
hide     these passages are turned away from every query: only their words find them
demote   the search gives these passages at this place and below
rule     a rule of the company decides
reply    other sentences are written, or some are left out
unread   what the model wrote cannot be read
language the customer's language is taken for another one
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, text

from knowledge.passages import section_of
from worker.company.rules import Effect, Rule
from worker.domain import CheckResult, Decision, Outcome, Retrieved, Run, Ticket
from worker.pipeline.retrieve import Find
from worker.pipeline.run import handle_batch
from worker.pipeline.tools import Tools

OF_INDEX = ("remove", "age", "rewrite", "double", "hide")
_KEPT = "broken_passages"
_WHICH = "(ref = any(:refs) or section = any(:refs))"
_TURN = (  # the other way in all dimensions
    "update passages set embedding = embedding * cast(:turn as halfvec), "
    "windows = (select array_agg(one * cast(:turn as halfvec)) from unnest(windows) one) where " + _WHICH
)
_REWRITE = (
    "update passages set text = replace(text, :old, :new), "
    "statements = replace(statements::text, :old, :new)::jsonb where " + _WHICH
)


@contextmanager
def broken_index(owner: Engine, breaks: Sequence[Mapping[str, Any]]) -> Iterator[None]:
    """Break the index, and put the passages back at the end."""
    own = [one for one in breaks if one["kind"] in OF_INDEX]
    refs = [ref for one in own for ref in one["refs"]]
    if not own:
        yield
        return
    columns = ", ".join(_columns(owner))
    with owner.begin() as connection:
        connection.execute(text(f"drop table if exists {_KEPT}"))
        connection.execute(text(f"create table {_KEPT} as select * from passages where {_WHICH}"), {"refs": refs})
        connection.execute(text("drop table if exists broken_precedents"))
        connection.execute(text("create table broken_precedents as select id, answers from precedents"))
        for one in own:
            _break(connection, one, columns)
    try:
        yield
    finally:
        with owner.begin() as connection:
            made = [one["as"] for one in own if "as" in one]
            connection.execute(text(f"delete from passages where {_WHICH}"), {"refs": [*refs, *made]})
            connection.execute(
                text(f"insert into passages ({columns}) overriding system value select {columns} from {_KEPT}")
            )
            connection.execute(
                text(
                    "update precedents p set answers = k.answers from broken_precedents k "
                    "where p.id = k.id and p.answers <> k.answers"
                )
            )
            connection.execute(text(f"drop table {_KEPT}"))
            connection.execute(text("drop table broken_precedents"))


def _break(connection: Any, one: Mapping[str, Any], columns: str) -> None:
    kind, told = one["kind"], {"refs": list(one["refs"])}
    if kind == "remove":
        connection.execute(text(f"delete from passages where {_WHICH}"), told)
    elif kind == "age":
        connection.execute(text(f"update passages set valid_until = current_date - 1 where {_WHICH}"), told)
    elif kind == "rewrite":
        for old, new in one["texts"].items():
            connection.execute(text(_REWRITE), {**told, "old": old, "new": new})
    elif kind == "double":
        copied = ", ".join(
            "cast(:copy as text)" if name == "ref" else name for name in columns.split(", ") if name != "id"
        )
        into = ", ".join(name for name in columns.split(", ") if name != "id")
        query = f"insert into passages ({into}) select {copied} from passages where {_WHICH}"
        connection.execute(text(query), {**told, "copy": one["as"]})
        for old, new in one["texts"].items():
            connection.execute(text(_REWRITE), {"refs": [one["as"]], "old": old, "new": new})
    elif kind == "hide":
        length = connection.scalar(text("select vector_dims(embedding::vector) from passages limit 1"))
        connection.execute(text(_TURN), {**told, "turn": "[" + ",".join(["-1"] * length) + "]"})
        for ref in one["refs"]:
            connection.execute(text("update precedents set answers = array_remove(answers, :ref)"), {"ref": ref})


def _columns(owner: Engine) -> list[str]:
    query = (
        "select column_name from information_schema.columns where table_name = 'passages' and table_schema = 'public' "
        "and is_generated = 'NEVER' order by ordinal_position"
    )
    with owner.connect() as connection:
        return list(connection.scalars(text(query)))


def broken_run(ticket: Ticket, tools: Tools, breaks: Sequence[Mapping[str, Any]]) -> Run:
    """Return the run of a ticket in which what is no part of the index is broken."""
    for one in breaks:
        if one["kind"] == "language":
            ticket = replace(ticket, language=one["language"])
        elif one["kind"] == "rule":
            rule = Rule(one.get("name", "broken"), Effect(one["effect"]), one.get("reason", "rule"), one.get("queue"))
            tools = replace(tools, company=replace(tools.company, rules=(rule,)))
        elif one["kind"] == "demote":
            tools = replace(tools, find=demoting(tools.find, one["refs"], one["place"]))
    [run] = handle_batch([ticket], tools)
    for one in breaks:
        if one["kind"] == "reply":
            run = _rewritten(run, one)
        elif one["kind"] == "unread":
            decision = Decision(Outcome.HAND_OVER, "reply_failed", one["why"])
            run = replace(
                run, reply=None, check=None, decision=decision, failures={"reply": f"invalid output: {one['why']}"}
            )
        elif one["kind"] == "triage" and run.triage is not None:
            run = _triaged(run, one)
    return run


def demoting(find: Find, refs: Sequence[str], place: int) -> Find:
    """Return a search that gives these passages at a place, or behind it, whatever it found."""

    def demoted(tickets: Sequence[Ticket]) -> list[Retrieved]:
        made = []
        for found in find(tickets):
            own = [one for one in found.passages if section_of(one.ref) in refs or one.ref in refs]
            others = [one for one in found.passages if one not in own]
            made.append(replace(found, passages=(*others[: place - 1], *own, *others[place - 1 :])))
        return made

    return demoted


def _rewritten(run: Run, one: Mapping[str, Any]) -> Run:
    """Return a run that wrote other sentences. What it cites is kept for the sentences that stay."""
    assert run.reply is not None
    kept = list(run.reply.sentences)
    if "drop" in one:
        kept = [said for said in kept if not any(part in said for part in one["drop"])]
    if "texts" in one:
        kept = [_replaced(said, one["texts"]) for said in kept]
    said = tuple(one.get("sentences", kept))
    refs = dict(zip(run.reply.sentences, run.check.attributions, strict=False)) if run.check else {}
    own = tuple(
        replace(part, sentence=new)
        for old, part in refs.items()
        for new in said
        if new in (old, _replaced(old, one.get("texts", {})))
    )
    check = CheckResult(own, run.check.findings if run.check else ())
    return replace(run, reply=replace(run.reply, sentences=said), check=check)


def _replaced(said: str, texts: Mapping[str, str]) -> str:
    for old, new in texts.items():
        said = said.replace(old, new)
    return said


def _triaged(run: Run, one: Mapping[str, Any]) -> Run:
    """Return a run whose triage said something else; one that escalates has no reply."""
    assert run.triage is not None
    values = {name: value for name, value in one.items() if name not in {"kind", "reason"}}
    triage = replace(run.triage, **values)
    if not one.get("escalate"):
        return replace(run, triage=triage)
    decision = Decision(Outcome.HAND_OVER, one["reason"], "triage: a person must take this ticket", "triage")
    return replace(run, triage=triage, decision=decision, reply=None, check=None)
