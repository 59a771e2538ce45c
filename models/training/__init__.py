"""This package trains LoRA adapters of the language model and of the sentence encoder."""
