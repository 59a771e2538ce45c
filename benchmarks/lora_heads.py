"""This module trains heads together with a LoRA on the top layers of an encoder. The states of the layers below are computed
once: the search has made them already."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, normalize
from torch.nn.utils.rnn import pad_sequence

from models.hardware.processor import computes_in_bf16
from models.heads.head import Head, fit_head
from models.training.encoder import linear
from models.training.encoder_network import adapted

BATCH = 16  # tickets per step
ALIKE = 4  # batches whose tickets are sorted by length together, which saves padding
STRENGTH = 3.0  # of the logistic regression from which the heads start, as in the baseline on the frozen vector
FASTER = 30.0  # times the rate of the LoRA, for heads that start at zero: the numbers of a unit vector are small
FAR = -1e4  # added to the attention on padding


@dataclass(frozen=True)
class Given:
    """These are rows for a head that were made already."""

    matrix: NDArray[np.float32]

    def rows(self, *_: object) -> NDArray[np.float32]:
        return self.matrix


@dataclass(frozen=True)
class Options:
    rate: float
    epochs: int
    rank: int = 8
    balanced: bool = False  # whether rare classes weigh more
    fresh: bool = False  # whether the heads start at zero, and not from the logistic regression on the frozen vector
    seed: int = 7


class Upper:
    """The upper layers of an encoder with a LoRA, and linear heads on the mean of the last states."""

    def __init__(self, network: Any, rank: int) -> None:
        """`network`: as `split` returns it; it stays as it is."""
        self.peft = adapted(deepcopy(network), rank)
        self.heads: dict[str, torch.nn.Linear] = {}

    def pooled(self, states: Sequence[torch.Tensor]) -> torch.Tensor:
        """Return unit vectors of shape (tickets, dimensions)."""
        network = self.peft.get_base_model() if hasattr(self.peft, "get_base_model") else self.peft  # merged
        lengths = torch.tensor([len(own) for own in states])
        mask = torch.arange(int(lengths.max()))[None] < lengths[:, None]
        hidden = pad_sequence(list(states), batch_first=True).to(
            torch.bfloat16 if computes_in_bf16() else torch.float32
        )
        closed = torch.where(mask, 0.0, FAR)[:, None, None].to(hidden.dtype)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=computes_in_bf16()):
            last = network.encoder(hidden, attention_mask=closed)[0].float()
        return normalize((last * mask[..., None]).sum(1) / lengths[:, None], dim=-1)

    @torch.inference_mode()
    def vectors(self, states: Sequence[torch.Tensor]) -> NDArray[np.float32]:
        found = np.zeros((len(states), states[0].shape[1]), np.float32)
        order = sorted(range(len(states)), key=lambda place: len(states[place]))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            found[places] = self.pooled([states[place] for place in places]).numpy()
        return found

    def scores(self, vectors: NDArray[np.float32]) -> dict[str, NDArray[np.float64]]:
        """Return the scores of each head before the softmax."""
        with torch.inference_mode():
            rows = torch.from_numpy(vectors)
            return {name: head(rows).double().numpy() for name, head in self.heads.items()}


def split(
    network: Any, tokenizer: Any, texts: Sequence[str], layers: int, tokens: int
) -> tuple[Any, list[torch.Tensor]]:
    """Return the network with its top `layers` alone, and the states below them, (tokens, width) per text of at most `tokens`
    tokens. The network that is given keeps nothing."""
    every = list(network.encoder.layer)
    network.encoder.layer = torch.nn.ModuleList(every[: len(every) - layers])
    states: list[torch.Tensor] = [torch.empty(0)] * len(texts)
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        encoded = tokenizer(
            [texts[p] for p in places], truncation=True, max_length=tokens, padding=True, return_tensors="pt"
        )
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=computes_in_bf16()):
            hidden = network(**encoded).last_hidden_state
        for place, own, mask in zip(places, hidden, encoded["attention_mask"], strict=True):
            states[place] = own[: int(mask.sum())].to(torch.bfloat16 if computes_in_bf16() else torch.float32).clone()
    network.encoder.layer = torch.nn.ModuleList(every[len(every) - layers :])
    network.config.num_hidden_layers = layers
    network.embeddings = torch.nn.Identity()
    return network, states


def train(
    network: Any,
    states: Sequence[torch.Tensor],
    labels: Mapping[str, NDArray[np.int32]],
    classes: Mapping[str, Sequence[str]],
    options: Options,
    report: Callable[[int, float, Upper], None] = lambda *_: None,
) -> Upper:
    """Train on tickets that all have a label per head. The LoRA starts without effect. `report` is told epoch, mean loss and
    model after each epoch, and before the first, as epoch 0."""
    torch.manual_seed(options.seed)
    source = np.random.default_rng(options.seed)
    model = Upper(network, options.rank)
    start = Given(model.vectors(states))
    targets = {name: torch.from_numpy(own.astype(np.int64)) for name, own in labels.items()}
    weights = {name: _weights(own, len(classes[name])) if options.balanced else None for name, own in labels.items()}
    for name, own in labels.items():
        head = fit_head(name, classes[name], ("vector",), STRENGTH, start, own)  # type: ignore[arg-type]
        model.heads[name] = _layer(head, fresh=options.fresh)
    report(0, float("nan"), model)
    lora = [p for p in model.peft.parameters() if p.requires_grad]
    heads = [p for head in model.heads.values() for p in head.parameters()]
    faster = FASTER if options.fresh else 1.0
    optimiser = torch.optim.AdamW(
        [{"params": lora, "times": 1.0}, {"params": heads, "times": faster}], lr=options.rate, weight_decay=0.01
    )
    lengths = [len(own) for own in states]
    steps = options.epochs * -(-len(states) // BATCH)
    step = 0
    for epoch in range(options.epochs):
        total = 0.0
        for places in batches(lengths, source):
            for group in optimiser.param_groups:
                group["lr"] = options.rate * group["times"] * linear(step, steps)
            rows = model.pooled([states[place] for place in places])
            losses = [cross_entropy(head(rows), targets[n][places], weights[n]) for n, head in model.heads.items()]
            loss = torch.stack(losses).sum()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_([*lora, *heads], 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            total += float(loss.detach()) * len(places)
            step += 1
        report(epoch + 1, total / len(states), model)
    return model


def batches(lengths: Sequence[int], source: np.random.Generator) -> Iterator[list[int]]:
    """Yield every place once, in batches of similar length."""
    order = source.permutation(len(lengths))
    made = []
    for start in range(0, len(order), BATCH * ALIKE):
        alike = sorted(order[start : start + BATCH * ALIKE].tolist(), key=lengths.__getitem__)
        made += [alike[first : first + BATCH] for first in range(0, len(alike), BATCH)]
    for place in source.permutation(len(made)):
        yield made[place]


def _layer(head: Head, *, fresh: bool) -> torch.nn.Linear:
    layer = torch.nn.Linear(head.weights.shape[1], len(head.classes))
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(head.weights) * (not fresh))
        layer.bias.copy_(torch.from_numpy(head.offsets) * (not fresh))
    return layer


def _weights(labels: NDArray[np.int32], classes: int) -> torch.Tensor:
    """Return the square root of how much rarer each class is than the mean: weights in full proportion follow single
    tickets."""
    counts = np.bincount(labels, minlength=classes)
    return torch.from_numpy(np.sqrt(len(labels) / (classes * np.maximum(counts, 1))).astype(np.float32))
