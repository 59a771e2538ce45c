"""A BERT of a few thousand weights with the tokenizer of MiniLM: it trains in seconds."""

import random
from pathlib import Path
from typing import Any

from models.encoding.encoder import SMALL, load_identified
from models.training.reranking import Judged, RankingExample

WORDS = "pump valve sensor invoice refund password seat printer label phone sync token export filter card plan".split()


def save(folder: Path) -> Path:
    """Save it as a folder that `load_identified` takes."""
    import torch
    from transformers import BertConfig, BertModel

    _, tokenizer = load(SMALL)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=512,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    return folder


def load(name: str) -> tuple[Any, Any]:
    """Return network and tokenizer."""
    network, tokenizer, _ = load_identified(name)
    return network, tokenizer


def examples(amount: int, seed: int = 1) -> list[RankingExample]:
    """The right passage names what the query asks for; the search put it anywhere."""
    source = random.Random(seed)
    made = []
    for _ in range(amount):
        wanted, *others = source.sample(WORDS, 9)
        shown = [
            Judged(f"About\nThe {word} and how to mend it.", source.random(), word == wanted)
            for word in [wanted, *others]
        ]
        source.shuffle(shown)
        made.append(RankingExample(f"my {wanted} does not work", tuple(shown)))
    return made


def state(module: Any) -> dict[str, Any]:
    return {name: tensor.clone() for name, tensor in module.state_dict().items()}
