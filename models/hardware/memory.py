"""This module says how much memory this process has used at most."""

import resource
import sys


def peak() -> int:
    """Return the most bytes so far: of the graphics card where models are on one, else of what is resident."""
    torch = sys.modules.get("torch")  # who has not loaded it has no model on a card
    if torch is not None and torch.cuda.is_available():
        return int(torch.cuda.max_memory_allocated())
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024
