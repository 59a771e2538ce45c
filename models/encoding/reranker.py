"""The reranker: how well a passage answers a query, read together by a cross-encoder (Nogueira and Cho 2019).

No public cross-encoder can be had offline, so one is made from the sentence encoder: the same weights read query and
passage as one text, changed by a LoRA of about a megabyte. From scratch it would need far more examples than a team
has, so the head starts from what the encoder knows already: the mean over the query's tokens of their best match among the
passage's (late interaction, Khattab and Zaharia 2020, here over tokens that have seen each other), plus a learned
reading of the first token, plus the score the search gave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors.torch import load_file, save_file

from models.encoding.encoder import load_identified, merged, save_lora
from models.errors import EncoderError
from models.hardware.processor import computes_in_bf16
from models.weights import registry
from models.weights.base import BaseModel

NAME = "reranker"
HEAD_FILE = "head.safetensors"
FILES = ("adapter_config.json", "adapter_model.safetensors", HEAD_FILE)
MAX_TOKENS = 256  # of query and passage together
QUERY_TOKENS = 110  # a longer query is cut in the middle: the question is mostly at the start or the end
BATCH = 32  # pairs at once, of like length


class Candidate(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def score(self) -> float: ...


@dataclass(frozen=True)
class Calibration:
    """Logit to probability, and the probability below which a match is too weak. Fitted on held-out questions."""

    scale: float = 1.0
    offset: float = 0.0
    threshold: float = 0.0


class CrossEncoder(torch.nn.Module):
    """A BERT encoder with the head described above. `forward` gives one logit a pair."""

    def __init__(self, network: Any, tokenizer: Any) -> None:
        super().__init__()
        self.network, self.tokenizer = network, tokenizer
        self._native = computes_in_bf16()
        self.first = torch.nn.Linear(network.config.hidden_size, 1)
        torch.nn.init.zeros_(self.first.weight)
        torch.nn.init.zeros_(self.first.bias)
        self.matching = torch.nn.Parameter(torch.tensor(10.0))
        self.prior = torch.nn.Parameter(torch.tensor(6.0))

    def head(self) -> dict[str, torch.Tensor]:
        return {
            "first.weight": self.first.weight.data,
            "first.bias": self.first.bias.data,
            "matching": self.matching.data.reshape(1),
            "prior": self.prior.data.reshape(1),
        }

    def load_head(self, tensors: dict[str, torch.Tensor]) -> None:
        self.first.weight.data, self.first.bias.data = tensors["first.weight"], tensors["first.bias"]
        self.matching.data, self.prior.data = tensors["matching"].reshape(()), tensors["prior"].reshape(())

    def encode(self, queries: Sequence[str], passages: Sequence[str]) -> Any:
        """Token ids of pairs, padded; the passage gives way where both do not fit."""
        return self.tokenizer(
            list(queries), list(passages), truncation="only_second", max_length=MAX_TOKENS, padding=True,
            return_tensors="pt",
        )  # fmt: skip

    def cut(self, query: str) -> str:
        """The query as far as it is read."""
        ids = self.tokenizer(query, add_special_tokens=False, truncation=False, verbose=False).input_ids
        if len(ids) <= QUERY_TOKENS:
            return query
        head = QUERY_TOKENS * 3 // 4
        return str(self.tokenizer.decode(ids[:head] + ids[head - QUERY_TOKENS :]))

    def forward(self, encoded: Any, scores: torch.Tensor) -> torch.Tensor:
        """`scores`: what the search gave each pair, shape (pairs,)."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._native):
            hidden = self.network(**encoded).last_hidden_state
        hidden = hidden.float()
        mask, second = encoded["attention_mask"].bool(), encoded["token_type_ids"].bool()
        unit = torch.nn.functional.normalize(hidden, dim=-1)
        asked = mask & ~second
        best = (unit @ unit.transpose(1, 2)).masked_fill(~(mask & second)[:, None, :], -1.0).amax(-1)
        matched = (best * asked).sum(1) / asked.sum(1)
        logits: torch.Tensor = self.first(hidden[:, 0]).squeeze(-1) + self.matching * matched + self.prior * scores
        return logits


class Reranker:
    """A trained cross-encoder, ready to score."""

    def __init__(self, model: CrossEncoder, calibration: Calibration, identity: str) -> None:
        self._model, self._calibration, self.id = model.eval(), calibration, identity

    @property
    def threshold(self) -> float:
        return self._calibration.threshold

    def relevances(self, queries: Sequence[str], passages: Sequence[Sequence[Candidate]]) -> list[list[float]]:
        """For each query one probability a candidate, in order."""
        scale, offset = self._calibration.scale, self._calibration.offset
        values = torch.sigmoid(scale * self.logits(queries, passages) + offset).tolist()
        flat = iter(values)
        return [[next(flat) for _ in found] for found in passages]

    @torch.inference_mode()
    def logits(self, queries: Sequence[str], passages: Sequence[Sequence[Candidate]]) -> torch.Tensor:
        """Of all pairs, query by query. They go through the model by length, to pad little."""
        cut = [self._model.cut(query) for query in queries]
        pairs = [(query, found) for query, group in zip(cut, passages, strict=True) for found in group]
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1].text))
        result = torch.zeros(len(pairs))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            encoded = self._model.encode([pairs[i][0] for i in places], [pairs[i][1].text for i in places])
            scores = torch.tensor([pairs[i][1].score for i in places])
            result[places] = self._model(encoded, scores)
        return result


class HubReranker:
    """Any cross-encoder sentence-transformers can load, by hub name or folder. Its scores are not calibrated here."""

    threshold = 0.0

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder as Loaded

        try:
            self._model = Loaded(name, trust_remote_code=False, model_kwargs={"use_safetensors": True})
        except (OSError, ValueError) as error:
            raise EncoderError(f"the reranker {name} cannot be loaded: {error}") from error
        self.id = name

    def relevances(self, queries: Sequence[str], passages: Sequence[Sequence[Candidate]]) -> list[list[float]]:
        pairs = [(query, c.text) for query, found in zip(queries, passages, strict=True) for c in found]
        if not pairs:
            return [[] for _ in queries]
        values = iter(self._model.predict(pairs, activation_fn=torch.nn.Sigmoid(), show_progress_bar=False).tolist())
        return [[next(values) for _ in found] for found in passages]


def load_reranker(folder: Path, encoder: str) -> Reranker:
    """The reranker in `folder`, its hashes checked. Raises AdapterError or EncoderError."""
    network, tokenizer, identity = load_identified(encoder)
    manifest = registry.load_manifest(folder, base=BaseModel(encoder, encoder, identity), files=FILES)
    model = CrossEncoder(merged(network, folder), tokenizer)
    model.load_head(load_file(folder / HEAD_FILE))
    return Reranker(model, Calibration(**manifest.temperatures), manifest.id)


def save_reranker(folder: Path, peft: Any, model: CrossEncoder) -> None:
    """Weights only; the manifest is the caller's and comes last."""
    save_lora(folder, peft)
    save_file({name: tensor.contiguous() for name, tensor in model.head().items()}, folder / HEAD_FILE)
