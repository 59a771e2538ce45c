"""This module writes amounts and tiers as a customer would say them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Tier:
    up_to: int | None  # the last unit at this price; None: all further units
    amount: Decimal


def plain(amount: Decimal) -> str:
    """Return an amount like 1450, 34.50 or 0.125: never 1450.0, never 34.5."""
    text = format(amount.normalize(), "f")
    whole, point, cents = text.partition(".")
    return f"{whole}.{cents:0<2}" if point else whole


def steps(tiers: Sequence[Tier], currency: str, each: str, many: str, period: str) -> str:
    """Say that each unit has the price of its own tier: "The first 10 seats cost 12 EUR each per month, seats 11 to 50 …"."""
    said: list[str] = []
    is_first_price = True
    for number, (start, tier) in enumerate(_started(tiers)):
        one = tier.up_to == start
        if number == 0:
            who = f"the first {each if one else f'{tier.up_to} {many}'}" if tier.up_to else f"every {each}"
        elif tier.up_to is None:
            who, one = f"every further {each}", True
        else:
            who = f"{each} {start}" if one else f"{many} {start} to {tier.up_to}"
        one = one or tier.up_to is None
        if tier.amount == 0:
            said.append(f"{who} {'is' if one else 'are'} free")
            continue
        price = f"{plain(tier.amount)} {currency}{'' if one else ' each'}"
        said.append(f"{who} {'costs' if one else 'cost'} {price}{f' {period}' if period and is_first_price else ''}")
        is_first_price = False
    text = _joined(said)
    return f"{text[:1].upper()}{text[1:]}."


def brackets(tiers: Sequence[Tier], currency: str, each: str, many: str, period: str) -> str:
    """Say that all units have the price of their number's tier: "With 1 to 10 seats, each seat costs 12 EUR …"."""
    said: list[str] = []
    for number, (start, tier) in enumerate(_started(tiers)):
        if tier.up_to is None:
            how_many = f"more than {start - 1} {many}" if start > 1 else f"any number of {many}"
        else:
            how_many = (
                f"{start} {each if start == 1 else many}" if start == tier.up_to else f"{start} to {tier.up_to} {many}"
            )
        price = f"{plain(tier.amount)} {currency}{f' {period}' if period else ''}"
        said.append(f"with {how_many}, each {each} costs {price}" if number == 0 else f"with {how_many}, {price}")
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


def _started(tiers: Sequence[Tier]) -> Iterator[tuple[int, Tier]]:
    """Yield each tier with its first unit. Raises ValueError if the tiers do not follow each other."""
    start = 1
    for number, tier in enumerate(tiers):
        is_last = number + 1 == len(tiers)
        if tier.up_to is None and not is_last:
            raise ValueError("only the last tier may be without up_to")
        if tier.up_to is not None and tier.up_to < start:
            raise ValueError(f"tier {number + 1} ends at {tier.up_to}, before it begins at {start}")
        yield start, tier
        start = (tier.up_to or 0) + 1


def _joined(said: Sequence[str]) -> str:
    return f"{', '.join(said[:-1])}, and {said[-1]}" if len(said) > 2 else ", ".join(said)
