"""This module has the capital letters of the languages that are written with ours, as a pattern knows none."""

CAPITALS = "".join(c for c in map(chr, range(0x41, 0x250)) if c.isupper())
CAPITAL = f"[{CAPITALS}]"
