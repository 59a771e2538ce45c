"""What an upgrade says of tickets, messages and deliveries that were there before it."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.integration.db.test_migrations import Empty, empty_database
from tests.support.rows import claim
from worker.db import schema
from worker.helpdesks.protocol import Update

__all__ = ["empty_database"]

ACCOUNT = (
    "insert into accounts values ('bright', 'Brightloaf', 'en', 'team', 'standard')",
    "insert into contacts values ('femke@bright.example', 'bright', 'Femke', 'admin', true)",
)


def change(owner: Engine, statement: str, **values: Any) -> None:
    with owner.begin() as connection:
        connection.execute(text(statement), values)


def found(owner: Engine, statement: str) -> list[Any]:
    with owner.connect() as connection:
        return list(connection.scalars(text(statement)))


def old_home(empty: Empty, *, revision: str = "0008", version: int = 2, verified: bool = True) -> Engine:
    """Make a home of an earlier revision, with a ticket that waits."""
    url, owner = empty
    schema.migrate(url, revision)
    for statement in ACCOUNT:
        change(owner, statement)
    change(
        owner,
        "insert into tickets (source, external_id, version, account, requester_email, verified, subject, channel)"
        " values ('zendesk', '1', :version, 'bright', 'femke@bright.example', :verified, 'S', 'email')",
        version=version,
        verified=verified,
    )
    return owner


def message(owner: Engine, version: int, body: str, *, author: str | None = None) -> None:
    """Add a message an hour after the one before. `author`: from revision 0009 on."""
    named = ("source, external_id, author, ", "'zendesk', '1', :author, ") if author else ("", "")
    change(
        owner,
        f"insert into messages ({named[0]}ticket_id, ticket_version, body, original, occurred_at)"  # noqa: S608
        f" select {named[1]}id, :version, :body, :body, now() - make_interval(hours => 10 - :version) from tickets",
        version=version,
        body=body,
        author=author,
    )


def accounts(owner: Engine) -> list[str | None]:
    return found(owner, "select verified_account from messages order by ticket_version")


def test_an_upgrade_vouches_only_for_who_wrote_last(empty_database: Empty) -> None:
    """A ticket said whether the writer of its newest message is verified; an earlier one may have been anybody."""
    owner = old_home(empty_database)
    message(owner, 1, "What did they pay last month?")
    message(owner, 2, "How do I export?")
    schema.migrate(empty_database[0])
    assert accounts(owner) == [None, "bright"]
    (claimed,) = claim(owner)
    assert claimed.body == "What did they pay last month?\n\nHow do I export?"
    assert (claimed.verified, claimed.history_account) == (False, None)


@pytest.mark.parametrize(("verified", "account"), [(True, "bright"), (False, None)])
def test_a_single_message_is_vouched_for_as_its_ticket_was(
    empty_database: Empty, verified: bool, account: str | None
) -> None:
    owner = old_home(empty_database, version=1, verified=verified)
    message(owner, 1, "How do I export?")
    schema.migrate(empty_database[0])
    (claimed,) = claim(owner)
    assert (claimed.verified, claimed.history_account) == (verified, account)


def test_of_a_ticket_that_was_put_back_by_hand_nothing_is_known(empty_database: Empty) -> None:
    owner = old_home(empty_database, version=3)
    message(owner, 1, "How do I export?")
    schema.migrate(empty_database[0])
    assert accounts(owner) == [None]


def vouch(owner: Engine, version: int) -> None:
    """Say of a message what the code of revision 0011 says of one that comes from a verified contact."""
    change(owner, "update messages set verified_account = 'bright' where ticket_version = :version", version=version)


@pytest.mark.parametrize("verified", [True, False])
def test_what_came_after_the_upgrade_to_threads_is_vouched_for_as_it_was(empty_database: Empty, verified: bool) -> None:
    owner = old_home(empty_database, version=1)
    message(owner, 1, "What did they pay last month?")
    schema.migrate(empty_database[0], "0011")
    assert accounts(owner) == ["bright"]
    message(owner, 2, "How do I export?", author="customer")
    vouch(owner, 2)
    message(owner, 3, "And how do I print it?", author="customer")
    if verified:
        vouch(owner, 3)
    change(owner, "update tickets set version = 3, verified = :verified", verified=verified)
    schema.migrate(empty_database[0])
    assert accounts(owner) == [None, "bright", "bright" if verified else None]


@pytest.mark.parametrize("revision", ["0008", "0009"])
@pytest.mark.parametrize(("old", "late"), [(True, False), (False, True), (True, True)])
def test_the_newest_message_of_a_person_says_what_its_ticket_said_of_its_age(
    empty_database: Empty, revision: str, old: bool, late: bool
) -> None:
    owner = old_home(empty_database, revision=revision, version=3)
    author = "customer" if revision == "0009" else None
    message(owner, 1, "How do I export?", author=author)
    message(owner, 2, "And how do I print it?", author=author)
    schema.migrate(empty_database[0], "0011")
    message(owner, 3, "I am out of the office.", author="machine")
    change(owner, "update tickets set old = :old, late = :late", old=old, late=late)
    schema.migrate(empty_database[0])
    assert found(owner, "select array[old, late] from messages order by ticket_version") == [
        [False, False],
        [old, late],
        [False, False],
    ]
    (claimed,) = claim(owner)
    assert (claimed.old, claimed.late) == (old, late)


def delivery(owner: Engine, key: str, state: str, account: str | None, **payload: Any) -> None:
    change(
        owner,
        "insert into deliveries (effect_key, ticket_id, ticket_version, account, source, external_id, payload, state)"
        " select :key, id, 1, :account, source, external_id, cast(:payload as jsonb), :state from tickets",
        key=key,
        state=state,
        account=account,
        payload=json.dumps({"marker": key, "comment": "You pay 90.", "tags": []} | payload),
    )


def test_a_reply_on_its_way_may_cite_the_account_that_it_is_for(empty_database: Empty) -> None:
    """What is settled, a note, and what a newer version wrote stay as they are."""
    owner = old_home(empty_database)
    waiting = ["pending", "sending", "unsure"]
    for state in [*waiting, "sent", "failed", "superseded"]:
        delivery(owner, state, state, "bright", public=True)
    delivery(owner, "note", "pending", "bright", public=False)
    delivery(owner, "stranger", "pending", None, public=True)
    schema.migrate(empty_database[0], "0011")
    delivery(owner, "public pages", "pending", "bright", public=True, cites_account=None, brand="3")
    schema.migrate(empty_database[0])
    cited = found(owner, "select effect_key from deliveries where payload->>'cites_account' = 'bright' order by id")
    assert cited == waiting
    with owner.connect() as connection:
        updates = [Update.from_json(one) for one in connection.scalars(text("select payload from deliveries"))]
    assert [one.brand for one in updates if one.cites_account] == [None, None, None]
    assert [one.brand for one in updates if one.marker == "public pages"] == ["3"]


@pytest.mark.parametrize(
    ("author", "account"), [("customer", "bright"), ("machine", "bright"), ("third_person", None), ("agent", None)]
)
def test_nobody_but_the_requester_is_vouched_for(empty_database: Empty, author: str, account: str | None) -> None:
    owner = old_home(empty_database, revision="0010", version=1)
    message(owner, 1, "What did they pay last month?", author=author)
    schema.migrate(empty_database[0])
    assert accounts(owner) == [account]
