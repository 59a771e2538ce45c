"""This module holds what happened in a thread that was played."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from worker.cli.demo.threads.scripts import Script


@dataclass(frozen=True)
class Written:
    """This is one update of ours, as the helpdesk keeps it. `public` is None if it has no comment."""

    ticket: str
    public: bool | None
    words: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A line is what somebody did, or what Deskhand decided and wrote. `fate`: what became of the decision at the helpdesk;
    `wrong`: in what it is not as expected."""

    ticket: str
    who: str
    did: str
    words: str = ""
    outcome: str = ""
    reason: str = ""
    explanation: str = ""
    expected: str = ""
    fate: str = ""
    written: tuple[Written, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Played:
    """A played thread. `lost`: what Deskhand does not know, did not decide or could not tell; `tickets`: the number of
    each in the helpdesk."""

    script: Script
    lines: tuple[Line, ...]
    lost: tuple[str, ...]
    tickets: Mapping[str, int]

    @property
    def is_as_expected(self) -> bool:
        return not self.lost and not any(line.wrong for line in self.lines)
