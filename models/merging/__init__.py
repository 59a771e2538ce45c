"""This package merges adapters of one base model. It works on what each adapter adds to the weights, because a merge of the
two LoRA factors apart, which PEFT offers, is another model than the weighted sum (docs/decisions/0030-merges.md)."""
