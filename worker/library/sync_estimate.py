"""This module estimates how long a large sync takes on this machine, before it begins: each encoder known by name is
timed on some of the texts that are to be embedded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.index.passage_maker import Maker
from knowledge.index.workload import Workload
from models.errors import ModelError

WORTH_TIMING = 200_000  # characters: a minute with the slowest encoder on two ordinary cores
PATIENCE = 30 * 60.0  # seconds; where the encoder takes longer, the advice is to begin with a faster one


@dataclass(frozen=True)
class Pace:
    encoder: str
    seconds: float  # for all texts that are to be embedded


def tell(work: Workload, maker: Maker, *, first: bool) -> Iterator[str]:
    """Yield lines for a person; none where the sync is short. On the `first` sync the encoder can still be chosen, so
    then the others are timed as well. This takes some seconds."""
    if work.characters < WORTH_TIMING:
        return
    chosen = Pace(_name(maker.encoder), work.seconds(maker.encode))
    others = list(_others(work, chosen)) if first else []
    yield from lines(work, chosen, others)


def lines(work: Workload, chosen: Pace, others: Sequence[Pace]) -> Iterator[str]:
    """Yield what `tell` says about these times."""
    yield (
        f"{len(work.of):,} documents, {work.texts:,} texts to embed: {chosen.encoder} takes about {_minutes(chosen.seconds)} "
        "on this machine; finished documents can be searched meanwhile, and an interrupted sync goes on"
    )
    for other in others:
        yield f"{other.encoder} would take about {_minutes(other.seconds)}"
    faster = min(others, key=lambda pace: pace.seconds, default=chosen)
    if chosen.seconds <= PATIENCE or faster.seconds > chosen.seconds / 2:
        if others:
            yield f"advice: stay with {chosen.encoder}"
        return
    yield (
        f"advice: begin with {faster.encoder}, which finds a little less: press Ctrl-C, set DESKHAND_ENCODER={faster.encoder}, "
        "run `deskhand knowledge reindex --yes`, then `deskhand knowledge sync`. Or embed on a faster machine and carry the "
        "vectors here (`deskhand knowledge vectors --help`)"
    )


def _others(work: Workload, chosen: Pace) -> Iterator[Pace]:
    from models.encoding.encoder import LARGE, SMALL, base_of, load_encoder

    for name in (LARGE, SMALL):
        if name == base_of(chosen.encoder):
            continue
        try:
            encoder = load_encoder(name)
        except ModelError:  # it was not fetched, so it is no choice here
            continue
        yield Pace(name, work.seconds(encoder.encode))


def _name(encoder: str) -> str:
    return encoder.rpartition("@")[0]


def _minutes(seconds: float) -> str:
    if seconds < 90:
        return f"{max(5, 5 * round(seconds / 5))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
