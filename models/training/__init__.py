"""Examples and LoRA training."""
