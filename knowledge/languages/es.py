"""This module defines what we know about Spanish."""

from knowledge.languages.base import Abbreviations, Code, Language, MailMarks, Questions, words
from knowledge.languages.layout import Headers, Layout

_ABBREVIATIONS = Abbreviations(
    before_anything=("sr", "sra", "dr", r"p\. ?ej"),
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
    handing_over=(
        r"env[ií]\w*",
        r"d[aeé]\w{0,3}nos",
        r"dar\w*",
        r"diga\w*",
        r"indi\w*",
        r"facilit\w*",
        r"compart\w*",
    ),
    us=("nos", r"\w+nos", "me"),
)

_MAIL = MailMarks(
    placeholders=("imagen", "adjunto"),
    remarks=words("ver véase adjunto adjunta adjuntos archivo archivos imagen captura hola gracias el mi"),
    no_subject=("(?:sin|ningún) asunto", "asunto"),
    automatic_subjects=("respuesta automática", "fuera de (?:la )?oficina"),
)

_LAYOUT = Layout(
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
    number_words=words("dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cien mil"),
    abbreviations=_ABBREVIATIONS,
    questions=_QUESTIONS,
    mail=_MAIL,
    layout=_LAYOUT,
)
