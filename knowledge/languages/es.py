"""This module defines what we know about Spanish."""

from knowledge.languages.absences.es import ABSENCE
from knowledge.languages.addresses.es import ADDRESSES
from knowledge.languages.asking_words.es import ASKING
from knowledge.languages.base import Abbreviations, Code, Language, MachineMarks, MailMarks, Questions, words
from knowledge.languages.claim_words.es import CLAIMS
from knowledge.languages.contact_words.es import CONTACTS
from knowledge.languages.courtesies.es import COURTESIES
from knowledge.languages.layouts.es import LAYOUT
from knowledge.languages.leaning.es import LEANING
from knowledge.languages.leaning_words.es import LEANING as LEANING_WORDS
from knowledge.languages.macro_words.es import MACRO_WORDS
from knowledge.languages.person_words.es import PERSON
from knowledge.languages.private_words.es import PRIVATE
from knowledge.languages.row_words.es import ROWS
from knowledge.languages.secrets.es import WORDS
from knowledge.languages.signs.es import SIGNS
from knowledge.languages.small_talk.es import SMALL_TALK
from knowledge.languages.statement_words.es import STATEMENT
from knowledge.languages.thread_words.es import THREAD

_ABBREVIATIONS = Abbreviations(
    before_anything=("sr", "sra", "sres", "dr", r"p\. ?ej"),
    before_numbers=("núm", "pág", "art", "fig", "tel", "p"),
    before_small_letters=("etc", "aprox", "máx", "mín", "p"),
)

_QUESTIONS = Questions(
    ourselves=("hemos", "somos", "vamos", "haremos", "nosotros"),
    asking=words("""
        adjuntar adjunto aparece aplicación botón captura correo cuántas cuántos cuenta dirección dispositivo enviar error
        esperaba exactamente fecha indicar mensaje momento muestra móvil navegador nombre número ocurre página pantalla
        paso período personas problema prueba teléfono usa usuario utiliza valor versión
    """),
    secrets=("contraseñas?", "claves?", "número de (?:la |su |tu )?tarjeta"),
    code=Code(noun="códigos?", harmless_after=(), harmless_before=(" de (?:error|estado)", " qr", " postal")),
    articles=("una?",),
    changing=(r"restabl\w*", r"cambi\w*", r"olvid\w*"),
    determiners=("su", "la", "tu"),
    changed=("olvidad[oa]",),
)

_MAIL = MailMarks(
    placeholders=("imagen", "adjunto"),
    remarks=words("ver véase adjunto adjunta adjuntos archivo archivos imagen captura hola gracias el mi"),
    no_subject=("(?:sin|ningún) asunto", "asunto"),
)

_MACHINES = MachineMarks(
    subjects=(
        "(?:respuesta|mensaje|contestación|notificación|aviso) autom[áa]tic[oa]",
        "auto-?respuesta|autocontestador",
        "(?:estoy |estaré )?(?:fuera de (?:la )?oficina|ausente)|(?:estoy|estaré) de vacaciones",
        "(?:aviso|mensaje|notificación) de (?:ausencia|vacaciones)|ausencia",
        "(?:cerrado )?por vacaciones",
        r"acuse de (?:recibo|lectura)(?: autom[áa]tico)?(?: de .{0,40})?",
        "confirmación de (?:lectura|recepción)(?: de .{0,40})?",
        "(?:correo|mensaje)?(?: electrónico)? ?(?:no entregado|no entregable|devuelto|rechazado|sin entregar)",
        "no se (?:ha podido|pudo|puede) entregar.{0,40}",
        "(?:error|fallo|retraso|notificación)(?: de| en| en la| del estado de)? (?:la )?entrega.{0,20}",
        "(?:leído|no leído|eliminado sin leer)",
        "(?:aceptad[oa]|rechazad[oa]|provisional|cancelad[oa]|invitación|evento cancelado)",
        "(?:hemos recibido|recibimos) (?:su|tu) (?:mensaje|solicitud|correo|consulta)",
        "(?:su|tu) (?:mensaje|solicitud|correo|consulta).{0,40} (?:ha sido|fue) .{0,20}",
        "gracias por (?:contactar(?:nos)?|(?:su|tu) (?:mensaje|solicitud|correo|consulta)).{0,30}",
    ),
    senders=("no-?respond(?:er|a|as)", "no-?contest(?:ar|e|es)", "(?:no|sin)-?respuestas?"),
    generated=(
        "(?:este|esta|ésta) (?:es )?(?:un |una )?(?:correo|mensaje|e-?mail|respuesta|"
        "notificación)(?: electrónico)? .{0,30}autom[áa]tic",
        "(?:mensaje|correo|respuesta|notificación)(?: electrónico)? (?:generad[oa] )?autom[áa]tic",
        "(?:generado|enviado|creado) autom[áa]ticamente",
        "(?:recibe|recibes|ha recibido) este (?:correo|mensaje|e-?mail) porque",
    ),
    unanswered=(
        "(?:por favor,? ?|le rogamos que )?no (?:responda|respondas|responder|conteste|contestes|"
        "contestar)\\b.{0,20}(?:este|esta|mensaje|correo|$)",
        "(?:esta|la) (?:dirección|cuenta|bandeja|casilla) .{0,30}no (?:es|está|se|recibe|admite)",
    ),
    replies=(
        r"\b(?:estoy|estaré|estamos|estaremos|me encuentro|actualmente)\b.{0,40}\b(?:fuera|ausentes?|"
        r"de (?:vacaciones|viaje|baja|permiso|licencia)|no disponibles?)\b",
        r"\bde vacaciones\b",
        r"\bno (?:estaré|estoy) disponible\b",
        r"\b(?:vuelvo|volveré|regreso|regresaré|me reincorporo) (?:el|a|al|en)\b",
        r"\b(?:en caso de|para|si es) (?:\w{1,12} )?urgen",
        r"\bdurante mi ausencia\b",
        r"\b(?:hemos recibido|recibimos) (?:su|tu)\b",
        r"\b(?:su|tu) (?:mensaje|solicitud|correo|consulta|escrito)\b.{0,60}\b(?:recibid[oa]|registrad[oa]|"
        r"leíd[oa])\b",
        r"\bperman\w{1,8} cerrad[oa]\b|\bcerrad[oa]s? (?:por|del|hasta|durante)\b",
        r"\bha (?:aceptado|rechazado|cancelado) (?:esta|la|este|el|su)\b",
        r"\bnúmero de (?:ticket|caso|solicitud|incidencia)\b",
        r"\b(?:me pondré|nos pondremos) en contacto\b",
    ),
    undelivered=(
        "no (?:se )?(?:ha|pudo|puede|ha podido)(?: podido| sido)? ?(?:entreg\\w{1,6}|ser entregad[oa])",
        "(?:dirección|destinatario|buzón|usuario).{0,30} (?:no existe|desconocid[oa]|llen[oa]|no encontrad[oa])",
        "no se ha encontrado la dirección",
    ),
    unsubscribing=(
        r"(?:para|si) .{0,40}\b(?:dejar de recibir|darse de baja|darte de baja|cancelar (?:la|su|tu) suscripción)\b",
        "(?:darse|darte) de baja",
        r"(?:haga|haz) clic\b.{0,60}\b(?:baja|suscripción)\b",
        "ver .{0,30}en (?:el|su|tu) navegador",
    ),
    asking=(
        "cómo|dónde|por qué|cuál|cuándo",
        "(?:puedo|puede|pueden|podría|podrían|podemos|puedes)",
        "qué (?:puedo|debo|significa|tengo|hay|pasa|hago)",
        "(?:hay|es|está|tienen|tenéis) (?:alg|posible|form|mal|que)\\w{0,10}",
    ),
    personal=(r"[Yy]o", r"me", r"mis?", r"[Pp]ero"),
)

LANGUAGE = Language(
    code="es",
    small_words=words("""
        el la los las lo un una unos unas y e o u pero si que qué quien quién cual cuál cuando cuándo donde
        dónde como cómo cuanto cuánto porque por para con sin de del al a en sobre entre hasta desde hacia es
        son era eran ser soy eres somos está están estar estoy estamos fue ha han he hemos había hay haber
        tengo tiene tienen tenemos puedo puede pueden podemos quiero quiere necesito hacer hace hecho yo tú él
        ella nosotros ustedes ellos me te se nos le les mi mis tu tus su sus nuestro nuestra nuestros nuestras
        este esta esto estos estas ese esa eso esos no ni nada nadie algo alguien todo toda todos todas muy
        más mas ya aún aun también tambien siempre nunca ahora hoy ayer mañana aquí ahí gracias hola buenas
        buenos días tardes noches favor saludos estimados funciona pone llevo sale dice contraseña factura
        cuenta correo ayuda
    """),
    letters="ñáéíóúüªº",
    telling_characters="ñ¿¡áíóú",
    negations=words("no ni nunca sin ningún ninguna tampoco jamás"),
    contractions=(),
    addresses=ADDRESSES,
    number_words=words("dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cien mil"),
    abbreviations=_ABBREVIATIONS,
    questions=_QUESTIONS,
    secrets=WORDS,
    signs=SIGNS,
    mail=_MAIL,
    layout=LAYOUT,
    machines=_MACHINES,
    absence=ABSENCE,
    courtesies=COURTESIES,
    person=PERSON,
    asking=ASKING,
    thread=THREAD,
    leaning=LEANING,
    contacts=CONTACTS,
    claims=CLAIMS,
    leaning_words=LEANING_WORDS,
    small_talk=SMALL_TALK,
    reader=("[Ss]us?", "[Tt]us?", "(?:[Uu]sted|[Uu]stedes) (?:tienen?|están?)", "[Vv]uestr[oa]s?"),
    statement=STATEMENT,
    rows=ROWS,
    private=PRIVATE,
    macros=MACRO_WORDS,
)
