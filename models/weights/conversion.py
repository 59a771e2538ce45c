"""This module converts Gemma 3 from a GGUF file to a folder that transformers loads.

transformers can do this by itself. It reads the header three times with the reader of the package `gguf`, unpacks with
one thread and builds the network only for its names, which takes 45 to 116 seconds where this takes 10. Weights and
tokenizer are the same, bit for bit, because the adapters name the hash of the weights they were trained on.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import torch
from safetensors.torch import save_file
from transformers import Gemma3TextConfig, GemmaTokenizer, GenerationConfig

from models.weights.gguf import Gguf, Tensor, read

_PARTS = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "attn_output": "self_attn.o_proj",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
    "post_ffw_norm": "post_feedforward_layernorm",
    "token_embd": "embed_tokens",
    "output_norm": "norm",
}
_THREADS = 2  # numpy holds the interpreter lock between its steps: four threads are no faster
_SILENT = 1.0  # seconds between two reports


def convert(source: Path, folder: Path, progress: Callable[[str], None]) -> Path:
    """Write config, tokenizer and bf16 weights of the GGUF file `source` to `folder`, in which it must lie. Return the
    file of the weights."""
    progress("reading the tokenizer")
    GemmaTokenizer.from_pretrained(folder, gguf_file=source.name).save_pretrained(folder)
    file = read(source)
    config = _config(file)
    config.save_pretrained(folder)
    GenerationConfig.from_model_config(config).save_pretrained(folder)
    tensors = _weights(file, progress)
    progress("saving the converted copy")
    weights = folder / "model.safetensors"
    save_file(tensors, weights, metadata={"format": "pt"})
    return weights


def _config(file: Gguf) -> Gemma3TextConfig:
    of = file.fields
    values = {
        "architectures": ["Gemma3ForCausalLM"],
        "_model_name_or_path": of["general.name"],
        "dtype": "bfloat16",
        "vocab_size": of["tokenizer.ggml.tokens"],
        "hidden_size": of["gemma3.embedding_length"],
        "intermediate_size": of["gemma3.feed_forward_length"],
        "num_hidden_layers": of["gemma3.block_count"],
        "num_attention_heads": of["gemma3.attention.head_count"],
        "num_key_value_heads": of["gemma3.attention.head_count_kv"],
        "head_dim": of["gemma3.attention.key_length"],
        "max_position_embeddings": of["gemma3.context_length"],
        "rms_norm_eps": of["gemma3.attention.layer_norm_rms_epsilon"],
        "rope_theta": of["gemma3.rope.freq_base"],
        "sliding_window": of["gemma3.attention.sliding_window"],
        "bos_token_id": of["tokenizer.ggml.bos_token_id"],
        "eos_token_id": of["tokenizer.ggml.eos_token_id"],
        "unk_token_id": of["tokenizer.ggml.unknown_token_id"],
        "pad_token_id": of["tokenizer.ggml.padding_token_id"],
        "tie_word_embeddings": True,
    }
    return Gemma3TextConfig.from_dict(values)


def _weights(file: Gguf, progress: Callable[[str], None]) -> dict[str, torch.Tensor]:
    made, said = {}, 0.0
    with ThreadPoolExecutor(_THREADS) as pool:
        for done, tensor in enumerate(file.tensors):
            if perf_counter() - said >= _SILENT:
                progress(f"unpacking the weights, {done} of {len(file.tensors)} tensors")
                said = perf_counter()
            made[_name(tensor.name)] = _unpacked(tensor, pool)
    return made


def _unpacked(tensor: Tensor, pool: ThreadPoolExecutor) -> torch.Tensor:
    made = torch.empty(tensor.shape, dtype=torch.bfloat16)
    flat, start = made.view(-1), 0
    # llama.cpp stores the scale of a norm as the factor itself, transformers stores it minus one.
    is_norm = tensor.name.endswith("norm.weight")
    for values in pool.map(Tensor.values, tensor.pieces()):
        flat[start : start + len(values)] = torch.from_numpy(values - 1 if is_norm else values)
        start += len(values)
    return made


def _name(name: str) -> str:
    """Return the name in transformers for a name such as `blk.3.attn_q.weight`."""
    *block, part, suffix = name.split(".")
    layer = f"layers.{block[1]}." if block else ""
    return f"model.{layer}{_PARTS[part]}.{suffix}"
