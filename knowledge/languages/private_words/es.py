"""This module holds the words beside which somebody's data stand in Spanish."""

from knowledge.languages.private_words.base import PrivateWords

_MY = r"(?:mi|mis|nuestr[oa]s?|vuestr[oa]s?|su|sus|tu)"

PRIVATE = PrivateWords(
    titles=(r"sr\.?", r"sra\.?", r"srta\.?", r"sres\.?", r"señor", r"señora", r"señorita", r"don", r"doña", r"d\.", r"dña\.?", r"dr\.?", r"dra\.?", r"doctora?", r"prof\.?", r"profesora?", r"ldo\.?", r"lda\.?"),
    greetings=(r"hola(?: de nuevo| buenas)?", r"buenos d(?:í|i)as", r"buenas(?: tardes| noches)?", r"buen d(?:í|i)a", r"querid[oa]s?", r"estimad[oa]s?", r"apreciad[oa]s?", r"muy señor(?:a)? m(?:í|i)[oa]", r"gracias", r"muchas gracias", r"saludos"),
    introducing=(
        r"me llamo", r"mi nombre(?: completo)? es", r"mis apellidos son", r"mi apellido es", r"se llama", r"el nombre es",
    ),
    presenting=(r"soy(?: la| el)?", r"le habla", r"les habla", r"aquí", r"les escribe", r"le escribe", r"de parte de", r"firmado(?: por)?", r"fdo\.?:?", r"a la atención de", r"atte\.?"),
    people=(
        r"a nombre de", r"bajo el nombre(?: de)?", r"llamad[oa]", r"un tal", r"una tal",
        rf"{_MY} (?:antigu[oa] |nuev[oa] )?(?:compañer[oa]|colega|jef[ea]|responsable|marido|mujer|espos[oa]|pareja|soci[oa]|hij[oa]|herman[oa]|padre|madre|amig[oa]|asistente|asesor|asesora|gestor|gestora|contable|abogad[oa]|emplead[oa]|directora?"
        r"|gerente|administrador|administradora|sucesora?|vecin[oa]|agente|técnic[oa]|becari[oa]|cliente|clienta|secretari[oa]|encargad[oa]|interlocutora?|comercial|novi[oa]|prim[oa])",
        r"(?:el|la|un|una) (?:técnic[oa]|agente|compañer[oa]|comercial|cliente|clienta|emplead[oa]|encargad[oa]|paciente|asesora?)",
    ),
    dealing=(
        r"(?:hablé|hablado|hablar|hablamos|hable|hablando|contactado|contacté|quedé|quedado|traté|chateé|reunión|conversación|llamada) (?:ayer |hoy )?con", r"(?:contactar|contacten|contacte) con", r"(?:llamar|llamen|llame|avisar|avisen|escribir|escriban|preguntar|pregunten) (?:a|por)", r"saludos a", r"gracias a", r"(?:correo|mensaje|llamada|respuesta|mail|email) de", r"dirigid[oa] a", r"según", r"atendid[oa] por", r"me atendió", r"me dijo", r"nos dijo", r"asignad[oa] a", r"de parte de",
    ),
    labels=(
        r"(?:su )?nombre(?: completo| y apellidos| del titular)?", r"apellidos?", r"(?:persona de )?contacto", r"cliente", r"titular(?: de la cuenta| de la tarjeta)?", r"destinatari[oa]", r"remitente", r"facturado a", r"enviar a", r"de", r"para", r"usuari[oa]", r"responsable", r"beneficiari[oa]", r"atención", r"técnic[oa]", r"conserje", r"tesorer[oa]", r"gestora?", r"encargad[oa]", r"firmado", r"fdo\.?",
    ),
    nobody=frozenset("""
        equipo soporte servicio cliente clientes atención señores señor señora señorita todos todas a al el la los las un una unos de del en y o u yo nosotros usted ustedes mi mis su sus nuestro nuestra no sí muy mucho muchas gracias hola buenos buenas días tardes
        noches por para con sin sobre desde hasta que quien qué cómo cuándo dónde si pero porque ya aún todavía también aquí ahí favor saludos cordiales estimado estimada estimados querido tal lunes martes miércoles jueves viernes sábado domingo enero febrero
        marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre factura pedido cuenta pregunta problema error asunto técnico contabilidad administración cliente nuevo nueva usuario administrador administradora gerente director directora responsable
        propietario propietaria dueño dueña es está son ser nadie alguien amigo amigos compañero compañeros departamento ventas plan oficina dirección ayuda antemano mano todo todo más menos esto eso ese esa este esta urgente imposible autónomo autónoma
        consciente titular suscriptor
    """.split()),
    phones=(
        r"tel(?:é|e)fono(?: móvil| fijo| de contacto)?", r"tel(?:f|éf)?\.?", r"tfno\.?", r"m(?:ó|o)vil", r"fijo", r"fax", r"(?:llám(?:a|e|en)(?:me|nos)|llamar(?:me|nos)?|localizar(?:me|nos)?|contactar(?:me|nos)?|ll(?:a|á)mame|llamen|llame)(?: directamente)?(?: al| a| en el)?(?: número| teléfono| móvil)?", r"(?:mi|nuestro|su) n(?:ú|u)mero(?: es)?(?: el)?", r"n(?:ú|u)mero de (?:teléfono|móvil|contacto)", r"whats?s?app", r"wasap", r"celular", r"extensión",
    ),
    numbers=(
        r"pedidos?(?: n\.?º| número| nº| n°)?", r"facturas?(?: n\.?º| número| nº| n°)?", r"n(?:ú|u)mero de (?:pedido|factura|cliente|seguimiento|serie|expediente|contrato|caso|ticket|incidencia|referencia|envío)", r"n\.?[º°] (?:de )?(?:pedido|factura|cliente|serie|contrato|caso)", r"expediente", r"ticket", r"incidencia", r"caso",
        r"referencia", r"ref\.?", r"albarán", r"seguimiento", r"contrato", r"presupuesto", r"versión", r"error", r"código de error", r"artículo", r"modelo", r"transacción", r"envío", r"abono",
    ),
    cards=(r"tarjeta(?: de crédito| de débito| bancaria| visa)?(?: n[ºo°]\.?| número)?", r"visa", r"mastercard", r"amex"),
    accounts=(r"iban", r"cuenta bancaria", r"n(?:ú|u)mero de cuenta", r"c\.?c\.?c\.?", r"datos bancarios"),
    ids=(
        r"d\.?n\.?i\.?", r"n\.?i\.?e\.?", r"n\.?i\.?f\.?", r"pasaporte(?: n[ºo°]\.?)?", r"seguridad social(?: n[ºo°]\.?)?", r"carn(?:é|et) de (?:identidad|conducir)", r"permiso de conducir", r"fecha de nacimiento", r"nacid[oa] el", r"documento de identidad",
    ),
    plates=(r"matr(?:í|i)cula", r"placa"),
    secrets=(
        r"contraseñas?(?: provisional| temporal| actual| del wifi| wifi)?", r"contrasena", r"clave(?: de acceso| secreta| wifi| personal| del wifi)?", r"pin", r"c(?:ó|o)digo (?:secreto|de acceso|de seguridad|pin|de verificación|de confirmación|de activación|sms)", r"cvc", r"cvv", r"credenciales", r"palabra secreta", r"pass(?:word)?",
    ),
    being=(r"es(?: todavía| ahora)?", r"era", r"sería", r"son", r"será"),
    no_secrets=frozenset("""
        es era no incorrecta incorrecto correcta correcto caducada caducado olvidada bloqueada perdida inválida válida demasiado corta larga débil segura insegura siempre nunca nueva vieja la el las los una un mi nuestra su ninguna cambiada restablecida
        desconocida rechazada aceptada obligatoria necesaria vacía misma diferente comprometida en a al de del para con por solo también pero y o ya aún todavía esa esta lo que muy robada expirada errónea mala buena filtrada cifrada pedida enviada
        sí si ver abajo arriba aquí
    """.split()),
    tokens=(r"clave (?:de )?(?:api|licencia|privada|secreta)", r"secreto(?: del webhook)?", r"clave", r"token(?: de acceso)?", r"api key"),
    roads=(
        r"(?i:calle|c/|c\.|avda\.?|avenida|av\.|plaza|pza\.?|paseo|p[ºo]\.|carrer|ronda|travesía|camino|carretera|ctra\.?|glorieta|rambla|urbanización|urb\.|pasaje|bulevar|callejón|cuesta|pol[ií]gono(?: industrial)?)(?:(?<=[./]) ?| )(?:(?i:de la|de las|de los|del|de|la|el|los|las) ){0,2}[^\W\d_][^\n,;!?\d()\[\]]{1,40}?,? ?(?:(?i:n[ºo°]\.?|número|núm\.?|s/n) ?)?\d{1,4}(?: ?(?i:bis))?(?:,? ?\d{1,2}\.?[ºª°oa]? ?-?(?:(?i:izq\w{0,6}|izda?\.?|dcha?\.?|derecha|puerta \w{1,3}|[a-f]|\d{1,2}[ºªoa]?))?(?!\w))?",
        r"(?i:pol[ií]gono(?: industrial)?) [^\n,;\d]{2,40}(?:, ?(?i:nave|parcela|calle) [\w -]{1,20})?",
        r"(?i:apartado de correos|apdo\.) \d{1,6}",
    ),
    living=(r"(?:vivo|vivimos|vive|viven|resido|residimos|residente)(?: ahora)? en", r"(?:mi|nuestra|nueva|su) (?:nueva )?direcci(?:ó|o)n(?: postal| de envío| de facturación)?(?: es)?", r"direcci(?:ó|o)n (?:postal|de envío|de entrega|de facturación)", r"domiciliad[oa] en", r"domicilio", r"mudado a", r"c(?:ó|o)digo postal", r"c\.?p\.?", r"enviar(?:lo)? a"),
)  # fmt: skip
