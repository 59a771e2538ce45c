"""These are the French phrases of messages that lean on a file."""

from knowledge.languages.base import Leaning

_OWN = (
    r"(?:captures?(?: d écran)?|copies? d écran|screens?|screen ?shots?|impressions? d écran|imprim écran|"
    r"pièces? jointes?|"
    r"p j|pj|annexes?|fichiers? joints?|documents? joints?)"
)
_SHOT = r"(?:captures?(?: d écran)?|copies? d écran|screen ?shots?|impressions? d écran)"
_SEEN = r"(?:photos?|photographies?|images?|vidéos?|clichés?|clips?|gifs?|enregistrements?|scans?|visuels?)"
_FILE = (
    r"(?:fichiers?|documents?|pdf|journal|journaux|logs?|lettres?|zip|archive|traces?|tableaux?|listes?|rapports?|"
    r"factures?|"
    r"courriers?|relevés?|word|excel|csv|bon de commande|contrat|devis|mail|courriel)"
)
_ALONE = r"(?! (?:de profil|de présentation|de produits?|de couverture))"
_PICTURE, _ANY = rf"(?:{_OWN}|{_SEEN}){_ALONE}", rf"(?:{_OWN}|{_SEEN}|{_FILE}){_ALONE}"
_THE = r"(?:la|le|les|l|cette|ce|cet|ces|ma|mon|mes|nos|notre|deux|première|seconde|une)"
_HERE = (
    r"(?:ce|cet|le|mon|notre|présent|la présente|ma|cette) ?"
    r"(?:message|mail|courriel|e mail|ticket|courrier|demande|présente)?"
)
_DOING = (
    r"(?:joindre|joins|joignez|ajout\w*|envo\w*|insér\w*|téléchar\w*|télévers\w*|import\w*|export\w*|"
    r"supprim\w*|attach\w*|"
    r"mettre|ouvr\w*|affich\w*|voir|partag\w*|enregistr\w*|prendre|prends|prend|imprim\w*|cacher|masquer|récupér\w*|"
    r"autoris\w*|recevoir)"
)

LEANING = Leaning(
    pointing=(
        r"(?:ci joints?|ci jointes?|ci inclus\w*|ci annexé\w*|ci après|ci dessous la|ci dessous le)",
        r"(?:en|dans la|dans les|voir|cf|dans le|voir en) (?:p j|pj|pièces? jointes?|annexes?|attaché|"
        r"fichiers? joints?|"
        r"documents? joints?|attachement)(?! (?:de|d|des|du|à chaque))",
        rf"{_ANY} (?:\w+ )?(?:(?:est|sont|que je|se trouve|se trouvent) )?(?:\w+ )?(?:joint|jointe|joints|jointes|"
        rf"annexée?s?|"
        rf"incluse?s?|attachée?s?|transmise?s?|dans le mail)(?! (?:à chaque|à une|aux|par|à un|à mes|à nos|à l|"
        rf"à la (?!présente)))",
        rf"(?:joint|jointe|joints|jointes|annexée?s?) (?:à|au) {_HERE}",
        rf"(?:je|nous|on) (?:(?:vous|te|t|ai|avons|a|viens de|viens|me permets de|permets de|en) ){{0,3}}(?:joins|"
        rf"joint|annexe|"
        rf"annexons|joignons|transmets|transmettons|envoie|envoies|envoyons|mets|mis|adresse|fais suivre|"
        rf"fais parvenir|glisse|"
        rf"colle|passe|laisse|remets|transfère|montre) (?:\w+ ){{0,6}}{_ANY}",
        rf"(?:j|je|nous|on|fille|fils|femme|mari|collègue|voisin|il|elle) (?:\w+ )?(?:ai|avons|a|"
        rf"as) (?:\w+ )?(?:joint|mis|annexé|"
        rf"pris|prise|fait|ajouté|filmé|scanné|attaché|enregistré|envoyé|photographié|inclus|"
        rf"glissé)(?: \w+){{0,3}} {_PICTURE}",
        rf"(?:voici|voilà|ci dessous|ci dessus) (?:\w+ ){{0,3}}{_ANY}",
        rf"(?:voir|voyez|cf|regardez|regarde|matez|mate|jetez un œil|jetez un oeil|jetez un coup d œil|"
        rf"jetez un coup d oeil|"
        rf"consultez|comparez|lisez|ouvrez|vu|vois|examinez|vérifiez|visionnez|zoomez) (?:\w+ ){{0,5}}{_PICTURE}",
        rf"(?:pouvez vous|pourriez vous|peux tu|merci de|veuillez|prière de|vous invite à|"
        rf"laisse) (?:\w+ )?(?:regarder|consulter|"
        rf"lire|ouvrir|examiner|vérifier|voir|comparer|vous reporter à|analyser|trouver) (?:\w+ ){{0,4}}{_PICTURE}",
        rf"(?:comme|tel que|tels que|ce que|ce qui|ce qu|cela|ça|erreurs?|messages?|problème|tout|toutes?|détails?|"
        rf"visible|voit|verrez|"
        rf"voyez|montré|indiqué|affiché|même|explications?|remarques?|identique|pareil|reste|suite|liste|est|sont|"
        rf"entouré|précisé|"
        rf"décrit|expliqué|figure|écrit|trouve|trouvent) (?:\w+ ){{0,6}}(?:sur|dans|à|de|"
        rf"en) (?:{_THE} )?(?:\w+ )?{_PICTURE}",
        rf"^(?:comme )?(?:sur|dans) {_THE} (?:\w+ )?{_PICTURE} (?:on|vous|il|j|c|ça|nous|apparaît|figure|jointe?s?|"
        rf"montre)",
        rf"(?:sur|dans|avec) (?:la|ma|l|cette|le|mon|ce) (?:photo|image|vidéo|cliché|clip|{_SHOT}){_ALONE}",
        rf"(?:mes|ma|la|les|l|cette|ces|deux) {_SHOT}",
        r"(?:le|la|les|l|ce|cette|du|mon|ma|mes|notre|nos|au) (?!pièces? |fichiers? )\w+ (?:ci )?(?:jointe?s?|annexée?s?)"
        r"(?! (?:à chaque|à une|aux|par))",
        rf"(?:voir|cf|voyez|regardez) (?:le |la |les |l |mon |ma )?{_FILE}$",
        rf"(?:une|la) (?:{_SEEN}) (?:vaut|valent)",
        rf"{_PICTURE} (?:\w+ )?(?:parle|parlent|dit|disent|explique|expliquent|prouve|prouvent|illustre|illustrent|"
        rf"montre|montrent|"
        rf"résume)",
        rf"{_ANY} (?:\w+ ){{0,6}}(?:avec|dans|à|accompagne|accompagnent) (?:ce|cet|le|mon|cette|notre) (?:message|"
        rf"mail|courriel|"
        rf"e mail|ticket|courrier|demande)",
        rf"(?:trace|traces|log|logs|détails?|liste|tout|points|questions|réponses|données|explications?|remarques?|"
        rf"reste|suite) "
        rf"(?:\w+ ){{0,6}}(?:dans|sur) (?:le|la|l|les) (?:\w+ )?{_FILE}",
        rf"^(?:(?:ma|mon|la|le|une|un|avec|et|bonjour|merci|2|deux|nouvelle|autre) ){{0,2}}(?:{_OWN}|{_SEEN})"
        rf"(?: (?:\w+ )?(?:aussi|suit|suivent|merci|svp|incluse?s?|jointe?s?|ci dessous|à l appui))?$",
        rf"(?:cette|ces|ce|cet) (?:\w+ )?{_PICTURE}",
        rf"{_PICTURE} (?:ci dessous|ci dessus|à l appui|à venir|suit|suivent)",
        rf"(?:avec|d après|selon|suivant) (?:la |le |les |ma |mon |mes |l )?(?:{_OWN}|"
        rf"{_SEEN})(?: \w+)? ?(?:jointe?s?|à l appui)",
    ),
    topics=(
        rf"(?:comment|où|par où|pourquoi|par quel moyen) (?:\w+ ){{0,5}}{_DOING}",
        rf"(?:peut on|puis je|peuvent ils|peut il|pouvons nous|possible de|possible d|est ce que|peux|peut|peuvent|"
        rf"pouvons|"
        rf"pourrais|pourrait) (?:\w+ ){{0,6}}{_DOING}",
        rf"(?:quand|lorsque|lorsqu|dès que|dès qu|si|s il|chaque fois|après|avant|"
        rf"en) (?:\w+ ){{0,6}}(?:{_DOING}|envoi|ajoutant|"
        rf"joignant|ouvrant)",
        rf"(?:chaque|tous les|toutes les|toute|aucune?|sans|certaines|nos) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
        r"à chaque (?:fois qu|notification|mail|message|facture|envoi|rapport|client|commande|ticket|fiche|intervention)",
        r"(?:clique|cliquer|cliquant|clic|appuie|appuyer) (?:\w+ )?sur",
        rf"(?:mauvaise?s?|fausses?|ancienne?s?|noire) (?:{_SEEN}|{_FILE})",
        rf"(?:{_SEEN}|{_FILE}) (?:noire?s?|vides?|blanche?s?)",
        rf"(?:votre|vos|ses|leurs?) (?:\w+ )?(?:{_OWN}|{_SEEN}|{_FILE})",
        rf"(?:voudrais|voudrait|aimerais|aimerait|souhaite|souhaiterais|veux|veut|voulons|souhaitons|cherche à|"
        rf"essaie de|essaye de|"
        rf"besoin de|n arrive pas à|n arrivons pas à|impossible de|impossible d|refuse de|empêche de|arrêtez de|"
        rf"cessez de) "
        rf"(?:\w+ ){{0,4}}{_DOING}",
        r"(?:dans|avec|depuis|sur) (?:l application|l appli|l app|la tablette|mon téléphone|le téléphone)",
        r"(?:mails?|messages?|tickets?|courriels?|commentaires?) (?:avec|sans) (?:\w+ )?(?:pièces?|fichiers?|photos?|"
        r"images?)",
        rf"(?:application|appli|logiciel|outil|système) (?:\w+ ){{0,2}}(?:bloque|refuse|accepte|supprime|"
        rf"compresse) (?:\w+ ){{0,3}}"
        rf"(?:{_OWN}|{_SEEN}|{_FILE})",
        rf"{_ANY} (?:\w+ ){{0,2}}(?:disparaît|disparaissent|manque|manquent|ne s ouvre|ne s affiche\w*|n apparaît|"
        rf"n apparaissent|"
        rf"n arrive|n arrivent|s affichent|est floue?|sont floues?)",
    ),
    showing=(
        r"(?:regardez|regarde|voyez|vois|matez|lisez|visez) (?:\w+ ){0,2}(?:ça|cela|ceci)",
        r"(?:voici|voilà) (?:ce que|ce qui|ce qu|comment) (?:\w+ ?){1,6}",
        r"(?:obtiens|reçois|vois|donne|affiche) (?:\w+ ){0,2}(?:ça|cela|ceci)",
        r"(?:ça|cela|ceci) (?:s affiche|apparaît|donne|ressemble|me donne)(?: à ça| à quoi)?",
        r"(?:est ce|c est) (?:bien )?(?:normal|vous|correct|grave|une arnaque)",
        r"(?:c est quoi|qu est ce que|que signifie|que veut dire) (?:ça|cela|ceci|c est)(?: que ça)?",
    ),
    pointing_back=(
        r"non",
        r"(?:non |mais |et |malheureusement )*(?:ça|cela|ceci) (?:ne |n )?(?:a |marche |fonctionne |aide "
        r"|change |règle |résout |m aide |nous aide )"
        r"(?:toujours |malheureusement )?(?:pas|rien)(?: (?:marché|fonctionné|aidé|changé|suffi|réglé|résolu"
        r"|non plus|le problème))*",
        r"(?:au cas où|si) (?:ça|cela) (?:peut |pourrait )?(?:vous )?(?:aider|aide|compte|importe"
        r"|a de l importance|est utile|est important|change quelque chose)",
    ),
)
