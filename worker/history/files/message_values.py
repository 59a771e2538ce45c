# ruff: noqa: E501 - words are grouped by what they mean, and a line is as long as they are
"""This module says what a file's words about a message mean: who wrote it, and whether the customer sees it."""

from worker.history.files import contents
from worker.history.words import words
from worker.thread import Author

_WHO = {
    Author.CUSTOMER: """customer client user requester end enduser kunde kundin kunden cliente clienta utilisateur usager usuario demandeur
        inbound incoming received eingehend entrante entrant human contact reporter anfragender solicitante consumer visitor""",
    Author.AGENT: """agent assistant support staff admin employee operator mitarbeiter mitarbeiterin sachbearbeiter bearbeiter agente
        conseiller conseillere soporte outbound outgoing sent ausgehend sortant saliente team helpdesk gpt agentin technician""",
    Author.MACHINE: "bot system automatic machine automation auto chatbot trigger systeme sistema automatisch automatique automatico",
    Author.THIRD_PERSON: "third cc copy other dritter tiers tercero",
}  # fmt: skip
_AUTHOR = {word: who for who, said in _WHO.items() for word in said.split()}
_SEEN = frozenset(
    """public external visible customer reply sent offentlich extern sichtbar antwort publique publie externe reponse
publico publica externo visible respuesta email outbound inbound comment kommentar""".split()
)
_UNSEEN = frozenset(
    """private internal note hidden intern interne interner privat notiz unsichtbar prive privee invisible privado
privada interno interna nota worknote""".split()
)


def author_of(value: str) -> Author | None:
    """Return who wrote, for a word that says it: "Kunde", "end-user", "assistant". A machine is one though an agent's."""
    found = {_AUTHOR[word] for word in words(value) if word in _AUTHOR}
    if Author.MACHINE in found:
        return Author.MACHINE
    if "user" in (said := words(value)) and {"agent", "support", "admin", "staff"} & set(said):
        return Author.AGENT
    if "support" in said and Author.CUSTOMER in found:
        return None
    return found.pop() if len(found) == 1 else None


def is_public(value: str, *, flipped: bool = False) -> bool | None:
    """Return whether the customer sees a message. `flipped`: the column says whether it is private."""
    said = contents.truth(value)
    if said is not None:
        return said is not flipped
    told = set(words(value))
    if told & _UNSEEN:
        return False
    return True if told & _SEEN else None
