"""This module holds the forms of single entries of the company file, which several tables share."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    return value.strip()


Said = Annotated[str, AfterValidator(_said)]
Texts = Annotated[list[Said], BeforeValidator(_as_list)]
"""This is one text, or a list of them."""


STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
"""A table refuses unknown entries: a misspelt one that is ignored would be noticed only by a customer."""
