"""This module drops what stands below the last words of a mail: closing, signature, disclaimer and the line of a
device."""

import re

from knowledge.languages.registry import any_of

_DEVICE = re.compile(rf"^{any_of(lambda language: language.mail.devices)}", re.IGNORECASE)
_NAMED = r"(?:[,.!]?\s+\S{1,30}(?:\s+\S{1,30}){0,4})?"
_CLOSING = re.compile(rf"^{any_of(lambda language: language.mail.closings)}{_NAMED}[,.!]?$", re.IGNORECASE)
_DISCLAIMER = re.compile(rf"^\W*{any_of(lambda language: language.mail.disclaimers)}", re.IGNORECASE)
_POSTSCRIPT = re.compile(r"P\.?\s?S\b", re.IGNORECASE)
_SIGNATURE_LINES = 12
_SIGNATURE_WIDTH = 90


def without_signature(lines: list[str]) -> list[str]:
    """Return the lines up to the closing or the signature, and without the line that a device adds."""
    lines = [line for line in lines if not (len(line) <= 60 and _DEVICE.match(line))]
    for i in range(max(0, len(lines) - _SIGNATURE_LINES), len(lines)):
        line = lines[i].strip()[:300]
        is_line, is_disclaimer = line in {"--", "\N{EM DASH}"}, bool(_DISCLAIMER.match(line))
        if not (is_line or is_disclaimer or _CLOSING.match(line[:120])):
            continue
        # A lone "Best regards" stays: it is all the customer said. A mail that begins with the signature line is only that.
        has_words = is_line or any(lines[:i])
        if has_words and (is_disclaimer or all(_may_sign(after) for after in lines[i + 1 :])):
            return lines[:i]
    return lines


def _may_sign(line: str) -> bool:
    """Return whether a line may belong to a signature: it is a disclaimer, or short and neither a question nor a
    postscript."""
    if _DISCLAIMER.match(line[:300]):
        return True
    return len(line) <= _SIGNATURE_WIDTH and not line.endswith("?") and not _POSTSCRIPT.match(line)
