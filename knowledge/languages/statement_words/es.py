"""This module holds the Spanish words by which a sentence leans on what stands before it.

A Spanish sentence may have no subject: "Tarda dos minutos." It then begins with its verb.
"""

from knowledge.languages.statement_words.base import StatementWords

_THIS = r"(?:est[aoe]|estos|estas|es[ao]|ese|esos|esas|aquel(?:lo|la|los|las)?|dich[oa]s?|él|ell[oa]s?|tal|tales)"

STATEMENT = StatementWords(
    leaning=(
        rf"{_THIS}|éste|ésta|éstos|éstas|amb[oa]s",
        r"(?:el|la|los|las|lo) (?:mism[oa]s?|anterior|contrario|primero(?=,)|segund[oa](?=,))",
        # verbs without a subject
        r"es|son|fue|fueron|era|está|están|estaba|será|serán|tarda|tardan|dura|duran|vale|valen|funciona|funcionan|ocurre|"
        r"sucede|permite|permiten|requiere|requieren|incluye|incluyen|cuesta|cuestan|caduca|caducan|vence|vencen|sirve|sirven|"
        r"afecta|afectan|aparece|aparecen|contiene|contienen|queda|quedan|necesita|empieza|termina|depende|significa|debe de",
        r"(?:no )?se (?:aplica|aplican|trata|debe a|debe|deben|mantiene|mantienen|conserva|conservan|cobra|cobran|devuelve|"
        r"devuelven|cierra|cierran|desbloquea|renueva|renuevan|corrigió|corrige|solucionó|soluciona|pierde|pierden|reembolsa|"
        r"reembolsan|muestra|muestran|guarda|guardan|actualiza|actualizan|borra|borran)(?= (?:a|al|con|por|en|de|"
        r"desde|hasta|cada|"
        r"también|solo|automáticamente|durante|sin|después|antes|así)\b|[.,;])",
        r"no (?:es|son|está|están|funciona|afecta|incluye|caduca|vence|tarda)",
        rf"(?:en|con|de|por|para|sin|desde|hasta|tras|durante|según|sobre|ante|a|como|si|cuando|mientras|además de|después de|"
        rf"antes de|a partir de|aparte de|debido a|gracias a|en lugar de|aunque|porque|solo) (?:{_THIS}|entonces|ahí|ahora)",
        r"si (?:no(?=,)|es así|ocurre|sucede|falla|persiste|procede|hace falta|es necesario|fuera así|no es así|"
        r"no funciona|sigue)",
        r"de (?:lo contrario|ser así|no ser así|este modo|esta forma)|en caso (?:contrario|afirmativo|negativo|necesario)|"
        r"en (?:ambos|los dos|el primer|el segundo|todos los) casos?",
        r"para (?:no )?\w{1,20}(?:arlo|arla|arlos|arlas|erlo|erla|erlos|erlas|irlo|irla|irlos|irlas)",
        r"entonces|luego|después(?! de\b)|antes(?=,)|tampoco|así|aun así|pero|y|e|o|u|ni|pues|"
        r"sin embargo|no obstante|por (?:lo )?tanto|por eso|por ello|por consiguiente|en cambio|por el contrario|"
        r"mientras tanto|entretanto|por ejemplo|es decir|o sea|por último|finalmente|a continuación|ahí|allí|aquí|ahora|"
        r"como alternativa|alternativamente|a cambio|más tarde|posteriormente|en consecuencia|primero(?=,)|segundo(?=,)",
        r"sí(?=[,.:;])|no(?=[,.:;])|p\. ?ej\.|véase|vea también",
    ),
    within=(
        r"(?:est[aeo]s?|estos|es[aeo]|es[ao]s|dich[oa]s?) (?:tip[oa] |misma? )?(?!que|caso|modo|dispositivo|"
        r"navegador)[a-záéíóúñ]{3,}",
        r"^(?!si|cuando|una vez|en cuanto)(?:[\w-]+ ){1,7}(?<!y )(?:entonces|después(?! de| del)|luego)",
    ),
    steps=(
        r"(?:por favor,? )?(?:haga clic|pulse|elija|seleccione|introduzca|escriba|copie|pegue|marque|guarde|confirme|"
        r"rellene|toque|"
        r"escanee|arrastre|indique|suba|repita|corrija|asigne|presione|ponga)",
    ),
    topical=(
        r"(?:los|las|el|la|todos los|todas las) (?:demás|otr[oa]s?)|todo lo demás|cualquier otr[oa]",
        r"además|también|asimismo|igualmente",
        r"(?:la|el|los|las) (?:lista|página|pantalla|menú|tarifa|respuesta|número|cambio|botón|campo|mensaje|valor|valores|"
        r"límite|archivo|código|enlace|importe|comprobación|contador|copia|bloqueo|confirmación|fila) (?:es|son|está|"
        r"están|puede|pueden|debe|deben|muestra|"
        r"muestran|indica|"
        r"contiene|permite|cuenta|no|se|tiene|aparece|queda|dura)",
        r"(?:la|el|los|las) \w{1,20} (?:actual|actuales|mínim[oa]s?|máxim[oa]s?|predeterminad[oa]s?|disponibles?) (?:es|son)",
        r"en (?:el|la) [\w -]{1,30},? (?:abra|toque|pulse|elija|seleccione|introduzca)",
    ),
    standing=(
        r"(?:no )?es (?:\w{1,15} )?(?:posible|necesario|recomendable|importante|conveniente|mejor|preferible|obligatorio|"
        r"imprescindible|suficiente|imposible|útil)(?= (?:que|\w{1,25}(?:ar|er|ir)(?:lo|la|los|las|se|le)?)\b)",
        r"a (?:tal|este) respecto",
    ),
    of_the_page=(
        r"(?:esta|este|la siguiente) (?:página|artículo|guía|sección|documento|capítulo|apartado|manual) "
        r"(?:explica|describe|responde|muestra|contiene|enumera|ofrece|es|trata|ayuda|resume)",
        r"en (?:esta|este) (?:página|artículo|guía|sección|documento|capítulo|apartado|manual)",
        r"aquí (?:encontrará|puede leer)",
    ),
    remarks=(
        r"(?:solo|sólo|solamente|excepto|salvo|no válido) (?:para|en|con|si|hasta|desde|los|las|el|la)(?= [^,.]{1,80}[.!]?$)",
        r"(?:sin|más|excluido el) iva",
    ),
    denying=(
        r"no (?:inclu\w{1,9}|disponibles?|compatibles?|admitid[oa]s?|permitid[oa]s?|en|con|para)|nunca",
        r"(?:lo que|qué|cuándo|quién(?:es)?|cuáles)(?: [\w-]+){0,6} (?:no|nunca)",
    ),
    speakers=(r"p|r|pregunta|respuesta",),
    scopes=(r"en|para|con|hasta|antes de",),
    ordinals=(),
)
