"""This module takes a promotion while the worker runs: between two batches it looks at the pointers, builds new tools beside the
old ones and puts them in their place. The base model and the search stay loaded. What cannot be built changes nothing: the old
tools go on serving, the reason is logged once, and `deskhand doctor` tells it."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from models.errors import AdapterError, EngineUnavailable, ModelError, ServerMustRestart
from models.generation.by_name import AdapterEngine
from worker.domain import Ticket
from worker.errors import where, words
from worker.logs import get_logger
from worker.pipeline.tools import Tools
from worker.serving.look import Look, look
from worker.serving.plan import Plan, Version, all_adapters, read, without
from worker.serving.state import State
from worker.serving.tool_set import ToolSet
from worker.settings import Settings

log = get_logger(__name__)
RETRY_SECONDS = 30.0  # a model server that was away, or a folder that it could not see, may be there later
_TRIES = 3  # the pointers may change while they are read


class Swap:
    """A swap holds the tools that serve. It is not thread-safe: its worker calls it between and for its batches."""

    def __init__(
        self,
        settings: Settings,
        engine: AdapterEngine,
        make: Callable[[Plan], ToolSet],
        state: State,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`make` makes the tools of a plan whose adapters the engine has. Raises `AdapterError` and others where a version
        that serves is not fit to; of a canary or a named version that is not, it is said, and the current one serves."""
        self._settings, self._engine, self._make, self._state, self._clock = settings, engine, make, state, clock
        self._loaded: dict[str, Path] = {}  # name of an adapter -> its folder
        self._unsure: set[str] = set()  # those of which the model server has not said that it has them
        self._lost: frozenset[str] = frozenset()  # those of which it said that it has them no more
        self._refusal, self._tried = "", clock()
        self._seen: Look = look(settings.adapters_path)
        faults: list[str] = []
        self._set = self._started(faults)
        if faults:
            self._refuse("; ".join(faults))
        self._tell()

    def groups(self, tickets: Sequence[Ticket]) -> list[tuple[Tools, list[Ticket]]]:
        """Divide a batch by what handles its tickets."""
        return self._set.groups(tickets)

    def refresh(self) -> None:
        """Take what was promoted since the last call."""
        seen = look(self._settings.adapters_path)
        retries = bool(self._refusal) and self._clock() - self._tried > RETRY_SECONDS
        lost = frozenset[str](getattr(self._engine, "lost", ()))  # such as by a model server that was started again
        has_lost, self._lost = bool(lost - self._lost), lost
        self._unsure |= lost
        if seen == self._seen and not retries and not has_lost:
            self._state.touch()
            return
        for _ in range(_TRIES):
            changed, self._seen, self._tried = seen != self._seen, seen, self._clock()
            self._take(changed=changed)
            seen = look(self._settings.adapters_path)
            if seen == self._seen:
                break
        self._tell()

    def _take(self, *, changed: bool) -> None:
        started, faults = self._clock(), list[str]()
        try:
            made = self._with_adapters(self._confirmed(read(self._settings), faults), self._make)
        except Exception as error:  # whatever is wrong with what is new, the old tools serve
            # A server that is away is not asked for the others: each would wait for its timeout.
            found = None if isinstance(error, EngineUnavailable) else self._current_at_least()
            if found is not None:
                self._put(found, started)
            self._refuse(words(error) or where(error), again=changed)
            return
        self._put(made, started)
        if faults:
            self._refuse("; ".join(faults), again=changed)
        else:
            self._refusal = ""

    def _confirmed(self, plan: Plan, faults: list[str]) -> Plan:
        """Return a plan without the canaries and named versions that a model server cannot have: it would answer their tickets
        with another version. For the version that serves it answers with what it has, and that is told."""
        out = []
        for name, own in all_adapters(plan).items():
            if name not in self._unsure:
                continue
            try:
                self._engine.load(name, own.folder)
            except ServerMustRestart as error:
                faults.append(str(error))
                if name in _current(plan):
                    self._expect(name, own, stands_in=True)
                else:
                    out.append(name)
            else:
                self._loaded[name] = own.folder
                self._unsure.discard(name)
        return without(plan, out)

    def _expect(self, name: str, own: Version, *, stands_in: bool) -> None:
        """Let the engine take in an adapter that its server has not loaded."""
        expect: Callable[..., None] = self._engine.expect  # type: ignore[attr-defined]
        expect(name, own.folder, stands_in=stands_in)
        self._loaded[name] = own.folder
        self._unsure.add(name)

    def _put(self, made: ToolSet, started: float) -> None:
        """Let other tools serve, and let go of what they do not need."""
        served, self._set = _ids(self._set.plan), made
        self._drop(self._loaded.keys() - all_adapters(made.plan).keys())
        if _ids(made.plan) != served:
            log.info("takes another version", versions=_ids(made.plan), seconds=round(self._clock() - started, 2))

    def _current_at_least(self) -> ToolSet | None:
        """Return the tools of a plan without those canaries and named versions that are not fit; None where the same versions
        serve as before. A promotion or a rollback does not wait until somebody has put a canary in order."""
        try:
            plan = read(self._settings, [])
            if _serving(plan) == _serving(self._set.plan):
                return None
            unfit = []
            for name, own in all_adapters(plan).items():
                if name in _current(plan) or name in self._loaded:
                    continue
                try:
                    self._engine.load(name, own.folder)
                    self._loaded[name] = own.folder
                except ModelError:
                    unfit.append(name)
            return self._with_adapters(without(plan, unfit), self._made_at_least)
        except Exception as error:  # it is the version that serves which is not fit
            log.debug("nothing of it can be taken", reason=words(error))
            return None

    def _with_adapters(self, plan: Plan, make: Callable[[Plan], ToolSet]) -> ToolSet:
        """Return the tools of a plan. If they cannot be made, what was loaded for them is dropped again."""
        new = {name: own for name, own in all_adapters(plan).items() if name not in self._loaded}
        try:
            for name, own in new.items():
                self._engine.load(name, own.folder)
                self._loaded[name] = own.folder
            self._follow(plan)
            return make(plan)
        except BaseException:
            self._drop(self._loaded.keys() & new.keys())
            raise

    def _follow(self, plan: Plan) -> None:
        """Tell the engine where adapters lie that were moved, as when a folder of before there were versions is divided: a model
        server that is started again is asked to load them from there."""
        for name, own in all_adapters(plan).items():
            if hasattr(self._engine, "expect") and self._loaded[name] != own.folder:
                self._expect(name, own, stands_in=name in _current(plan))

    def _started(self, faults: list[str]) -> ToolSet:
        """Return the first tools. A model server that cannot be reached yet, or must be restarted, is no reason not to start."""
        plan = read(self._settings, faults)
        unfit = []
        for name, own in all_adapters(plan).items():
            try:
                self._load_first(name, own, faults, serves=name in _current(plan))
            except AdapterError as error:
                if name in _current(plan):
                    raise
                unfit.append(name)
                faults.append(str(error))
        return self._made_at_least(without(plan, unfit), faults)

    def _made_at_least(self, plan: Plan, faults: list[str] | None = None) -> ToolSet:
        """Return the tools of a plan; if a canary or a named version stands in their way, those of the versions that serve."""
        try:
            return self._make(plan)
        except Exception as error:  # such as a canary that was trained for another form of replies than the setting
            others = all_adapters(plan).keys() - _current(plan)
            if not others:
                raise
            made = self._make(without(plan, list(others)))
            if faults is not None:
                faults.append(words(error) or where(error))
            return made

    def _load_first(self, name: str, own: Version, faults: list[str], *, serves: bool) -> None:
        try:
            self._engine.load(name, own.folder)
        except (EngineUnavailable, ServerMustRestart) as error:
            if not hasattr(self._engine, "expect") or (isinstance(error, ServerMustRestart) and not serves):
                raise  # the server would answer a canary's tickets with what it was started with
            faults.append(str(error))
            self._expect(name, own, stands_in=serves)
        else:
            self._loaded[name] = own.folder

    def _drop(self, names: set[str]) -> None:
        for name in sorted(names):
            self._engine.drop(name)
            del self._loaded[name]
            self._unsure.discard(name)

    def _refuse(self, reason: str, *, again: bool = True) -> None:
        if again or reason != self._refusal:
            log.error("goes on with the versions it has", reason=reason, versions=_ids(self._set.plan))
        self._refusal = reason

    def _tell(self) -> None:
        self._state.write(self._set.plan, self._refusal)


def _current(plan: Plan) -> set[str]:
    """Return the names of the adapters that serve."""
    return {own.current.name for own in plan.adapters.values() if own.current is not None}


def _serving(plan: Plan) -> set[str]:
    """Return the ids of all versions that serve, of heads too."""
    return {own.current.id for _, own in plan.parts if own.current is not None}


def _ids(plan: Plan) -> list[str]:
    return sorted(own.id for _, part in plan.parts for own in part.versions)
