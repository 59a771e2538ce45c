"""This module defines what programs write around a customer's words in Spanish."""

from knowledge.languages.layout import Headers, Layout

LAYOUT = Layout(
    headers=Headers(
        sender=("De",),
        date=("Enviado(?: el)?", "Fecha"),
        receiver=("Para", "A"),
        copy=("Cc", "CCO"),
        subject=("Asunto",),
    ),
    on=("El",),
    wrote=("escribió",),
    original=("Mensaje original",),
    forwarded=("Mensaje reenviado", "Inicio del mensaje reenviado"),
    replies=("rta", "resp?"),
    forwards=("rv", "reenv(?:iado)?"),
    pointers=(
        "(?:ver|véase|mirad?|mire|lea) (?:abajo|más abajo|debajo)",
        "más abajo",
        "para (?:su|tu) (?:información|conocimiento)",
    ),
    devices=("Enviado (?:desde|con|a través de) ", "Obtener Outlook para "),
    closings=(
        "(?:reciban? )?(?:un )?(?:cordial|afectuoso) saludo",
        "(?:muchos )?saludos(?: cordiales)?",
        "(?:muy )?atentamente",
        "un saludo",
        "atte",
        "cordialmente",
    ),
    thanks=("(?:muchas |mil )?gracias(?: de antemano| por todo| y (?:un )?saludos?)?", "un abrazo", "abrazos"),
    notice_starts=(
        "Este (?:mensaje|correo|e-?mail)",
        "La información contenida",
        "Si (?:usted )?no es el",
        "Aviso legal",
    ),
    notice_marks=(
        "confidencial",
        "destinatari[oa]s?",
        "por error",
        r"(?:elimin|borr|destru)[aeiy]\w{0,8}",
        "exclusiv[ao]",
        "prohibid[ao]",
    ),
    footers=(
        r"antes de imprimir",
        r"(?:piense|piensa|cuide|cuidemos).{0,30}medio ?ambiente",
        r"libre de virus\b",
        r"(?:para )?darse de baja\b.{0,80}(?:://|\|)",
    ),
    banners=("no suele recibir", "atención", "precaución", "aviso"),
    outside=("extern[oa]", "fuera de", "no suele"),
    form_fields=(
        "nombre(?: y apellidos)?",
        "apellidos?",
        "correo(?: electrónico)?|e-?mail",
        "teléfono",
        "asunto",
        "motivo",
    ),
    form_messages=("(?:su |tu )?(?:mensaje|consulta|comentarios?)", "descripción", "solicitud"),
    form_frames=(
        "formulario",
        r"enviado el\b.{0,5}\d",
        "política de privacidad",
        "dirección ip",
        "generado automáticamente",
    ),
    contacts=("tlf", "tfno", "móvil", "teléfono"),
)
