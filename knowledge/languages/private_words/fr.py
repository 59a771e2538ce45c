"""This module holds the words beside which somebody's data stand in French."""

from knowledge.languages.private_words.base import PrivateWords

_MY = r"(?:mon|ma|mes|notre|nos|votre|vos|son|sa|leur|ton|ta)"

PRIVATE = PrivateWords(
    titles=(r"m\.", r"mm\.", r"mr\.?", r"mme\.?", r"mmes", r"mlle\.?", r"monsieur", r"madame", r"mademoiselle", r"ma[iî]tre", r"me\.", r"(?-i:Me(?= [A-ZÀ-Þ]))", r"dr\.?", r"docteur", r"pr\.", r"professeur"),
    greetings=(r"bonjour", r"bonsoir", r"salut", r"coucou", r"ch(?:e|è)re?s?", r"re-?bonjour", r"merci(?: beaucoup)?", r"hello", r"rebonjour"),
    introducing=(
        r"je m'appelle", r"je me nomme", r"mon (?:nom|prénom|prenom)(?: complet)? (?:est|c'est)", r"(?:il|elle) s'appelle",
    ),
    presenting=(r"je suis", r"c'est", r"ici", r"moi c'est", r"de la part de", r"p\.? ?o\.?", r"sign(?:é|e)e?(?: par)?", r"à l'attention de", r"voici"),
    people=(
        r"au nom de", r"sous le nom(?: de)?", r"nommée?", r"prénommée?", r"un certain", r"une certaine",
        rf"{_MY} (?:ancien(?:ne)? |nouve(?:au|lle) |cher |chère )?(?:coll(?:è|e)gue|chef(?:fe)?|patronn?e?|responsable|mari|femme|épouse|époux|conjointe?|partenaire|fils|fille|frère|frere|sœur|soeur|père|mère|ami|amie|assistante?|comptable|expert-comptable|avocate?|employée?|directeur|directrice"
        r"|gérante?|administrateur|administratrice|successeur|prédécesseur|voisine?|agent|conseill(?:er|ère)|technicien(?:ne)?|stagiaire|cliente?|associée?|secrétaire|gestionnaire|interlocuteur|interlocutrice|supérieure?|copain|copine)",
        r"(?:le|la|l'|un|une) ?(?:technicien(?:ne)?|conseill(?:er|ère)|agent|collègue|cliente?|gérante?|employée?|patiente?)",
    ),
    dealing=(
        r"(?:parlé|discuté|échangé|parle|eu|vu|conversé|correspondu|échange|appel|entretien|discussion) (?:avec|à)", r"eu au téléphone", r"(?:contacter|contactez|appeler|appelez|joindre|prévenir|demander|demandez|remercier|remerciez)", r"(?:mail|message|appel|réponse|courrier|courriel) de", r"salutations à", r"merci à", r"adressée? à", r"d'après", r"selon", r"traité par", r"attribué à", r"auprès de",
    ),
    labels=(
        r"(?:votre |nom et )?(?:nom|prénom|prenom)(?: complet| et prénom| de famille| du titulaire)?", r"contact", r"interlocut(?:eur|rice)", r"cliente?", r"titulaire(?: du compte| de la carte)?", r"destinataire", r"expéditeur", r"facturée? à", r"livrée? à", r"de", r"à", r"gérante?", r"utilisateur", r"responsable", r"bénéficiaire", r"fiduciaire", r"gardien(?:ne)?", r"trésori(?:er|ère)", r"technicien(?:ne)?", r"chez", r"comptable", r"référent",
    ),
    nobody=frozenset("""
        équipe equipe l'équipe service support client clients clientèle monsieur madame messieurs mesdames mademoiselle à a tous toutes tout le la les l un une des de du au aux et ou je j nous vous il elle on mon ma mes notre votre vos
        nos pas ne bien cher chère chers beaucoup pour d'avance avance encore aussi ici là donc alors cordialement merci bonjour bonsoir salut cela ça ce cette c'est est suis être avoir en dans sur sous avec sans par très trop plus
        lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre facture commande compte question problème erreur objet technique comptabilité
        directeur directrice administrateur gérant gérante responsable nouveau nouvelle désolé désolée client cliente utilisateur abonné abonnée déçu déçue ravi content contente bloqué bloquée assistance aide qui que quoi quand comment
        pourquoi si mais car y va vrai possible normal dommage urgent important impossible forfait offre bureau direction secrétariat personne quelqu'un
    """.split()),
    phones=(
        r"t(?:é|e)l(?:éphone|ephone)?\.?(?: portable| fixe| mobile)?", r"portable", r"mobile", r"fixe", r"fax", r"(?:appel(?:er|ez|le)|joindre|joignable|rappel(?:er|ez|le)|contacter|joignez)(?:-moi|-nous| moi)?(?: directement)?(?: au| sur(?: le| mon)?)?(?: numéro| portable)?", r"(?:mon|notre|son) num(?:é|e)ro(?: est| c'est)?(?: le)?", r"num(?:é|e)ro de (?:téléphone|portable|mobile)", r"whats ?app", r"ligne directe",
    ),
    numbers=(
        r"commandes?(?: n°| numéro| no\.?)?", r"factures?(?: n°| numéro| no\.?)?", r"num(?:é|e)ro de (?:commande|facture|client|suivi|série|dossier|contrat|ticket)", r"n° (?:de )?(?:commande|facture|client|suivi|série|dossier|contrat|ticket)", r"dossier(?: n°)?", r"ticket(?: n°)?", r"référence", r"réf\.?",
        r"colis(?: n°)?", r"suivi(?: n°)?", r"contrat(?: n°)?", r"devis(?: n°)?", r"avoir(?: n°)?", r"version", r"erreur(?: n°)?", r"code erreur", r"article(?: n°)?", r"modèle", r"siret", r"siren", r"transaction(?: n°)?", r"bon de livraison", r"bon de commande", r"client n°",
    ),
    cards=(r"carte(?: bancaire| bleue| de crédit| visa)?(?: n°| numéro)?", r"cb", r"visa", r"mastercard", r"amex"),
    accounts=(r"iban", r"rib", r"compte bancaire", r"num(?:é|e)ro de compte", r"coordonnées bancaires"),
    ids=(
        r"s(?:é|e)curit(?:é|e) sociale(?: n°)?", r"num(?:é|e)ro de s(?:é|e)cu(?:rit(?:é|e) sociale)?", r"n° de s(?:é|e)cu(?:rit(?:é|e) sociale)?", r"nir", r"carte d'identit(?:é|e)(?: n°)?", r"cni", r"passeport(?: n°)?", r"permis de conduire(?: n°)?", r"num(?:é|e)ro fiscal", r"date de naissance", r"n(?:é|e)e? le",
    ),
    plates=(r"immatricul\w{1,6}", r"plaque"),
    secrets=(
        r"mots? de passe(?: provisoire| actuel| temporaire| wifi| admin)?", r"mdp", r"code (?:secret|d'accès|pin|de sécurité|de vérification|de confirmation|de validation|sms|confidentiel|wifi|d'activation)", r"pin", r"identifiants", r"cryptogramme", r"cvc", r"cvv", r"phrase secrète", r"réponse secrète", r"digicode",
    ),
    being=(r"est(?: toujours| maintenant)?", r"c'est", r"était", r"sera", r"sont"),
    no_secrets=frozenset("""
        est était pas faux fausse correct incorrect incorrecte expiré expirés oublié oubliée bloqué perdu invalide valide trop court long faible fort toujours jamais nouveau ancien le la les un une mon ma notre votre aucun changé réinitialisé inconnu refusé
        accepté requis obligatoire manquant vide même différent compromis à au en dans sur pour avec par seulement aussi mais et ou encore déjà bien ce cela que plus introuvable erroné erronée périmé piraté demandé envoyé modifié rejeté stocké chiffré sécurisé
        oui non voir ci-dessous ci-dessus là ici si
    """.split()),
    tokens=(r"cl(?:é|e|ef)s? (?:d'api|api|secr(?:è|e)te|privée|de licence|d'accès|d'activation)", r"(?:la |votre |notre |ma )cl(?:é|e)", r"secret", r"jeton(?: d'accès| d'api)?", r"token"),
    roads=(
        r"(?:(?i:Z\.?[IA]\.?C?\.?|zone industrielle|zone artisanale) [^\n,]{1,30}, ?)?(?:(?i:appt?\.?|appartement|bât\.?|bâtiment|rés\.?|résidence) [\w' -]{1,20},? )?\d{1,4}(?: ?(?i:bis|ter|quater))?(?: ?[A-D](?=[ ,]))?,? ?(?i:rue|avenue|av\.?|boulevard|bd\.?|blvd\.?|place|pl\.?|allée|allées|impasse|chemin|route|quai|cours|square|sentier|faubourg|passage|villa|cité|lotissement|ruelle|rte\.?|che?m\.?|imp\.?) (?:(?i:de la|de l'|des|du|de|d'|la|le|les|l'|aux|à la|sainte?|st)[ -]?)?[^\W\d_][^\n,;.!?\d()\[\]]{1,40}?(?=,|;|\n|$|\.|!|\?|\)| \d{5}|\d{5}| - | à | (?i:et|mais|pour|svp|depuis|est|au|car|ou|merci|où|s'il|qui|je|nous|c'est|dans|avec|avant) )",
        r"(?i:BP|CS|boîte postale) \d{2,6}(?!\w)",
    ),
    living=(r"(?:j'habite|j'habitais|nous habitons|habite|habitons|habitant|domiciliée?|demeurant|résidant)(?: désormais| maintenant| au| à| en)?", r"(?:mon|notre|nouvelle|votre) adresse(?: postale| de livraison| de facturation)?(?: est| c'est)?", r"adresse(?: postale| de livraison| de facturation)", r"déménagé à", r"code postal", r"ville", r"livr(?:er|ez|é|ée) (?:au|à)"),
)  # fmt: skip
