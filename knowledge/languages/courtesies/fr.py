"""This module defines what agents write around an answer in French."""

from knowledge.languages.courtesies.base import Courtesies

COURTESIES = Courtesies(
    greetings=(
        r"(?:bonjour|bonsoir|salut|coucou|rebonjour|re-bonjour|chère?s?|cher)(?: (?:à tous|à vous|tout le monde|encore))?",
        r"madame(?:,? monsieur)?|monsieur(?:,? madame)?|mesdames(?:,? messieurs)?",
    ),
    thanks=(
        r"(?:nous |je )?(?:vous |te )?(?:merci|remercions|remercie)(?: (?:beaucoup|bien|encore|infiniment|également|par avance|d'avance))*(?: (?:de (?:votre|ta|vos|nous avoir|m'avoir)|d'avoir|pour) (?:\S{1,20} ){0,6}\S{1,20})?",
    ),
    wishes=(
        r"(?:nous |j'|je )?(?:espérons|espère)(?: que| qu')? ?(?:vous allez|tu vas|cela|ceci|ça|cette réponse|ces (?:informations|éléments)|vous vous portez) ?(?:vous |t')?(?:bien|aide(?:ra|nt|ront)?|répond(?:ra|ent)? à (?:votre|vos|ta|tes) \w{1,15}|(?:a|ont) aidée?s?|sera utile|seront utiles|convien(?:t|dra))(?: bien)?",
        r"(?:nous |je )?(?:vous |te )?(?:souhaite|souhaitons)?(?: une?)? ?(?:très )?(?:bonne|excellente|agréable|belle|bon|excellent) (?:journée|soirée|semaine|week-end|continuation|après-midi|réception|fin de journée|fin de semaine)(?: à vous| également)?",
    ),
    apologies=(
        r"(?:nous |je )?(?:vous |te )?(?:prions|prie|présentons|présente)(?: de)?(?: bien vouloir)?(?: (?:nous|m'))? ?(?:excuser|nos excuses|mes excuses|toutes nos excuses|accepter nos excuses)(?: (?:pour|de) (?:\S{1,20} ){0,4}\S{1,20})?",
        r"(?:nous sommes|je suis) (?:vraiment |sincèrement |profondément )?(?:désolée?s?|navrée?s?)(?: (?:pour|de) (?:\S{1,20} ){0,4}\S{1,20})?",
        r"(?:veuillez|merci de bien vouloir) (?:nous |m')?excuser (?:\S{1,20} ){0,4}\S{1,20}",
        r"(?:désolée?s?|toutes nos excuses|navrée?s?) (?:pour|de) (?:\S{1,20} ){0,4}\S{1,20}",
        r"(?:nous comprenons|je comprends) (?:bien |tout à fait |parfaitement )?votre (?:frustration|mécontentement|situation|inquiétude)",
    ),
    offers=(
        r"(?:n'hésitez|n'hésite|ne pas hésiter)(?: pas)?(?: à (?:\S{1,20} ){0,5}\S{1,20})?(?:,? (?:si|en cas|pour|au besoin) (?:\S{1,20} ){0,7}\S{1,20})?",
        r"(?:si vous avez|si tu as|en cas de|pour toute|pour toutes|pour d'autres|si vous avez besoin|si besoin)(?: (?:d'|de|toute|d'autres|besoin|autre|autres|plus|une|la moindre)){0,3} ?(?:questions?|aide|d'aide|informations?|d'informations?|renseignements?)(?: (?:supplémentaires?|complémentaires?|autres?))?,? (?:nous (?:restons|sommes)|je (?:reste|suis)|n'hésit|contactez-nous|contacte-nous|écrivez-nous|vous pouvez nous)\S{0,12}(?: \S{1,20}){0,8}",
        r"(?:nous restons|je reste|nous sommes|je suis)(?: (?:bien|entièrement|toujours))? (?:à (?:votre|ta) (?:entière )?disposition|disponibles?|là)(?: (?:pour|si) (?:\S{1,20} ){0,6}\S{1,20})?",
        r"(?:dans l'attente|en attente) de (?:votre|ta) (?:réponse|retour)(?: \S{1,20}){0,8}",
    ),
    introductions=(
        r"je (?:m'appelle|suis) \w{1,20}(?: \w{1,20}){0,2} (?:et|du|de|de la) (?:\S{1,20} ){0,6}\S{1,20}",
        r"(?:je serai|nous serons|je suis|nous sommes) (?:ravie?s?|heureu(?:x|se|ses)) de (?:vous|t')? ?aider(?: \S{1,20}){0,3}",
    ),
    holding=(
        r"(?:nous avons|j'ai|nous vous confirmons avoir|votre (?:demande|message) a)(?: bien)?(?: été)? (?:reçue?|pris en compte|enregistrée?)(?: (?:votre|vos|ta) (?:demande|message|mail|e-mail|courriel|question|ticket|requête))?(?:,? (?:et|nous) (?:\S{1,20} ){1,8}\S{1,20})?",
        r"(?:je|nous) (?:viens de |allons |vais )?(?:transmets?|transmettons|transmettre|transférons|transfère|transférer|ai transmis|avons transmis|avons transféré|ai transféré) (?:votre|la|le|ta|cette|l'ensemble de votre) (?:\w{1,15} )?(?:\S{1,15} )?(?:à|au|aux) (?:\S{1,20} ){0,6}\S{1,20}",
        r"(?:nous|je|un collègue|notre équipe) (?:reviendrons|revenons|reviens|reviendrai|reviendra|revient|vous répondrons|vous répondrai|vous répondra|vous tiendrons informée?s?|vous tiens informée?s?)(?: vers vous)?(?: (?:dès que possible|rapidement|au plus vite|dans les (?:plus brefs|meilleurs) délais|très vite|bientôt|prochainement|aujourd'hui|demain|sous peu|avec (?:\S{1,15} ){0,3}\S{1,15}))?",
        r"(?:un instant|merci de (?:patienter|votre patience)|veuillez patienter)(?:,? s'il vous plaît)?",
    ),
    merges=(
        r"(?:la demande|le ticket|demande|ticket) (?:n°|#)?\s?\d{0,12}.{0,200}(?:a été|est) (?:fermée?(?: et)? )?fusionnée?",
    ),
)
