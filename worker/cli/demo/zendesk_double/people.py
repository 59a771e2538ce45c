"""This module holds the people, groups, brands and organisations of the double's account, and what the API shows of them."""

from dataclasses import dataclass
from typing import Any

EMAIL, TOKEN = "agent@example.com", "token-123"
CUSTOMER, COLLEAGUE, STRANGER, PERSON, SECOND_PERSON, OURSELVES = 11, 12, 13, 22, 23, 33
SYSTEM = -1  # the author of what an automation of the company does
END_USER, AGENT, ADMIN = "end-user", "agent", "admin"


@dataclass(frozen=True)
class User:
    """A user is a customer or a member of staff. `verified`: the address is proven to be theirs."""

    id: int
    name: str
    email: str
    role: str = END_USER
    verified: bool = True
    organization_id: int | None = None
    group_ids: tuple[int, ...] = ()  # the first is the default group

    @property
    def is_staff(self) -> bool:
        return self.role != END_USER


@dataclass(frozen=True)
class Named:
    """A named thing is a group, a brand or an organisation."""

    id: int
    name: str
    active: bool = True


GROUPS = {g.id: g for g in (Named(7, "Billing"), Named(8, "Technical"), Named(99, "Escalations"))}
BRANDS = {b.id: b for b in (Named(301, "Deskhand"), Named(302, "Deskhand Outlet"))}
ORGANIZATIONS = {o.id: o for o in (Named(501, "Brightloaf"), Named(502, "Milldene Schools"))}


def everybody() -> dict[int, User]:
    """Return two people of one customer, a stranger, two agents and the agent whose token Deskhand has."""
    people = (
        User(CUSTOMER, "Femke de Wit", "femke@brightloaf.example", organization_id=501),
        User(COLLEAGUE, "Omar Haddad", "omar@brightloaf.example", organization_id=501),
        User(STRANGER, "Sam", "sam@elsewhere.example", verified=False),
        User(PERSON, "Ines Brandt", "ines@deskhand.example", AGENT, group_ids=(7, 8)),
        User(SECOND_PERSON, "Jan Vos", "jan@deskhand.example", AGENT, group_ids=(99,)),
        User(OURSELVES, "Deskhand", EMAIL, ADMIN, group_ids=(7, 8, 99)),
    )
    return {user.id: user for user in people}


def shown_user(user: User) -> dict[str, Any]:
    """Return a user as `GET /api/v2/users/{id}` shows them."""
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "verified": user.verified,
        "active": True,
        "suspended": False,
        "organization_id": user.organization_id,
        "default_group_id": user.group_ids[0] if user.group_ids else None,
    }


def shown_identities(user: User) -> list[dict[str, Any]]:
    """Return a user's addresses, as `GET /api/v2/users/{id}/identities` shows them."""
    mail = {"id": user.id * 10, "user_id": user.id, "type": "email", "value": user.email, "primary": True}
    return [{**mail, "verified": user.verified}]


def shown_named(thing: Named) -> dict[str, Any]:
    return {"id": thing.id, "name": thing.name, "active": thing.active}
