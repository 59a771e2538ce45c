"""This module defines notes of absence in Spanish."""

from knowledge.languages.absences.base import Absence

_BACK = (
    r"(?: (?:volveré|vuelvo|regreso|regresaré|estaré de (?:vuelta|regreso)|me reincorporo"
    r"|me reincorporaré)(?: (?:a la oficina|al trabajo))?<days>)"
)
_CONTACT = (
    r"(?:por favor |puede |pueden )*(?:contacte|contactar|llame|llamar|escriba|escribir|diríjase"
    r"|dirigirse|póngase|ponerse)"
)

ABSENCE = Absence(
    greetings=(r"(?:hola|buen(?:os|as) (?:días|tardes|noches)|estimad[oa]s? \w{1,20})(?: a todos)?",),
    absent=(
        r" (?:estoy|estaré|estamos|estaremos|me encuentro|me encontraré)(?: actualmente)?<days>"
        rf" (?:fuera(?: de (?:la |mi )?oficina)?|ausentes?|de (?:vacaciones|viaje|baja|permiso|licencia)"
        rf"|no disponibles?)<days>(?: y{_BACK})?",
        rf" (?:actualmente )?no (?:estoy|estaré)(?: disponible| en la oficina)<days>(?: y{_BACK})?",
        r" (?:actualmente )?(?:fuera de la oficina|ausente|de vacaciones)<days>",
    ),
    back=(_BACK,),
    stated=(
        r" (?:este|esta|esto) es (?:un |una )?(?:mensaje|respuesta"
        r"|correo)(?: electrónico)? (?:autom[áa]tic[oa]|(?:generad[oa]|enviad[oa]) autom[áa]ticamente)",
        r" (?:este mensaje|esta respuesta|este correo) (?:se ha enviado|ha sido (?:enviado|generado)"
        r"|fue (?:enviado|generado)|se envía) autom[áa]ticamente",
        r" (?:mensaje|respuesta) autom[áa]tic[oa]",
    ),
    beside=(
        r" (?:muchas )?gracias(?: por (?:su|tu) (?:mensaje|correo|paciencia|comprensión))?",
        r" (?:le |te |les |os )?(?:responderé|contestaré|atenderé|leeré)\b.{0,60}"
        r"\b(?:a mi (?:vuelta|regreso)|(?:cuando|en cuanto) (?:vuelva|regrese|pueda)|lo antes posible)(?:<days>)",
        rf" (?:en caso de|para|si es) (?:\w{{1,12}} ){{0,2}}urgen\w{{1,6}} {_CONTACT}\b.{{1,80}}",
        rf" durante mi ausencia {_CONTACT}\b.{{1,80}}",
        r" (?:por favor )?no (?:responda|respondas|conteste)(?: a este (?:mensaje|correo))?",
        r" (?:un )?(?:cordial saludo|saludos(?: cordiales)?)(?: \w{1,20}){0,8}",
    ),
    days=(
        r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|mañana|días?|semanas?|mes|meses|fin|finales|principios",
        r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
        r"el|la|los|las|de|del|al|a|desde|en|y|próxim[oa]s?|est[ea]|que viene|inclusive|incluido|por|una?|dos|tres|partir",
    ),
    until=(r"hasta|volveré|vuelvo|regreso|regresaré|vuelta|reincorporo|reincorporaré",),
)
