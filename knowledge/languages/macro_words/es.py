"""This module tells what of a Spanish saved reply only its agent may say."""

from knowledge.languages.macro_words.base import MacroWords

MACRO_WORDS = MacroWords(
    acting=(
        r"yo",
        r"(?:he|hemos|había|habíamos) \w{2,20}(?:ado|ido|cho|sto|rto|elto)",
        r"(?:voy|vamos) a",
        r"(?:estoy|estamos) \w{2,20}ndo",
        r"(?:le|les|te|os|lo|la) \w{2,20}(?:aré|eré|iré|aremos|eremos|iremos)",
        r"\w{2,20}(?:aremos|eremos|iremos)",
        r"(?:ha|han|había|habían)(?: ya)? sido",
        r"se (?:ha|han) \w{2,20}(?:ado|ido|cho|sto|rto|elto)",
        r"(?:fue|fueron)",
        r"mis? (?:compañer\w{1,3}|equipo|responsable)",
        r"(?:será|serán) (?:reembolsad|abonad|enviad|contactad|transferid)[oa]s?",
    ),
    internal=(
        r"(?:nota |comentario |observación )?intern[oa]s?",
        r"(?:nota|aviso|info) (?:para|a) (?:el |los |la )?(?:agentes?|equipo|compañeros|soporte|nosotros)",
        r"(?:agentes?|equipo) ?:",
        r"no (?:enviar|reenviar|compartir)",
        r"por hacer",
        r"to-?do",
        r"no (?:es )?para (?:el |los )?clientes?",
    ),
)
