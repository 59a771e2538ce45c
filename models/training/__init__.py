"""LoRA training of the language model and of the sentence encoder."""
