"""This benchmark tries to get candidates through the gate that are no better than what serves.

Each candidate is made of the real answers of two contestants, the heads of the demo and its adapter: on each ticket a coin says
which of the two is the candidate and which one serves. So both are equally good, they differ on as many tickets as the real ones,
and whoever passes was lucky. Twenty such candidates are tried one after the other on the same tickets, which are drawn with
replacement from those that were measured, anew for each sequence.

Then real ones: the measured contestants against each other. And how often one passes that is truly better, by the size of the
gain.

What was measured lies in benchmarks/sets/gate_outcomes.json: which of the 60 tickets of demo/tickets/test.jsonl the heads of the
demo, its adapter for triage and the most frequent answer get right. No sealed set has a part in it.

    python -m benchmarks.gate
    python -m benchmarks.gate --sequences 50 --json
    python -m benchmarks.gate --measure    # needs a home with the demo's knowledge, and the model
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.pairs import ALPHA
from models.evaluation.scores import Share
from worker.learning.gate import contestants, measures, trial
from worker.learning.gate.judging import Against
from worker.learning.gate.measures import OF_SKILL, Outcomes

SKILL = "triage"
MEASURED = Path(__file__).parent / "sets" / "gate_outcomes.json"
TICKETS = Path("demo/tickets/test.jsonl")
CANDIDATES = 20  # of a sequence
GAINS = (0.05, 0.1, 0.15)
LOST = 0.02  # of the tickets that what serves gets right, such a share a truly better one gets wrong
SIZES = (60, 200, 500)
NAMES = [measure.name for measure in OF_SKILL[SKILL]]

LEVELS: Mapping[str, Callable[[int], float]] = {
    "5 %, not divided": lambda _: ALPHA,
    "divided by the candidates": lambda tried: ALPHA / tried,
    "divided by the measures": lambda _: ALPHA / len(NAMES),
    "divided by measures and candidates": lambda tried: ALPHA / (len(NAMES) * tried),
}


def measure() -> dict[str, Any]:
    """Return which tickets the contestants of the demo get right."""
    from worker.settings import Settings

    settings = Settings()
    known = [contestants.named(settings, SKILL, name) for name in ("heads", SKILL, "simplest")]
    cases = trial.read(settings, SKILL, TICKETS)
    found = trial.Trial(settings, SKILL, known).outcomes(cases)
    outcomes = {
        one.name: {name: [None if value is None else int(value) for value in own] for name, own in found[one].items()}
        for one in known
    }
    return {"file": str(TICKETS), "sha256": cases.sha256, "tickets": len(cases), "outcomes": outcomes}


def read() -> dict[str, Outcomes]:
    return dict(json.loads(MEASURED.read_text(encoding="utf-8"))["outcomes"])


def lucky(known: Sequence[Outcomes], sequences: int, seed: int = 7) -> dict[str, dict[str, Share]]:
    """Return, per level, how many candidates pass that are as good as what serves, and how many sequences have such a one."""
    random = np.random.default_rng(seed)
    real = np.array([[own[name] for name in NAMES] for own in known], float)
    passed = {level: np.zeros((sequences, CANDIDATES), bool) for level in LEVELS}
    for sequence in range(sequences):
        tickets = random.integers(0, real.shape[2], real.shape[2])
        for place in range(CANDIDATES):
            who = random.integers(0, 2, len(tickets))
            against = _against(real[who, :, tickets].T, real[1 - who, :, tickets].T)
            for name, level in LEVELS.items():
                passed[name][sequence, place] = against.passes(level(place + 1))
    return {
        name: {"candidates": Share.of(own.ravel().tolist()), "sequences": Share.of(own.any(axis=1).tolist())}
        for name, own in passed.items()
    }


def powers(serving: Outcomes, draws: int, seed: int = 7) -> dict[str, dict[str, Share]]:
    """Return how often a first candidate passes whose queues are right more often by a true gain, by gain and tickets."""
    random = np.random.default_rng(seed)
    real = np.array([serving[name] for name in NAMES], float)
    shares = {}
    for size in SIZES:
        for gain in GAINS:
            known = [_is_seen(real, size, gain, random) for _ in range(draws)]
            shares.setdefault(f"{size} tickets", {})[f"+{gain * 100:.0f} points"] = Share.of(known)
    return shares


def _is_seen(real: NDArray[np.float64], size: int, gain: float, random: np.random.Generator) -> bool:
    """Return whether a candidate passes that is right where what serves is wrong, as often as its gain needs."""
    own = real[:, random.integers(0, real.shape[1], size)]
    wrong = 1 - real[0].mean()
    gained = (gain + LOST * (1 - wrong)) / wrong
    other, chance = own.copy(), random.random(size)
    other[0] = np.where(own[0] == 1, chance >= LOST, chance < gained)
    return _against(own, other).passes(ALPHA / len(NAMES))


def _against(serving: NDArray[np.float64], candidate: NDArray[np.float64]) -> Against:
    return Against("what serves", tuple(measures.compare(SKILL, _told(serving), _told(candidate))))


def _told(values: NDArray[np.float64]) -> Outcomes:
    return {
        name: [None if np.isnan(value) else float(value) for value in own]
        for name, own in zip(NAMES, values, strict=True)
    }


def real_ones(known: Mapping[str, Outcomes]) -> list[tuple[str, str, Against]]:
    """Return each measured contestant as a candidate against each other one that would serve."""
    return [
        (candidate, serving, Against(serving, tuple(measures.compare(SKILL, known[serving], known[candidate]))))
        for serving in known
        for candidate in known
        if candidate != serving
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sequences", type=int, default=500, help="of twenty candidates each")
    parser.add_argument("--measure", action="store_true", help="measure the contestants of the demo again")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    if wanted.measure:
        MEASURED.write_text(json.dumps(measure()) + "\n", encoding="utf-8")
    known = read()
    *trained, simplest = known
    level = ALPHA / len(NAMES)
    real = real_ones(known)
    chance = lucky([known[name] for name in trained], wanted.sequences)
    power = powers(known[trained[1]], wanted.sequences)
    if wanted.json:
        told = {
            "lucky": {name: {kind: str(share) for kind, share in own.items()} for name, own in chance.items()},
            "real": [
                {"candidate": who, "serves": serving, "passes": own.passes(level), "worse": own.worse}
                for who, serving, own in real
            ],
            "power": {size: {gain: str(share) for gain, share in own.items()} for size, own in power.items()},
        }
        print(json.dumps(told, indent=2))
        return
    print(f"candidates as good as what serves, {wanted.sequences} sequences of {CANDIDATES}")
    for name, own in chance.items():
        print(f"  {name:36} pass {own['candidates']}; sequences with one that passes {own['sequences']}")
    print(f"\nreal ones, first candidate, level {level:.4f} (simplest: {simplest})")
    for who, serving, own in real:
        verdict = "passes" if own.passes(level) else "refused"
        pairs = ", ".join(f"{one.measure.name} {one.pairs.second}:{one.pairs.first}" for one in own.compared)
        print(f"  {who} against {serving}: {verdict} (only it right : only the other right; {pairs})")
    print(f"\ntruly better in queues than {trained[1]}, first candidate: share that passes")
    for size, gains in power.items():
        print(f"  {size:12} " + ", ".join(f"{gain} {share}" for gain, share in gains.items()))


if __name__ == "__main__":
    main()
