"""This module holds the French words by which a sentence leans on what stands before it."""

from knowledge.languages.statement_words.base import StatementWords

_THIS = r"(?:ce|cet|cette|ces|cela|ceci|ça|celui|celle|ceux|celles|lui|elle|eux|elles)(?:-ci|-là)?"

STATEMENT = StatementWords(
    leaning=(
        rf"ils?|elles?|{_THIS}|c['’]est|c['’]était|leurs?|son|sa|ses|y|en voici",  # noqa: RUF001 - as phones write it
        r"(?:le|la|les|au|aux|du|des) mêmes?|de même|il en va de même|(?:ce|cette|ces) derni(?:er|ère|ers|ères)",
        r"(?:les|tous les|toutes les|tous|toutes) deux",
        rf"(?:à|dans|pour|avec|sans|après|avant|pendant|depuis|sur|sous|en|de|par|selon|malgré|outre|dès|lors de|en cas de|"
        rf"au cours de|à partir de|grâce à|afin de|au lieu de|si|quand|lorsque|comme|parce que|même si|à cause de|"
        rf"en plus de) {_THIS}",
        r"(?:si|s['’]) ?(?:oui|non|ils?|elles?|c['’]est|nécessaire|besoin|possible)",  # noqa: RUF001
        r"(?:lorsqu|quand |une fois qu|dès qu|tant qu|parce qu|puisqu|avant qu|après qu|jusqu['’]à ce qu)['’]?(?:ils?|"  # noqa: RUF001
        r""
        r"elles?)",
        r"dans (?:ce cas|le cas contraire|les deux cas|le premier cas|l['’]autre cas)|le cas échéant|au besoin|"  # noqa: RUF001
        r"si besoin",
        r"pour (?:le|la|les|y|en) \w{1,20}(?:er|ir|re|oir)|(?:en|sans|avant de|après) (?:le|la|les) \w{1,20}(?:ant|er|ir|re)",
        r"ensuite|puis|alors|enfin|donc|ainsi|mais|et|ou|or|car|ni|cependant|toutefois|néanmoins|pourtant|sinon|autrement|"
        r"inversement|ici|là|là-bas|auparavant|entre-temps|entretemps|d['’]ici là|désormais|alternativement",  # noqa: RUF001
        r"par (?:conséquent|contre|exemple|la suite)|en (?:conséquence|effet|revanche|échange|attendant|bref)|"
        r"de (?:la sorte|ce fait)|au contraire|à défaut|à l['’]inverse|plus tard|d['’]abord(?=,)|c['’]est-à-dire|"  # noqa: RUF001
        r""
        r"à l['’]avenir",  # noqa: RUF001
        r"oui(?=[ ]?[,.:;])|non(?=[ ]?[,.:;])|p\. ?ex\.|voir (?:aussi|ci-dessous|ci-dessus)|pour cela",
    ),
    within=(
        r"(?:ce|cet|cette|ces) (?!qui|que|qu|dont|type|genre|appareil|navigateur|sont|sera)[a-zàâçéèêëîïôûù]{3,}",
        r"^(?!si|quand|lorsque|dès|une fois)(?:[\w'’-]+ ){1,7}(?<!et )(?:alors|ensuite)",  # noqa: RUF001
    ),
    steps=(
        r"(?:veuillez )?(?:cliquez|choisissez|sélectionnez|saisissez|entrez|copiez|collez|cochez|appuyez|enregistrez|confirmez|"
        r"renseignez|remplissez|tapez|touchez|scannez|glissez|donnez|répétez|téléversez|indiquez|associez|validez)",
    ),
    topical=(
        r"(?:tou(?:s|tes) (?:les )?|les |le |la |tout |toute |l['’])autres?",  # noqa: RUF001
        r"de plus|en outre|par ailleurs|également|aussi|en plus",
        r"(?:la |le |les |l['’])(?:liste|page|écran|menu|frais|réponse|nombre|modification|bouton|champ|message|"  # noqa: RUF001
        r""
        r"valeurs?|"
        r"limite|fichier|code|lien|montant|compteur|copie|choix|blocage|vérification|confirmation|ligne) (?:est|sont|"
        r"peut|peuvent|doit|doivent|montre|affiche|indique|contient|"
        r"permet|compte|ne|n['’]|"  # noqa: RUF001
        r"se|s['’]|a|ont|sera|reste|prend)",  # noqa: RUF001
        r"(?:la |le |les |l['’])\w{1,20} (?:actuelle?s?|minimale?s?|maximale?s?|par défaut|disponibles?) (?:est|"  # noqa: RUF001
        r""
        r"sont)",
        r"(?:dans|sur) [\w '’-]{1,30}, (?:ouvrez|touchez|cliquez|choisissez|sélectionnez|appuyez|saisissez)",  # noqa: RUF001
    ),
    standing=(
        r"il (?:est|n['’]est pas|sera|était|peut être)(?: \w{1,15})? (?:possible|nécessaire|recommandé|conseillé|"  # noqa: RUF001
        r""
        r"préférable|"
        r"important|impossible|inutile|obligatoire|utile|interdit|permis|indispensable)(?= (?:de|d['’]|que))",  # noqa: RUF001
        r"il (?:faut|ne faut|suffit|y a|n['’]y a|existe|n['’]existe|convient|vaut mieux)",  # noqa: RUF001
        r"s['’]il (?:vous|y)",  # noqa: RUF001
        r"en (?:cas de|dehors de)(?! (?:ce|cet|cette|ces|cela)\b)",
        r"ou bien",
    ),
    of_the_page=(
        r"(?:cette|ce|cet|la|le) (?:page|article|guide|section|document|chapitre|rubrique|aperçu|manuel)(?: suivante?)? "
        r"(?:explique|décrit|répond|présente|montre|contient|énumère|donne|est|traite|aide)",
        r"(?:sur|dans) (?:cette|ce|cet) (?:page|article|guide|section|document|chapitre|rubrique|manuel)",
        r"vous trouverez ici",
    ),
    remarks=(
        r"(?:uniquement|seulement|sauf|hormis|non valable) (?:pour|sur|en|avec|si|jusqu|à|les|la|le)(?= [^,.]{1,80}[.!]?$)",
        r"hors (?:tva|taxes?)",
    ),
    denying=(
        r"non (?:inclus|compris|pris|disponible|remboursable|couvert)\w{0,3}|jamais",
        r"(?:ce (?:qui|que|qu['’]\w+)|quand|quels?|quelles?)(?: [\w'’-]+){0,6} (?:pas|jamais|plus|rien)",  # noqa: RUF001
    ),
    speakers=(r"q|r|question|réponse",),
    scopes=(r"sur|pour|avec|sous|jusqu.en|avant",),
    ordinals=(),
)
