"""This module holds the English words of rows. Days and amounts are written as in the passages, which are English."""

from knowledge.languages.row_words.base import Numbers, RowWords

_SAME = {
    word: word
    for word in ("open", "paid", "overdue", "unpaid", "cancelled", "canceled", "refunded", "void", "draft", "active")
}

ROWS = RowWords(
    numbers=Numbers(
        decimal=".",
        thousands="",
        day="{year}-{month}-{day}",
        first="01",
        months=("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"),
    ),
    invoice="Invoice {number} of {date} for {amount} {currency} is {state}[, due {due}].",
    states=_SAME,
    plan="{name} is on the {plan} plan[ with {seats}][, billed {billing}][ in {currency}].",
    seats=("{} paid seat", "{} paid seats"),
    billing={"monthly": "monthly", "yearly": "yearly"},
    status="The account status of {name} is {status}.",
    statuses=_SAME,
    renews="The plan of {name} renews on {renews_on}.",
    addons="The add-ons of {name} are: {addons}.",
    no_addons="{name} has no add-ons.",
    price="{name} costs {amount} {currency}[ {unit}].",
    units={"once": "once"},
    joined="and",
    either="or",
    validity="The price of {name} is valid from {valid_from} to {valid_until}.",
    valid_since="The price of {name} is valid from {valid_from}.",
    fixed="Known issue {id} ({title}) is fixed.",
    fixed_in="Known issue {id} ({title}) is fixed in {fixed_in}.",
    wont_fix="Known issue {id} ({title}) will not be fixed.",
    not_fixed="Known issue {id} ({title}) is not fixed yet.",
)
