"""This module defines the words in which a sentence and its passage can differ while they share nearly all others
(worker/pipeline/check).

Each field is one meaning; its words say the same. `_` stands between the words of a phrase, `*` ends the beginning of a
word, and the longest phrase counts. Words of different languages meet in their meaning, so that a German sentence can be
compared with an English row of an account.
"""

from dataclasses import dataclass, field

Words = frozenset[str]  # in lower case

MAY_BE_EMPTY = {"may_be_empty": True}


def words(text: str) -> Words:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """These words say in which state something is."""

    open: Words
    unpaid: Words
    paid: Words
    overdue: Words
    refunded: Words
    cancelled: Words
    active: Words
    paused: Words
    locked: Words
    read_only: Words
    trial: Words
    fixed: Words
    unfixed: Words
    included: Words
    available: Words
    unavailable: Words
    deprecated: Words
    required: Words
    optional: Words
    valid: Words
    expired: Words
    free: Words
    declined: Words
    accepted: Words
    approved: Words
    on: Words
    off: Words
    online: Words
    offline: Words


@dataclass(frozen=True, kw_only=True)
class ModalWords:
    """These words say whether something can, must or need not be."""

    can: Words
    must: Words
    need_not: Words
    should: Words
    only: Words


@dataclass(frozen=True, kw_only=True)
class BoundWords:
    """These words stand before a quantity and say that it is a bound."""

    at_least: Words
    at_most: Words
    more: Words
    less: Words
    about: Words


@dataclass(frozen=True, kw_only=True)
class OrderWords:
    """These words say what comes before what."""

    before: Words
    after: Words
    until: Words
    since: Words
    within: Words
    instead: Words
    from_date: Words = field(metadata=MAY_BE_EMPTY)  # the same as `since`, before a date only: "of", "vom"
    to_date: Words = field(metadata=MAY_BE_EMPTY)  # the same as `until`, before a date only


@dataclass(frozen=True, kw_only=True)
class ExtentWords:
    """These words say for how many things, or how often, something holds."""

    all: Words
    some: Words
    most: Words
    both: Words
    always: Words
    also: Words
    automatic: Words
    manual: Words


@dataclass(frozen=True, kw_only=True)
class UnitWords:
    """These words stand beside a number, or say how often something happens."""

    second: Words
    minute: Words
    hour: Words
    day: Words
    working_day: Words
    week: Words
    month: Words
    quarter: Words
    year: Words
    daily: Words
    weekly: Words
    monthly: Words
    yearly: Words
    percent: Words
    euro: Words
    dollar: Words
    per: Words


@dataclass(frozen=True, kw_only=True)
class RowWords:
    """These words name the fields of an account, an invoice or a price."""

    invoice: Words
    due: Words
    billed: Words
    costs: Words
    plan: Words
    seats: Words
    renews: Words
    addon: Words
    status: Words
    workspace: Words
    issue: Words
    affects: Words


@dataclass(frozen=True, kw_only=True)
class SameWords:
    """These words say the same in what agents and documents write."""

    click: Words
    choose: Words
    mail: Words
    sign_in: Words
    edit: Words
    begin: Words
    finish: Words
    get: Words
    picture: Words
    show: Words


@dataclass(frozen=True, kw_only=True)
class ClaimWords:
    """These words carry what a sentence claims."""

    states: StateWords
    modals: ModalWords
    bounds: BoundWords
    order: OrderWords
    extents: ExtentWords
    units: UnitWords
    rows: RowWords
    same: SameWords
    denying: Words
    lacking: Words  # "without": it denies the next word only
    denied_before: bool = field(metadata=MAY_BE_EMPTY)  # what is denied may stand before the word that denies it
    joining: Words  # may begin a clause that could stand by itself: "and", "but", "while"
    endings: tuple[str, ...]  # of the forms of a word, longest first
    ones: Words  # articles that are the number one before a unit
    neutral: Words  # besides the small words of the language: they add nothing to a sentence
    telling: Words  # small words that say something all the same
    months: tuple[Words, ...]  # January first
