"""This module scores how well a passage answers a query, with a cross-encoder, which reads the two together.

Every cross-encoder that sentence-transformers loads can be used. Deskhand trains none: those it trained ordered the
passages worse than retrieval without a reranker does (docs/decisions/0008).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors import SafetensorError

from models import quiet
from models.errors import RerankerError
from models.hardware.processor import computes_in_bf16
from models.weights import registry

TRAINED_HERE = "reranker"  # the skill in the manifest of a reranker that an earlier version trained
BATCH = 32  # pairs in one batch, of similar length
WHAT_TO_SET = (
    "set DESKHAND_RERANKER to a cross-encoder that sentence-transformers loads (a folder or a hub name), or to none"
)


class Candidate(Protocol):
    """A candidate is a passage that was found."""

    @property
    def text(self) -> str: ...


class Reranker:
    """A reranker is a loaded cross-encoder. It computes in bf16 where the processor does, and its scores are
    float32."""

    threshold = 0.0  # its scores are not calibrated, so no passage is dropped because of a low one

    def __init__(self, model: Any) -> None:
        self._model, self._native = model, computes_in_bf16()

    def relevances(self, queries: Sequence[str], passages: Sequence[Sequence[Candidate]]) -> list[list[float]]:
        """Return for each query one score per passage, 0 to 1, in the order given."""
        pairs = [(query, c.text) for query, found in zip(queries, passages, strict=True) for c in found]
        if not pairs:
            return [[] for _ in queries]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._native):
            scores = self._model.predict(
                pairs, batch_size=BATCH, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False
            )
        values = iter(scores.tolist())
        return [[next(values) for _ in found] for found in passages]


def load_reranker(name: str) -> Reranker:
    """Return the cross-encoder of this folder or hub name (from the cache alone where HF_HUB_OFFLINE is set).

    Raises `RerankerError` when it is missing, broken, or not a cross-encoder with one score per pair.
    """
    _refuse_an_adapter(Path(name))
    quiet.libraries()
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name, trust_remote_code=False, model_kwargs={"use_safetensors": True, "dtype": "float32"})
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise RerankerError(f"the reranker {name} cannot be loaded: {WHAT_TO_SET}. The reason: {error}") from error
    if model.num_labels != 1:
        raise RerankerError(f"{name} gives {model.num_labels} scores per pair and a reranker gives one: {WHAT_TO_SET}")
    if not _has_a_trained_head(model):
        raise RerankerError(f"{name} is not a cross-encoder, only the network of one: {WHAT_TO_SET}")
    return Reranker(model.eval())


def _refuse_an_adapter(folder: Path) -> None:
    """Raise `RerankerError` for a folder that Deskhand has trained."""
    if not (folder / registry.MANIFEST).exists():
        return
    skill = registry.read_manifest(folder).skill
    if skill == TRAINED_HERE:
        raise RerankerError(
            f"{folder} holds a reranker that an earlier version of Deskhand trained. This kind is no longer supported, "
            f"because it ordered passages worse than the search alone: {WHAT_TO_SET}"
        )
    raise RerankerError(f"{folder} holds what was trained for {skill}, which is not a reranker: {WHAT_TO_SET}")


def _has_a_trained_head(model: Any) -> bool:
    """Return whether the files hold the network that was loaded. If they do not, its head was filled with random
    numbers."""
    saved, network = getattr(model.config, "architectures", None), getattr(model[0], "auto_model", None)
    return not saved or network is None or type(network).__name__ in saved
