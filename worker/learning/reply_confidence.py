"""This module learns the confidence of a reply from labelled ones, and compares it with what costs nothing: the probability
of the tokens, and each feature alone.

All figures are out of fold. A learned confidence takes the place of the tokens only if it parts right from wrong replies
better beyond chance, and all features take the place of the best single one only under the same condition.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.handled_tickets import HandledTicket
from models.errors import TrainingError
from models.evaluation import calibrators, confidence, track_record
from models.evaluation.confidence import Confidence, Origin
from models.evaluation.promise import TOKENS
from models.evaluation.ranking import area_of
from models.evaluation.resampling import LEVEL, Mean, as_json, difference, mean
from models.generation.engine import Engine
from models.heads.folds import fold_of, splits
from models.skills.reply import Form
from worker import assets, bootstrap, learned_assets
from worker.company import load_company
from worker.learning import labelled_replies
from worker.learning.adapters import customers
from worker.learning.labelled_replies import Labelled
from worker.learning.review import chosen_from, replying
from worker.learning.serving_heads import live_encoder
from worker.pipeline.reply_confidence import FEATURES
from worker.settings import Settings

ALL = "all together"
LEAST = 20  # right replies, and wrong ones
STRENGTH = 0.3  # inverse of the regularisation (C in scikit-learn); not tuned


@dataclass(frozen=True)
class Compared:
    """This is how well each confidence parts right from wrong replies, out of fold."""

    replies: int
    right: int
    areas: Mapping[str, Mean]  # by the name of the feature; ALL for the regression over all of them
    best: str  # single feature, TOKENS aside
    all_over_best: Mean  # by how much the area of all features is above that of the best single one
    best_over_tokens: Mean  # the same of the best single feature and the tokens, at a level corrected for choosing it
    all_over_tokens: Mean
    chosen: tuple[str, ...]  # features; none: the tokens keep their place

    def as_json(self) -> dict[str, Any]:
        return {
            "replies": self.replies,
            "right": self.right,
            "areas": {name: as_json(area) for name, area in self.areas.items()},
            "best": self.best,
            "all_over_best": as_json(self.all_over_best),
            "best_over_tokens": as_json(self.best_over_tokens),
            "all_over_tokens": as_json(self.all_over_tokens),
            "chosen": list(self.chosen),
        }


@dataclass(frozen=True)
class Written:
    """These are labelled replies, and the encoder of the search that found their passages."""

    replies: list[Labelled]
    encoder: str


def write(
    settings: Settings,
    tickets: Sequence[HandledTicket],
    *,
    again: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> Written:
    """Reply to labelled tickets with what replies here; `again`: also to those that have been replied to before. Tickets that
    the selector has learned from are left out. Raises the first search error."""
    company, engine = load_company(settings.company_path), bootstrap.make_model_engine(settings)
    with bootstrap.opened(settings) as database:
        finder = bootstrap.make_finder(settings, database, bootstrap.make_translate(settings, engine))
        encoder = bootstrap.finder_encoder(finder)
        names = [engine.base_id, *writers(settings, engine), encoder, company.id]
        cache = labelled_replies.cache_file(settings.home_path, *names)
        if again:
            cache.unlink(missing_ok=True)
        contender, lines = replying(settings, engine, encoder), customers(database)
        seen = chosen_from(settings, encoder)
        unseen = [ticket for ticket in tickets if labelled_replies.key(ticket) not in seen]
        progress(len(tickets) - len(unseen))
        made = labelled_replies.write(unseen, finder.tickets, contender, company, lines, cache, progress)
        return Written(list(made), encoder)


def writers(settings: Settings, engine: Engine) -> list[object]:
    """Return what names those that reply here: a selector of its own, or the adapter and its form."""
    translation = engine.adapter_id("translation")
    if learned_assets.chooses(settings):
        return [learned_assets.reply_adapter(settings), translation]
    form = learned_assets.reply_form(settings)
    own = engine.adapter_id("reply") or learned_assets.reply_adapter(settings) or None
    return [own, translation, *([] if form is Form.FREE else [form])]


def learn(settings: Settings, written: Written, names: Sequence[str]) -> Confidence:
    """Learn the confidence over some features, for what replies with these settings."""
    adapter, company = learned_assets.reply_adapter(settings), load_company(settings.company_path).id
    return fit(written.replies, names, encoder=written.encoder, adapter=adapter, company=company)


def in_use(settings: Settings) -> Confidence | None:
    """Return the learned confidence that replies have, if there is one. Raises `AdapterError`, and `NotReady` without an
    index."""
    if not (settings.adapters_path / assets.CONFIDENCE).exists():
        return None
    return learned_assets.load_confidence(settings, live_encoder(settings))


def compare(replies: Sequence[Labelled]) -> Compared:
    """Compare on replies that pass the check. Raises `TrainingError` where there are too few right or wrong ones."""
    right = np.array([one.right for one in replies], np.bool_)
    if min(int(right.sum()), int((~right).sum())) < LEAST:
        raise TrainingError(
            f"a confidence is learned from at least {LEAST} right replies and {LEAST} wrong ones; here are {int(right.sum())} "
            f"and {int((~right).sum())}"
        )
    known = [name for name in FEATURES if all(name in one.features for one in replies)]
    scores = {name: out_of_fold(_rows(replies, [name]), right) for name in known if name != TOKENS}
    scores[ALL] = out_of_fold(_rows(replies, known), right)
    if TOKENS in known:
        scores[TOKENS] = _rows(replies, [TOKENS])[:, 0]  # as it is: nothing was learned for it
    curves = {name: area_of(own, right) for name, own in scores.items()}
    areas = {name: mean(curve, len(right)) for name, curve in curves.items()}
    singles = [name for name in known if name != TOKENS]
    best = max(singles, key=lambda name: areas[name].value)
    of_tokens = curves.get(TOKENS, area_of(np.zeros(len(right)), right))
    over_best = difference(curves[best], curves[ALL], len(right))
    over_tokens = difference(of_tokens, curves[ALL], len(right))
    single = difference(of_tokens, curves[best], len(right), 1 - (1 - LEVEL) / len(singles))
    chosen: tuple[str, ...] = ()
    if over_best.is_above and over_tokens.is_above:
        chosen = tuple(known)
    elif single.is_above:
        chosen = (best,)
    return Compared(len(right), int(right.sum()), areas, best, over_best, single, over_tokens, chosen)


def fit(replies: Sequence[Labelled], names: Sequence[str], *, encoder: str, adapter: str, company: str) -> Confidence:
    """Fit a confidence over some features to all replies. Its calibrator is chosen and fitted out of fold."""
    rows, right = _rows(replies, names), np.array([one.right for one in replies], np.bool_)
    unseen = out_of_fold(rows, right)
    calibrator, fits = calibrators.choose(unseen.tolist(), right.tolist())
    weights, offset = _fitted(rows, right)
    origin = Origin(
        encoder,
        adapter,
        company,
        data_hash(replies),
        len(replies),
        int(right.sum()),
        tuple(sorted({one.key for one in replies})),
        {
            "area": as_json(mean(area_of(unseen, right), len(right))),
            "brier": round(fits[calibrator.method].brier, 4),
            "calibration_error": round(fits[calibrator.method].calibration_error, 4),
            "band_of_a_calibrated_one": [round(edge, 4) for edge in fits[calibrator.method].band],
        },
    )
    by_name = {name: round(float(weight), 6) for name, weight in zip(names, weights, strict=True)}
    record = track_record.count(fits[calibrator.method].probabilities, right.tolist())
    return confidence.make(origin, by_name, round(offset, 6), calibrator, record)


def out_of_fold(rows: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the probability of each reply by a regression that was fitted on the other folds."""
    unseen = np.zeros(len(rows))
    for others, own in splits(fold_of(right.tolist())):
        weights, offset = _fitted(rows[others], right[others])
        unseen[own] = 1 / (1 + np.exp(-(rows[own] @ weights + offset)))
    return unseen


def data_hash(replies: Sequence[Labelled]) -> str:
    """Return a hash of all that a confidence learns from."""
    rows = sorted([one.key, one.right, sorted(one.features.items())] for one in replies)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _rows(replies: Sequence[Labelled], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[one.features[name] for name in names] for one in replies], np.float64).reshape(-1, len(names))


def _fitted(rows: NDArray[np.float64], right: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Return the weights and the offset for the features as they are; they are fitted on standardised ones."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((rows - mean) / spread, right)
    weights = np.asarray(model.coef_[0] / spread, np.float64)
    return weights, float(model.intercept_[0] - weights @ mean)
