# ruff: noqa: E501 - names are grouped by language, and a line is as long as they are
"""This module has the names that helpdesks and people give the columns of past tickets, in four languages.

A name with a question mark has other meanings too, and gives way to a clearer one. A name is compared without accents, signs and capitals. The first of several words is what it is about in English, Spanish and
French as well as German: "requester email", "email du demandeur", "E-Mail des Absenders" have the same words in another order.
"""

from enum import StrEnum
from functools import cache

from worker.history.words import same, stem


class Role(StrEnum):
    """A role is what a column is for a past ticket. `FIELD`: a further field of the ticket; `IGNORE`: it is left out."""

    ID = "id"
    SUBJECT = "subject"
    BODY = "body"  # what the customer wrote, or the text of a message
    ANSWER = "answer"
    MESSAGES = "messages"  # a list of messages in one cell
    REQUESTER_EMAIL = "requester_email"
    REQUESTER_NAME = "requester_name"
    ACCOUNT = "account"
    QUEUE = "queue"
    QUEUE_FIRST = "queue_first"
    PRIORITY = "priority"
    PRIORITY_FIRST = "priority_first"
    TAGS = "tags"
    CREATED = "created"
    SOLVED = "solved"
    UPDATED = "updated"
    STATUS = "status"
    LANGUAGE = "language"
    CHANNEL = "channel"
    BRAND = "brand"
    ASSIGNEE = "assignee"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    REASON = "reason"
    PASSAGES = "passages"
    AUTHOR = "author"  # of a message: a kind ("agent"), a name or an address
    AUTHOR_EMAIL = "author_email"
    AUTHOR_NAME = "author_name"
    PUBLIC = "public"  # of a message: whether the customer sees it
    PRIVATE = "private"  # the same, the other way round
    AT = "at"  # when a message was written
    MESSAGE_ID = "message_id"
    FIELD = "field"
    IGNORE = "ignore"


OF_MESSAGES = frozenset(
    {Role.AUTHOR, Role.AUTHOR_EMAIL, Role.AUTHOR_NAME, Role.PUBLIC, Role.PRIVATE, Role.AT, Role.MESSAGE_ID}
)
_NAMES: dict[Role, str] = {
    Role.ID: """id, ticket id, ticketid, ticket number, ticket no, ticket nr, ticket #, ticket?, number?, no?, nr?, case number, case id,
        case?, key?, issue key, issue id, request id, conversation id, thread id, reference?, ticket key, incident number, sr number,
        nummer?, ticketnummer, vorgang, vorgangsnummer, vorgangs nr, fallnummer, fall id, anfragenummer, numero?, numero de ticket,
        n de ticket, id du ticket, no de dossier, numero de dossier, reference du ticket, numero de caso, id del ticket,
        id de caso, num ticket, ticket id externe, display id, ticket reference, row id?, uuid?, guid?""",
    Role.SUBJECT: """subject, title, summary, ticket subject, ticket title, headline, topic line, short description, name of ticket,
        betreff, titel, thema, betreffzeile, kurzbeschreibung, zusammenfassung, sujet, objet, titre, intitule, resume, asunto,
        titulo, tema, resumen, email subject, issue title""",
    Role.BODY: """body, text?, message, description, question?, content, comment?, comments?, request?, query?, problem?, issue?, details?,
        customer message, ticket text, ticket body, ticket description, message body, message text, body text, inquiry, enquiry,
        utterance, prompt?, instruction, input?, customer question, first message, initial message, original message, complaint,
        issue description, problem description, long description, html body, plain body, body html, inhalt, nachricht, anfrage,
        beschreibung, frage, kundenanfrage, kundennachricht, anliegen, problembeschreibung, meldung, kommentar?, nachrichtentext,
        corps, contenu, demande, question du client, message du client, description du probleme, texte, commentaire?, cuerpo,
        mensaje, contenido, consulta, pregunta, descripcion, solicitud, problema, comentario?, texto, mensaje del cliente,
        query text, customer query, review?, narrative, consumer complaint narrative""",
    Role.ANSWER: """answer, reply, response, agent reply, agent answer, agent response, agent message, first reply, first response text,
        resolution?, solution?, resolution notes, resolution text, output?, completion?, support reply, public reply, agent comment?,
        answer text, reply text, response text, close notes, antwort, losung, loesung, losungstext, antworttext, agentenantwort,
        antwort des agenten, losungsbeschreibung, reponse, reponse de l agent, solution apportee, resolution du ticket,
        respuesta, respuesta del agente, solucion, resolucion, contestacion, final answer, chosen answer""",
    Role.MESSAGES: """messages, comments list, conversation, conversations, thread, dialogue, dialog, transcript, chat, history, turns,
        nachrichten, verlauf, gesprach, unterhaltung, echanges, fil, mensajes, conversacion, historial, correspondence""",
    Role.REQUESTER_EMAIL: """requester email, email, e mail, customer email, from email, contact email, sender email, email address,
        mail?, requester, from?, sender?, user email, reporter email, client email, requester mail, contact?, email from,
        absender, absender email, absenderadresse, kunden email, e mail adresse, email adresse, mailadresse, kundenmail, melder,
        email des kunden, expediteur, email du demandeur, adresse email, courriel, email du client, adresse mail, demandeur,
        remitente, correo, correo electronico, email del cliente, correo del cliente, solicitante, email del solicitante""",
    Role.REQUESTER_NAME: """requester name, customer name, customer?, name?, full name, contact name, sender name, from name, client name,
        reporter, client?, end user, user?, user name, submitter, kunde, kundenname, absendername, ansprechpartner, anfragender,
        nom, nom du client, nom du demandeur, nom complet, cliente, nombre, nombre del cliente, nombre completo""",
    Role.ACCOUNT: """account?, account id, customer id, client id, customer number, organization, organisation, company?, company id,
        organization id, account name, tenant, tenant id, customer no, org?, kundennummer, kunden nr, kunden id, firma, konto?,
        mandant, unternehmen, organisation du client, societe, entreprise, numero de client, id client, empresa, organizacion,
        id de cliente, numero de cliente, cuenta?""",
    Role.QUEUE: """queue, group, category?, team, department, ticket type?, assigned group, assignment group, topic?, class?, label?, intent?,
        area?, group name, ticket category?, ticket queue, issue type?, product area?, component?, categories?, type?, ticket group,
        warteschlange, gruppe, kategorie?, abteilung, bereich?, zustandige gruppe, bearbeitungsgruppe, themengebiet, anfragetyp?,
        groupe, categorie?, equipe, file?, service?, departement, type de demande, grupo, categoria?, equipo, cola, departamento,
        tipo?, tipo de solicitud, area tematica, support group, queue name, routed to, subcategory of""",
    Role.QUEUE_FIRST: """first group, initial group, original group, first queue, initial queue, original queue, erste gruppe,
        ursprungliche gruppe, premier groupe, groupe initial, primer grupo, grupo inicial""",
    Role.PRIORITY: """priority, prio, severity, urgency, importance, ticket priority, priority level, prioritat, dringlichkeit,
        wichtigkeit, priorite, urgence, gravite, severite, prioridad, urgencia, gravedad, severidad""",
    Role.PRIORITY_FIRST: """first priority, initial priority, original priority, ursprungliche prioritat, priorite initiale,
        prioridad inicial""",
    Role.TAGS: "tags, tag, labels, keywords, ticket tags, schlagworte, schlagworter, stichworte, etiquettes, mots cles, etiquetas",
    Role.CREATED: """created, created at, created on, creation date, date?, date created, opened, opened at, open date, received?,
        received at, submitted?, submitted at, created time, creation time, timestamp?, ticket created, date opened, requested at,
        date received, datum?, erstellt, erstellt am, erstelldatum, erstellungsdatum, eingang, eingangsdatum, eroffnet,
        eroffnet am, angelegt am, anlagedatum, cree, cree le, date de creation, date d ouverture, ouvert le, recu le, creado,
        creado el, fecha?, fecha de creacion, fecha de apertura, fecha creacion, abierto el, created date, request date""",
    Role.SOLVED: """solved, solved at, resolved, resolved at, closed?, closed at?, resolution date, close date?, date resolved,
        date closed?, completed at, resolved on, closed on?, resolved time, closed time?, solved date, gelost, gelost am,
        geschlossen?, geschlossen am?, erledigt am, abgeschlossen am, losungsdatum, resolu, resolu le, ferme le, cloture le,
        date de resolution, date de cloture, resuelto, resuelto el, cerrado, cerrado el, fecha de resolucion, fecha de cierre""",
    Role.UPDATED: """updated, updated at, last updated, modified, last modified, update time, updated on, last update, geandert,
        geandert am, aktualisiert, aktualisiert am, zuletzt geandert, modifie, modifie le, mis a jour le, date de modification,
        actualizado, actualizado el, fecha de actualizacion, modificado""",
    Role.STATUS: "status, state, ticket status, ticket state, zustand, stand, statut, etat, estado, estatus",
    Role.LANGUAGE: "language, lang, locale, language code, sprache, sprachcode, langue, idioma, lengua, ticket language",
    Role.CHANNEL: "channel, source, via, origin, ticket source, contact channel, kanal, herkunft, quelle, canal, origen, origine",
    Role.BRAND: "brand, brand name, marke, marque, marca",
    Role.ASSIGNEE: """assignee, agent, assigned to, owner, assignee name, agent name, handled by, assigned agent, resolver, resolved by,
        bearbeiter, zugewiesen, zugewiesen an, zustandig, sachbearbeiter, mitarbeiter, agent assigne, assigne a, responsable,
        attribue a, asignado, asignado a, agente, propietario""",
    Role.REOPENED: """reopened, reopens, reopen count, times reopened, wiedereroffnet, wiedereroffnungen, rouvert, reouvertures,
        reabierto, reaperturas""",
    Role.ESCALATED: """escalated, escalation, is escalated, needs human, handed over, eskaliert, eskalation, escalade, escalado,
        escalada, escalamiento, escalate""",
    Role.REASON: """reason, escalation reason, reason code, grund, eskalationsgrund, motif, raison, motif d escalade, motivo,
        razon, motivo de escalado""",
    Role.PASSAGES: """passages, sources, articles, article, kb article, kb articles, knowledge article, references, documents, citations,
        linked articles, artikel, quellen, wissensartikel, articles lies, sources citees, articulos, fuentes, referencias""",
    Role.AUTHOR: """author, role, author role, author type, sender type, sender role, direction, speaker, written by, message type, party,
        autor, rolle, verfasser, richtung, auteur, redige par, sens, rol, remitente tipo, tipo de autor, direccion, from type,
        user type, commenter, message author, inbound""",
    Role.AUTHOR_EMAIL: """author email, commenter email, writer email, message from, autor email, verfasser email, email de l auteur,
        email del autor, autor correo""",
    Role.AUTHOR_NAME: "author name, commenter name, writer name, autorenname, nom de l auteur, nombre del autor",
    Role.PUBLIC: """public, is public, visible, visibility, visible to customer, comment type, offentlich, sichtbar, sichtbarkeit, visible
        pour le client, publique, visibilite, publico, visibilidad, customer visible, note type""",
    Role.PRIVATE: """private, is private, internal, is internal, internal note, intern, ist intern, privat, interne, note interne, prive,
        interno, nota interna, privado""",
    Role.AT: """message date, message time, comment date, comment created at, message created at, sent at, sent, posted at, sent on,
        written at, gesendet, gesendet am, nachrichtendatum, gesendet um, zeitpunkt, envoye, envoye le, date du message, enviado,
        enviado el, fecha del mensaje, comment time""",
    Role.MESSAGE_ID: "message id, comment id, post id, nachrichten id, kommentar id, id du message, id del mensaje, reply id",
}
# Whose address is none of who asked.
_ANOTHERS = frozenset(
    """agent assignee assigned owner resolver to cc bcc recipient mailbox inbox operator support technician manager bearbeiter mitarbeiter
    sachbearbeiter empfanger zustandig zugewiesen postfach destinataire conseiller technicien assigne destinatario agente asignado
    propietario responsable buzon""".split()
)
_FILLERS = frozenset(
    "the a an of de du des del la le les el l d der die das zendesk freshdesk jira hubspot x my is text".split()
)


_WEAK = 0.75  # of a name that has other meanings too


@cache
def _known() -> dict[str, tuple[Role, float]]:
    listed = [(name, role) for role, names in _NAMES.items() for name in names.split(",")]
    return {same(name): (role, _WEAK if name.endswith("?") else 1.0) for name, role in listed}


@cache
def _parts() -> tuple[tuple[Role, float, frozenset[str]], ...]:
    return tuple((role, worth, _stems(name)) for name, (role, worth) in _known().items())


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in same(name).split() if word not in _FILLERS)


def known(name: str) -> bool:
    """Return whether somebody calls a column so."""
    return same(name) in _known()


def is_anothers(name: str) -> bool:
    """Return whether a column is of an agent or of whom a mail went to, and not of who asked."""
    return not _ANOTHERS.isdisjoint(same(name).split())


def likeness(name: str) -> dict[Role, float]:
    """Return how much a column's name is like those of each role, 0 to 1: 1 for the same name, 0.9 for the same words, less
    for a name with further words. What stands below objects ("requester.email") is looked at with and without them."""
    found: dict[Role, float] = {}
    whole = same(name)
    if whole in _known():
        called, worth = _known()[whole]
        found[called] = worth
    ours = _stems(name)
    for role, worth, theirs in _parts():
        if not theirs or not theirs <= ours:
            continue
        score = worth * (0.9 if theirs == ours else 0.85 * len(theirs) / len(ours))
        found[role] = max(found.get(role, 0.0), score)
    last = name.rpartition(".")[2]
    if last != name:
        for role, score in likeness(last).items():
            found[role] = max(found.get(role, 0.0), 0.6 * score)
    return found
