"""This module chooses the hold-out: handled tickets that training never sees, so that confidence can be calibrated on
them."""

import hashlib

SHARE = 10  # one ticket in so many


def is_held_out(ticket_id: str) -> bool:
    """Return whether a ticket is kept out of training. The hash of its id decides, so that the same tickets are held
    out in every run, whatever file they come from."""
    return int(hashlib.sha256(ticket_id.encode()).hexdigest(), 16) % SHARE == 0
