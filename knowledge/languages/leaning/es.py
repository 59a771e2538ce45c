"""These are the Spanish phrases of messages that lean on a file."""

from knowledge.languages.base import Leaning

_OWN = (
    r"(?:capturas?(?: de pantalla)?|pantallazos?|pantalla ?shots?|screen ?shots?|adjuntos|ficheros? adjuntos?|"
    r"archivos? adjuntos?|"
    r"documentos? adjuntos?|anexos?|impresi[oó]n de pantalla|impr pant)"
)
_SHOT = r"(?:capturas?(?: de pantalla)?|pantallazos?|screen ?shots?)"
_SEEN = r"(?:fotos?|fotograf[ií]as?|im[aá]gen(?:es)?|v[ií]deos?|clips?|gifs?|grabaci[oó]n(?:es)?|escaneos?|escaneados?)"
_FILE = (
    r"(?:archivos?|ficheros?|documentos?|pdfs?|word|excel|csv|registros?|logs?|trazas?|zip|volcados?|informes?|"
    r"cartas?|listas?|"
    r"listados?|facturas?|hoja de cálculo|tabla|contrato|recibos?|justificantes?|correo|presupuesto|albarán|formulario)"
)
_ALONE = r"(?! (?:de perfil|de presentación|de portada|de producto))"
_PICTURE, _ANY = rf"(?:{_OWN}|{_SEEN}){_ALONE}", rf"(?:{_OWN}|{_SEEN}|{_FILE}){_ALONE}"
_THE = r"(?:la|el|las|los|esta|este|estas|estos|mi|mis|dos|primera|segunda|una|un|ese|esa)"
_DOING = (
    r"(?:adjunt\w+|sub[aeio]\w*|añad\w+|env[ií]\w+|mand\w+|pon\w+|pong\w+|insert\w+|elimin\w+|borr\w+|abr\w+|"
    r"descarg\w+|"
    r"compart\w+|grab\w+|sac\w+|guard\w+|imprim\w+|export\w+|recib\w+|gir\w+|incluir)"
)

LEANING = Leaning(
    pointing=(
        rf"(?:^|les |os |le |te |se |lo |la |los |las |aquí |ya |y |también |pues |hola |buenas )(?:adjunto|"
        rf"adjuntamos|anexo|anexamos|"
        rf"acompaño|acompañamos)(?! (?:no|de|del|sale|aparece|está|es))(?: (?:\w+ ){{0,4}}{_ANY})?",
        rf"(?:adjunto|adjuntamos|adjuntando|anexo|anexamos|acompaño) (?:\w+ ){{0,4}}{_ANY}",
        r"se adjuntan?(?! a)",
        rf"{_ANY} (?:(?:que|de|\w+) ){{0,3}}(?:(?:va|van|viene|vienen|está|están|ir[aá]) )?(?:\w+ )?(?:adjunt[oa]s?|"
        rf"anex[oa]s?|aparte|"
        rf"incluid[oa]s?)(?! (?:a cada|a la orden|a una|a las))",
        r"(?:va|van|viene|vienen|está|están|envío|mando|remito|todo|detalles|ver|véase|vean|según|como|"
        r"en) (?:\w+ ){0,2}"
        r"(?:adjunt[oa]s?|anex[oa]s?)(?! (?:a cada|a la orden|a una))",
        r"(?:en|ver|véase|según|vean|ved|abran|abrid|lean) (?:el|los|la|mi|mis) (?:archivo |fichero |"
        r"documento )?(?:adjuntos?|anexos?)"
        r"(?! (?:de los|de las|que (?:nos|me)|no))",
        rf"(?:he|hemos|ha|han|mi \w+ ha) (?:\w+ )?(?:adjuntado|incluido|puesto|hecho|sacado|tomado|grabado|escaneado|"
        rf"enviado|mandado|"
        rf"anexado|pegado)(?: \w+){{0,3}} {_PICTURE}",
        rf"(?<!el )(?<!un )(?<!del )(?<!al )(?<!cada )(?<!de )"
        rf"(?<!nos )(?<!me )(?<!se )(?:envío|mando|paso|remito|enviamos|mandamos|pasamos|"
        rf"remitimos|dejo|"
        rf"comparto|incluyo|muestro|enseño|reenvío|incluimos|aporto|aportamos|enviando|mandando) (?:\w+ ){{0,5}}{_ANY}",
        rf"(?:saqué|hice|tomé|grabé|hicimos|sacamos|escaneé|filmé|hizo|sacó) (?:\w+ ){{0,3}}{_PICTURE}",
        rf"(?:ver|vean|ved|vea|véase|mire|miren|mirad|mira|fíjense|fijaos|fíjate|fíjese|compare|comparen|comparad|"
        rf"compara|revise|"
        rf"revisen|revisad|observe|observen|consulte|consulten|echad un vistazo|echen un vistazo|eche un vistazo|"
        rf"lean|leed|abran|"
        rf"analicen|analizad|comprueben|pueden ver|puede ver|podéis ver|puedes ver|verán|veréis|"
        rf"verá) (?:\w+ ){{0,5}}{_PICTURE}",
        rf"(?:como|tal|lo que|error|mensaje|problema|todo|toda|detalles|detalle|sale|aparece|se ve|ven|veis|ve|igual|"
        rf"mismo|misma|"
        rf"resumido|indicado|marcado|muestra|está|están|explicado|lista|resto|señalado|descrito|figura|información|"
        rf"pone|visible|"
        rf"preguntas|puntos|datos) (?:\w+ ){{0,6}}(?:en|de|según|por) {_THE} (?:\w+ )?{_PICTURE}",
        rf"^(?:como |tal como )?(?:en|según) {_THE} (?:\w+ )?{_PICTURE} (?:se|pueden|puede|ven|veis|que|aparece|está|"
        rf"adjunta)",
        rf"(?:en|con|según) (?:la|mi|el|esta|este) (?:foto|imagen|vídeo|fotografía|grabación|clip|{_SHOT}){_ALONE}",
        rf"(?:mi|mis|esta|estas|las|dos|de mi) {_SHOT}",
        r"(?:el|la|los|las|mi|este|esta|del|al) \w+ adjunt[oa]s?(?! (?:a cada|a la orden|a una|a las|no))",
        rf"(?:véase|ver|vean|véanse|mire|miren) (?:el |la |los |las |mi )?(?:{_FILE}|word|excel)$",
        rf"(?:una|la) (?:{_SEEN}) vale",
        rf"{_PICTURE} (?:ya )?(?:lo |que )?(?:dice|dicen|muestra|muestran|explica|explican|habla|hablan|demuestra|"
        rf"demuestran|resume)",
        rf"(?:{_ANY}|word|excel) (?:\w+ ){{0,5}}(?:con|en|junto a|junto con|a) (?:este|esta|el presente|"
        rf"mi) (?:correo|mensaje|mail|"
        rf"email|e mail|ticket|tique|escrito)",
        rf"(?:aquí|ahí|abajo|arriba) (?:(?:está|están|va|van|tiene|tienen|tenéis|os|le|les|dejo|te|ya|"
        rf"de nuevo) ){{0,3}}(?:\w+ ){{0,2}}"
        rf"{_ANY}",
        rf"(?:este|esta|estos|estas) (?:(?:es|son|la|el|las|los) ){{0,2}}(?:\w+ )?{_PICTURE}",
        rf"(?:trazas?|log|detalles|lista|todo|puntos|preguntas|datos|salida|resto) (?:\w+ ){{0,6}}en (?:el|la|los|"
        rf"un) (?:\w+ )?"
        rf"(?:{_FILE}|word|excel)",
        rf"^(?:(?:mi|la|el|una|un|con|y|hola|gracias|2|dos|nueva|otra|va|adjunto|adjunta) ){{0,2}}(?:{_OWN}|{_SEEN})"
        rf"(?: (?:\w+ )?(?:también|gracias|adjunt[oa]s?|incluid[oa]s?|abajo|por favor))?$",
        rf"{_PICTURE} (?:de abajo|de arriba|abajo|arriba|a continuación|más abajo)",
    ),
    topics=(
        r"(?:cómo|como|dónde|donde|por dónde|por qué) (?:\w+ ){0,4}(?:adjunt\w+|sub[oeai]\w*|añad\w+|envi\w+|mand\w+|"
        r"elimin\w+|"
        r"borr\w+|abr\w+|descarg\w+|insert\w+|pon\w+)",
        rf"(?:puedo|podemos|pueden|puede|podría|podríamos|posible|quiero|queremos|quisiera|gustaría|necesito|"
        rf"necesitamos|intento|"
        rf"intentamos|deja|dejan|permite|debo|hay que) (?:\w+ ){{0,4}}{_DOING}",
        rf"(?:cuando|si|cada vez que|al|siempre que|después de|antes de|tras) (?:\w+ ){{0,4}}{_DOING}",
        rf"(?:cada|todas las|todos los|ning[uú]n|ninguna|sin|cualquier) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
        rf"(?:su|sus|vuestr[oa]s?|tu) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
        r"(?:clic|pulsar|pulso|pinchar|pincho) (?:\w+ )?(?:en|sobre)",
        rf"(?:{_SEEN}|{_FILE}) (?:equivocad[oa]s?|negr[oa]s?|vací[oa]s?|en blanco)",
        r"(?:en|desde|con) (?:la app|la aplicación|la tableta|la cámara)",
        r"(?:correos?|mensajes?|tiques?|tickets?|comentarios?|notificaciones) (?:con|sin) (?:\w+ )?(?:adjuntos?|"
        r"fotos?|archivos?)",
        rf"{_ANY} (?:\w+ ){{0,3}}(?:no aparece|no aparecen|desaparece|desaparecen|no se abre|no se abren|no se ve|"
        rf"no llega|no llegan)",
        rf"(?:aceptan|admiten|admite|guardan|acepta|bloquea|soportan) (?:\w+ ){{0,3}}(?:{_OWN}|{_SEEN}|{_FILE})",
    ),
    showing=(
        r"(?:mire|miren|mirad|mira|ojo|vean|ved|lean|fijaos|fíjense|atentos) (?:\w+ ){0,2}(?:a )?(?:esto|eso)",
        r"(?:esto|eso) es (?:todo )?lo que (?:\w+ ?){1,5}",
        r"así (?:se|me|nos) (?:ve|sale|queda|aparece)(?: \w+){0,3}",
        r"(?:me|nos|se) (?:sale|aparece|ve|da|pone|dice|muestra) (?:\w+ ){0,2}(?:esto|eso|así|lo siguiente)",
        r"qué (?:es|significa|quiere decir) (?:esto|eso)",
        r"(?:es|está) (?:esto )?(?:normal|bien|correcto) (?:esto|así)",
        r"es (?:esto|eso) (?:normal|correcto|suyo|vuestro)",
    ),
    pointing_back=(
        r"no",
        r"(?:no |pero |y |lo siento )*(?:eso|esto) (?:tampoco |no )(?:me |nos |lo |ha |me ha |nos ha )?"
        r"(?:funciona|funcionó|sirve|sirvió|ayuda|ayudó|cambia|resuelve|arregla|funcionado|servido|ayudado)(?: \w+){0,2}",
        r"(?:por )?si (?:eso|esto) (?:le |les |te |os )?(?:importa|ayuda|sirve|es (?:importante|útil|relevante)|cambia algo)",
    ),
)
