"""A BERT of a few thousand weights with the tokenizer of MiniLM: it trains in seconds."""

import random
from pathlib import Path
from shutil import rmtree
from typing import Any

from models.encoding.encoder import SMALL, load_identified
from models.training.encoder import EncoderExample, Judged

WORDS = "pump valve sensor invoice refund password seat printer label phone sync token export filter card plan".split()


def save(folder: Path) -> Path:
    """Save it as a folder that `load_identified` takes."""
    from transformers import BertModel

    return _save(folder, BertModel)


def save_cross_encoder(folder: Path, scores: int = 1) -> Path:
    """As a folder `CrossEncoder` of sentence-transformers takes. Its random weights are so large that scores differ."""
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    bare = _save(folder / "bare", BertForSequenceClassification, num_labels=scores, initializer_range=0.3)
    CrossEncoder(str(bare)).save_pretrained(str(folder))
    rmtree(bare)
    return folder


def _save(folder: Path, network: Any, **options: Any) -> Path:
    import torch
    from transformers import BertConfig

    _, tokenizer = load(SMALL)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=512, **options,
    )  # fmt: skip
    network(config).save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    return folder


def load(name: str) -> tuple[Any, Any]:
    """Return network and tokenizer."""
    network, tokenizer, _ = load_identified(name)
    return network, tokenizer


def examples(amount: int, seed: int = 1) -> list[EncoderExample]:
    """The right passage names what the query asks for; the search put it anywhere."""
    source = random.Random(seed)
    made = []
    for _ in range(amount):
        wanted, *others = source.sample(WORDS, 9)
        shown = [Judged(f"About\nThe {word} and how to mend it.", word == wanted) for word in [wanted, *others]]
        source.shuffle(shown)
        made.append(EncoderExample(f"my {wanted} does not work", tuple(shown)))
    return made


def state(module: Any) -> dict[str, Any]:
    return {name: tensor.clone() for name, tensor in module.state_dict().items()}
