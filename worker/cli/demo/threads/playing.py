"""This module plays scripts: it lets each person act when the script says so, waits for Deskhand's decisions, and notes what
happened."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from worker.cli.demo import run as demo_run
from worker.cli.demo.threads import looking
from worker.cli.demo.threads.lines import Line, Played, Written
from worker.cli.demo.threads.scripts import BEFORE_WRITE, Script, Scripts, Step
from worker.cli.demo.threads.stage import Stage
from worker.cli.demo.zendesk_double.people import OURSELVES, PERSON, STRANGER
from worker.cli.demo.zendesk_double.tickets import Ticket
from worker.db import reports

Story = dict[str, Any]
Told = Callable[[Script, Line], None]
PAUSE_SECONDS = 0.2
ARRIVE_SECONDS = 10.0  # for a webhook


def play_all(scripts: Scripts, stage: Stage, decided: Told) -> list[Played]:
    """Play all scripts at the same time, and return what happened in their order. `decided` is called with each decision."""
    with ThreadPoolExecutor(len(scripts.threads) or 1) as pool:
        playing = [pool.submit(Play(script, scripts, stage, decided).run) for script in scripts.threads]
        try:
            wait(playing)
        except BaseException:
            stage.stopped.set()
            raise
        return [one.result() for one in playing]


class Play:
    """A play is one thread on the stage."""

    def __init__(self, script: Script, scripts: Scripts, stage: Stage, decided: Told) -> None:
        self.script, self.scripts, self.stage, self._told = script, scripts, stage, decided
        self.lines: list[Line] = []
        self.tickets: dict[str, int] = {}  # the name in the script -> the number in Zendesk
        self._ids: dict[int, int] = {}  # the number in Zendesk -> our id
        self._seen: dict[int, int] = {}  # how many audits of a ticket were looked at
        self._versions: dict[int, int] = {}  # the version of a ticket that was decided last

    def run(self) -> Played:
        lost: list[str] = []
        for step in self.script.steps:
            if step.who == "deskhand":
                self.lines.append(line := self._decided(step))
                if self.stage.stopped.is_set():
                    break
                self._told(self.script, line)
            elif step.when == BEFORE_WRITE:
                self.stage.before_write(self.tickets[step.ticket], lambda step=step: self._act(step))  # type: ignore[misc]
            else:
                self._act(step)
                self._wait(lambda step=step: self._has_arrived(step.ticket), ARRIVE_SECONDS)  # type: ignore[misc]
        for name, number in self.tickets.items():
            lost += [f"{name}: {what}" for what in looking.lost(self._ticket(number), self._story(number))]
        return Played(self.script, tuple(self.lines), tuple(lost), dict(self.tickets))

    def _act(self, step: Step) -> None:
        """Let a person act, and note it."""
        try:
            did, words = self._do(step)
            moment = ", just before our write" if step.when == BEFORE_WRITE else ""
            self.lines.append(Line(step.ticket, self._who(step), f"{did}{moment}", words))
        except ValueError as error:  # Zendesk refuses it
            self.lines.append(Line(step.ticket, self._who(step), step.does, wrong=(str(error),)))

    def _who(self, step: Step) -> str:
        return self.script.customer_name if step.who == "customer" else step.who

    def _do(self, step: Step) -> tuple[str, str]:
        """Do a step in Zendesk; return what was done, and the words that were said."""
        double, number = self.stage.double, self.tickets.get(step.ticket, 0)
        match step.who, step.does:
            case "customer", _ if step.follows:
                self.tickets[step.ticket] = double.customer_writes(self.tickets[step.follows], step.words).id
                return "answers a closed ticket", step.words
            case "customer", _ if not number:
                brand = self.scripts.brand_id(step.brand) if step.brand else next(iter(double.account.brands))
                self.tickets[step.ticket] = self.stage.open(self.script, step, brand).id
                return "writes" + (f", {step.days_ago:g} days ago" if step.days_ago else ""), step.words
            case "customer", _:
                double.customer_writes(number, step.words)
                return "writes", step.words
            case "stranger", _:
                double.third_person_writes(number, step.words, by=STRANGER)
                return "writes", step.words
            case _, "writes" | "notes":
                double.agent_comments(number, step.words, public=step.does == "writes")
                return "writes in public" if step.does == "writes" else "writes a note", step.words
            case _, "approves":
                return self._approve(step)
            case _, "merges":
                double.merge(number, into=self.tickets[step.into])
                return f"merges it into the ticket {step.into!r}", ""
        return self._change(step, number), ""

    def _change(self, step: Step, number: int) -> str:
        said: dict[str, dict[str, Any]] = {
            "takes": {"assignee": PERSON},
            "solves": {"status": "solved"},
            "closes": {"status": "closed"},
        }
        fields = {**said.get(step.does, {}), **step.fields}
        self.stage.double.agent_changes(number, **fields)
        more = ", ".join(f"{name} = {value}" for name, value in step.fields.items())
        if step.does == "sets":
            return f"sets {more}"
        return f"{step.does} it{f' ({more})' if more else ''}"

    def _approve(self, step: Step) -> tuple[str, str]:
        """Let the agent send by hand what Deskhand drafted, which is the approval."""
        number = self.tickets[step.ticket]
        ticket, story = self._ticket(number), self._story(number)
        if looking.is_answered(ticket):
            return "approves nothing: Deskhand has answered", ""
        draft = looking.draft(ticket, story)
        words = draft or step.words
        self.stage.double.agent_comments(number, words)
        return "approves the draft and sends it by hand" if draft else "answers in their own words: no draft", words

    def _decided(self, step: Step) -> Line:
        """Wait for a decision, and note it with what was written since the last one."""
        number = self.tickets[step.ticket]
        finished = self._wait(lambda: self._has_arrived(step.ticket) and self._is_settled(number), self.stage.seconds)
        story = self._story(number)
        written = tuple(self._written(self.tickets if step is self.script.steps[-1] else [step.ticket]))
        if not finished or story is None or story["decision"] is None:
            return Line(step.ticket, "Deskhand", "has not decided", written=written, wrong=("not decided in time",))
        decision = story["decision"]
        version = decision["ticket_version"]
        wrong = list(looking.wrong(step, story, written))
        if self._versions.get(number) == version:
            wrong.append("this is the decision of before: what was said since made no new one")
        self._versions[number] = version
        if self.stage.is_still_to_come(number):
            wrong.append("Deskhand wrote nothing, so what should happen before its write did not")
        return Line(
            step.ticket,
            "Deskhand",
            "decides",
            outcome=decision["outcome"],
            reason=decision["reason"],
            explanation=decision["explanation"],
            expected=step.expected,
            fate=looking.fate(story),
            written=written,
            wrong=tuple(wrong),
        )

    def _written(self, names: Iterable[str]) -> Iterator[Written]:
        """Yield what we wrote to tickets of this thread since it was looked at last."""
        for name in names:
            number = self.tickets[name]
            audits = self._ticket(number).audits
            for audit in audits[self._seen.get(number, 0) :]:
                if audit["author_id"] == OURSELVES:
                    yield looking.written(name, audit)
            self._seen[number] = len(audits)

    def _has_arrived(self, name: str) -> bool:
        """Return whether Deskhand knows all that people other than itself said in a ticket. Without one it keeps what
        colleagues say for later, so only customers count then."""
        ticket, story = self._ticket(self.tickets[name]), self._story(self.tickets[name])
        return not looking.unknown(ticket, story)

    def _is_settled(self, number: int) -> bool:
        story = self._story(number)
        return story is not None and demo_run.is_finished(story["ticket"]) and looking.is_told(story)

    def _story(self, number: int) -> Story | None:
        if number not in self._ids:
            for one in demo_run.of_these(reports.list_tickets(self.stage.database, limit=500), {str(number)}):
                self._ids[number] = one["id"]
        return reports.explain(self.stage.database, self._ids[number]) if number in self._ids else None

    def _ticket(self, number: int) -> Ticket:
        return self.stage.double.tickets[number]

    def _wait(self, reached: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > deadline or self.stage.stopped.wait(PAUSE_SECONDS):
                return False
        return True
