"""This module is the translation skill: it translates a text in another language into English.

Retrieval needs it where the encoder and the lexical search know only English. The translation is searched for and never
shown as an answer, so an incomplete translation still helps.
"""

import re
from typing import Any

from models.errors import InvalidOutput
from models.skills.fields import compact, load_object
from models.skills.triage import shorten

NAME = "translation"
CHARACTERS = 1000  # a longer text is cut in the middle
MAX_TRANSLATED = 1000  # characters; it ends a text that the model would repeat without end
MAX_TOKENS = 160  # 300 characters need 100 at most; a text that repeats itself ends there

_CUT = re.compile(  # a string that does not end, without an incomplete escape at its end
    r'(\{\s*"english"\s*:\s*"(?:[^"\\]|\\u[0-9a-fA-F]{4}|\\[^u])*)(?:"|\\(?:u[0-9a-fA-F]{0,3})?)?'
)
_INTRO = "Translate the customer's text into English.\n"
_SHOTS = (
    ("Wie kann ich meine Rechnung herunterladen?", "How can I download my invoice?"),
    (
        "Le mot de passe n'est plus accepté depuis hier, que faire ?",
        "The password has not been accepted since yesterday, what can I do?",
    ),
    ("¿Cuánto cuesta añadir otro usuario al plan?", "How much does it cost to add another user to the plan?"),
)


def render(text: str, *, with_examples: bool = False) -> str:
    """Return the prompt. `with_examples` is for a base model without an adapter, which must be shown what to do."""
    shots = [_asked(shot) + answer(english) + "\n\n" for shot, english in _SHOTS] if with_examples else []
    return _INTRO + "".join(shots) + _asked(text)


def answer(english: str) -> str:
    """Return the text that a perfect model would produce."""
    return compact({"english": english})


def schema() -> dict[str, Any]:
    """Return the JSON schema that constrains decoding."""
    return {
        "type": "object",
        "properties": {"english": {"type": "string", "minLength": 1, "maxLength": MAX_TRANSLATED}},
        "required": ["english"],
        "additionalProperties": False,
    }


def parse(text: str) -> str:
    """Return the model's translation. A text that was cut off is used as far as it goes. Raises `InvalidOutput`."""
    cut = _CUT.fullmatch(text)
    english = load_object(f'{cut[1]}"}}' if cut else text).get("english")
    if not isinstance(english, str) or not english.strip():
        raise InvalidOutput("no translation")
    return english.strip().encode("utf-8", "ignore").decode()  # a server may send half of a surrogate pair


def _asked(text: str) -> str:
    return f"Text: {' '.join(shorten(text, CHARACTERS).split())}\nJSON: "
