"""This module holds the words with which people take or refuse an answer in French."""

from knowledge.languages.base import ThreadWords, words

THREAD = ThreadWords(
    thanks=words("""
        merci mercis remercie remercions remerciements mille_mercis merci_beaucoup grand_merci merci_bien reconnaissant
        reconnaissante thx
    """),
    kindness=words("""
        beaucoup bien infiniment encore mille grand un une pour de du des la le les l d votre vos ton tes vous toi nous
        moi je j on il elle c est était suis et à au aux en dans avec sur par que qui ce cela ça si très tellement
        vraiment rapide rapides rapidité réactivité prompt aide assistance support soutien réponse réponses retour
        retours explication explications info infos information informations conseil conseils précision précisions
        patience temps travail service efficacité gentillesse bon bonne bonnes excellent excellente parfait parfaite
        super génial géniale formidable top impeccable nickel cool ok okay d_accord oui compris bien_reçu reçu noté
        clair tout bonjour bonsoir salut cher chère équipe à_tous tous toute journée soirée week_end semaine fin
        cordialement bien_à_vous sincères salutations meilleures respectueuses distinguées bises bientôt revoir
        au_revoir belle excellente content contente ravi ravie heureux heureuse soulagé soulagée maintenant désormais
        déjà j_ai ai avez a m t voilà exactement cherchais voulais besoin_de_savoir vais_essayer je_vais_essayer
        j_essaie essayer tiens_au_courant envoyé_de_mon iphone
    """),
    approving=words("""
        parfait parfaite super génial excellent top impeccable nickel ok okay d_accord compris bien_reçu c_est_noté
        très_bien formidable
    """),
    solved=words("""
        fonctionne marche résolu résolue réglé réglée réparé corrigé aidé utile trouvé réussi arrivé arrivée reçu_le
        tout_est_bon c_est_bon tout_marche tout_fonctionne rentré rentré_dans l_ordre en_ordre problème_résolu
        solutionné connecté connectée
    """),
    closing=words("""
        pas_d_autre_question pas_d_autres_questions plus_de_questions aucune_autre_question pas_de_souci pas_de_problème
        vous_pouvez_fermer pouvez_fermer pouvez_clôturer vous_pouvez_clore peut_être_fermé fermer_le_ticket
        clôturer_le_ticket clore_le_ticket plus_besoin pas_besoin pas_nécessaire inutile_de_répondre c_est_tout
        rien_d_autre résolu_moi_même ce_sera_tout
    """),
    contrast=words("""
        mais cependant toutefois pourtant malheureusement hélas sauf seulement néanmoins sinon ou par_contre en_revanche
        bien_que toujours aussi également autre d_autre encore_une encore_un de_plus par_ailleurs en_outre d_avance
        avance dès_que
    """),
    asking=words("""
        comment combien quand où quel quelle quels quelles qui_est pourquoi est_ce qu_est pouvez pourriez pourrait
        peut_on peux_tu puis_je pourrais faut_il dois devons faut voudrais voudrions souhaite souhaitons aimerais
        besoin_d question questions demander demande dites_moi expliquez expliquer envoyez envoyer vérifier confirmer
        s_il_vous_plaît svp stp y_a_t avez_vous peut il_y_a_t si_je si_on
    """),
    outcomes=words("""
        fonctionn* march* aide* aider aidé résou* résol* régl* répar* corrig* chang* succès effet arriv* reçoi* reçu
        ouvr* s_affiche affich* apparaî* répon* répondu utile possible résultat suffi* clair bon correct juste vrai va
        passe
    """),
    denying=words("""
        pas plus jamais rien aucun aucune sans ni non ne échoue échoué échec impossible guère
    """),
    refusing=words("non nan faux nope"),
    complaining=words("""
        toujours encore_une_fois à_nouveau de_nouveau même_erreur même_problème même_message même_chose même_résultat
        le_même la_même pareil comme_avant inchangé aucun_changement aucun_effet aucun_succès sans_succès sans_effet
        en_vain rien_n_y_fait rien_ne_change rien_n_a_changé ça_n_aide ne_m_aide pas_utile inutile déjà_essayé déjà_fait
        déjà_testé déjà_tenté j_ai_essayé j_ai_suivi j_ai_fait j_ai_testé suivi_vos comme_indiqué comme_vous
        comme_décrit votre_réponse votre_solution vos_instructions votre_conseil vos_étapes mauvaise_réponse incorrect
        pas_correct pas_ma_question ma_question pas_répondu mal_compris pas_compris ce_n_est_pas il_ne_se_passe
        rien_ne_se_passe persiste persistent subsiste demeure revient revenu réapparaît pire empiré pas_résolu
        non_résolu pas_réglé bloqué bloquée grisé grisée manque deuxième_fois troisième_fois combien_de_fois ignoré
        lisez lu_mon lire_mon frustr* agac* déçu déçue ridicule inacceptable blague copier_coller copié robot bot
        automatique attends attendons introuvable ne_trouve ne_vois n_existe n_apparaît n_y_a_pas pas_disponible
        pas_visible
    """),
    pointing=words("""
        ça cela ceci celui celle ceux celles celui_ci celle_ci le_lien le_bouton la_page le_menu l_option le_réglage
        le_champ le_mail le_code le_fichier la_liste ensuite alors donc même étape étapes ci_dessus mentionné mentionnée
        vous_dites vous_avez_dit votre_réponse votre_mail votre_message dans_ce_cas et_pour et_si après_ça après_cela
        avant_cela
    """),
    vague=words("""
        probleme* problème* demande* urgent* important* erreur* aide support message mail email ticket cas contact tr
        fwd client test sujet souci* renseignement* objet assistance
    """),
)
