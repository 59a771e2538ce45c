"""This module defines what agents write around an answer in Spanish."""

from knowledge.languages.courtesies.base import Courtesies

COURTESIES = Courtesies(
    greetings=(
        r"(?:hola|buen(?:os|as)? (?:días?|tardes|noches)|buenas|estimad[oa]s?|querid[oa]s?)(?: (?:a todos|de nuevo|otra vez|señores))?",
    ),
    thanks=(
        r"(?:muchas |mil |muchísimas )?gracias(?: (?:de nuevo|de antemano|otra vez))*(?: (?:por|a) (?:\S{1,20} ){0,6}\S{1,20})?",
        r"(?:le|les|te|os) (?:agradecemos|agradezco|damos las gracias)(?: (?:por|que|su|tu) (?:\S{1,20} ){0,6}\S{1,20})?",
        r"(?:agradecemos|agradezco) (?:su|tu|que) (?:\S{1,20} ){0,4}\S{1,20}",
    ),
    wishes=(
        r"(?:espero|esperamos|deseo|deseamos) que (?:esté|estés|estén|se encuentre|te encuentres|todo vaya|vaya todo) (?:muy )?bien",
        r"(?:espero|esperamos) que (?:esto|esta información|la información|mi respuesta|nuestra respuesta)? ?(?:le|te|les|os)? ?(?:ayude|sirva|sea (?:útil|de utilidad|de ayuda)|haya (?:ayudado|servido)|resulte útil)(?: (?:de ayuda|\S{1,12}))?",
        r"(?:que (?:tenga|tengas|tengan|pase|pases) |le deseo |te deseo |le deseamos |te deseamos )?(?:un |una )?(?:muy )?(?:buen|buena|feliz|excelente|lindo|bonito) (?:día|tarde|noche|semana|fin de semana|jornada)",
    ),
    apologies=(
        r"(?:le |les |te |os )?(?:pedimos|pido|rogamos|ruego) (?:\w{1,12} )?(?:disculpas|perdón|disculpe|disculpen)(?: (?:por|que) (?:\S{1,20} ){0,5}\S{1,20})?",
        r"(?:lamentamos|lamento|sentimos|siento) (?:mucho |profundamente )?(?:las molestias|los inconvenientes|la demora|el retraso|la espera|lo ocurrido|lo sucedido|escuchar eso|oír eso|leer eso|la confusión|las? molestias? \S{1,15} \S{1,15})(?: (?:ocasionad[oa]s?|causad[oa]s?|que (?:esto|ello)? ?(?:le|te|les)? ?(?:haya|hayan|pueda|puedan)(?: \S{1,15}){0,2}))?",
        r"(?:disculpe|disculpa|disculpen|perdón|perdone) (?:por )?(?:las molestias|los inconvenientes|la demora|el retraso|la espera)(?: (?:ocasionad[oa]s?|causad[oa]s?))?",
        r"(?:entendemos|entiendo|comprendemos|comprendo) (?:perfectamente )?(?:su|tu) (?:frustración|situación|preocupación|molestia|malestar)",
    ),
    offers=(
        r"(?:por favor,? )?(?:no dude|no dudes|no duden)(?: en (?:\S{1,20} ){0,5}\S{1,20})?(?:,? si (?:\S{1,20} ){0,6}\S{1,20})?",
        r"(?:si|en caso de que|ante|para) (?:tiene|tienes|tienen|necesita|necesitas|necesitan|cualquier|tener|necesitar)(?: (?:alguna|algo|otra|más|cualquier|duda|dudas|pregunta|preguntas|consulta|consultas|ayuda|problema|o|adicional|adicionales|aclaración))*,? (?:no |por |estamos|estoy|quedamos|quedo|escríbanos|escríbenos|contáctenos|contáctanos|háganoslo|háznoslo|aquí|puede|puedes|con)(?: ?\S{1,20}){0,10}",
        r"(?:quedamos|quedo|estamos|estoy|seguimos)(?: (?:siempre|por completo))? (?:a (?:su|tu) (?:entera |completa )?disposición|aquí|atent[oa]s?|para ayudar(?:le|te|los)?|encantad[oa]s? de ayudar(?:le|te)?)(?: (?:para|si|ante|a) (?:\S{1,20} ){0,6}\S{1,20})?",
        r"(?:espero|esperamos|quedamos a la espera de|quedo a la espera de) (?:su|tu) (?:respuesta|pronta respuesta|confirmación)",
        r"¿?(?:puedo|podemos|hay algo más en que) (?:\S{1,15} ){0,5}(?:ayudar(?:le|te)?|algo más)",
    ),
    introductions=(
        r"(?:me llamo|mi nombre es|soy) \w{1,20}(?: \w{1,20}){0,2},? (?:y|del|de|de la) (?:\S{1,20} ){0,6}\S{1,20}",
        r"(?:con (?:mucho )?gusto|encantad[oa]s? de|estaré encantad[oa] de|será un placer) (?:le |te )?(?:ayudar(?:le|te|emos|é)?|ayudo|ayudamos)(?: \S{1,15}){0,3}",
    ),
    holding=(
        r"(?:hemos recibido|he recibido|recibimos) (?:correctamente )?(?:su|tu|la|el) (?:solicitud|mensaje|correo|consulta|pregunta|petición|ticket|incidencia)(?:,? y (?:\S{1,20} ){1,8}\S{1,20})?",
        r"(?:he|hemos|voy a|vamos a|le|te)? ?(?:pasad[oa]|pasar|paso|pasamos|remitid[oa]|remitir|remito|transferid[oa]|transferir|transfiero|derivad[oa]|derivar|derivo|reenviad[oa]|reenviar|reenvío|trasladad[oa]|trasladar|traslado) (?:su|tu|la|el|esta|este) (?:\w{1,15} )(?:\S{1,15} )?(?:a|al) (?:\S{1,20} ){0,6}\S{1,20}",
        r"(?:nos pondremos|me pondré|se pondrán|se pondrá) en contacto con (?:usted|ustedes|ella?|contigo|vosotros)(?: (?:lo antes posible|en breve|pronto|cuanto antes|hoy|mañana))?|(?:le|te) (?:responderemos|responderé|informaremos|informaré|avisaremos|avisaré|contactaremos)(?: (?:lo antes posible|en breve|pronto|cuanto antes|hoy|mañana))?",
        r"(?:un momento|espere un momento|deme un momento)(?:,? por favor)?",
    ),
    merges=(
        r"(?:la solicitud|el ticket|solicitud|ticket) (?:n\.?º|#)?\s?\d{0,12}.{0,200}(?:se (?:cerró|ha cerrado)|fue cerrad[oa]|ha sido)(?: y)?(?: se)? ?(?:combin|fusion)\w{1,6}",
    ),
)
