"""This module holds the French words of small talk in an answer."""

from knowledge.languages.small_talk.base import SmallTalk, words

SMALL_TALK = SmallTalk(
    telling=words("""
        merci remercie* remercions n_hesitez hesitez_pas a_votre_disposition votre_disposition disposition
        tenez_moi_au_courant tenez_nous_au_courant au_courant tiens_informe tiendrons_informe dites_moi dites_nous
        faites_moi_savoir faites_nous_savoir revenir_vers_vous reviens_vers_vous revenons_vers_vous reviendrai
        reviendrons recontacte* j_espere esperons espere_que desole desolee desoles excuse* excuses navre navree regrett*
        inconvenient gene_occasionnee j_ai_regarde regarde_votre avons_regarde j_ai_verifie_votre verifie_votre
        verifie_aupres j_ai_consulte consulte_votre j_ai_examine examine_votre transmis transmets transmettons
        transmettrai fait_suivre fais_suivre signale_a pris_note prends_note prenons_note bien_note noter_votre
        comprends_que comprends_votre comprenons_que comprenons_votre je_comprends nous_comprenons bonne_journee
        bon_week_end bonne_soiree bonne_continuation cordialement bonne_question ravi ravie ravis heureux heureuse
        parle_avec discute_avec bienvenue je_cloture cloturons_ce_ticket ferme_ce_ticket vous_appelle vous_rappelle
        avec_plaisir je_m_en_occupe nous_nous_en_occupons occupons de_rien je_vous_en_prie
    """),
    beside=words("""
        compte cas demande question questions message mail e courriel probleme sujet situation retour informations
        details idee souhait suggestion equipe collegue collegues produit developpement developpeurs service support
        besoin savoir reponse repondu aide aider clair aujourd hui demain bientot rapidement plus tard semaine lundi
        mardi mercredi jeudi vendredi temps moment possible arrive cause retard confusion patience comprehension bonjour
        cher chere maintenant encore nouveau des que nouvelles essayer fonctionne marche contacter ecrire ecrit envoye
        personnellement directement moi meme interne bien sur tres beaucoup bon bonne autre autres toute tout quoi que
        soit dans si vous nous votre vos notre nos ticket ici avoir avez ai avons sera seront suis reste restons
        attention signalement contacte contactes attentivement quelque chose
    """),
)
