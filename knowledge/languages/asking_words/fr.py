"""This module holds the French words that tell what a ticket asks for."""

from knowledge.languages.base import AskingWords, words

ASKING = AskingWords(
    interrogatives=words("""
        comment pourquoi où combien quel quelle quels quelles est_ce_que est_ce qu_est_ce qui_est lequel laquelle
        y_a_t y_a_t_il que_faire que_dois à_quel à_quelle de_quel quand_est si_on_peut
    """),
    inverted=words("""
        peut_on peut_il peut_elle puis_je pouvez_vous pourriez_vous pourrait_on pouvons_nous peux_tu pourrais_tu
        avez_vous dois_je doit_on devons_nous faut_il a_t_on existe_t est_il est_elle sont_ils sera_t va_t y_a_t
        serait_il auriez_vous acceptez_vous proposez_vous savez_vous vous_avez_un vous_avez_une on_peut_pas est_ce_que
        qu_est_ce vous_avez
    """),
    requests=words("""
        merci_de merci_d s_il_vous_plaît s_il_te_plaît svp stp j_ai_besoin nous_avons_besoin on_a_besoin avons_besoin
        ai_besoin a_besoin je_voudrais nous_voudrions je_veux nous_voulons on_voudrait on_veut j_aimerais
        nous_aimerions on_aimerait aimerait aimerions souhaite souhaitons souhaitent souhaiterais souhaiterions
        souhaiterait veuillez pouvez_vous pourriez_vous dites_moi dites_nous il_me_faut il_nous_faut il_faudrait
        me_faudrait je_cherche nous_cherchons prière me_demande demande_si demande_comment veut_savoir savoir_si
        savoir_comment je_demande nous_demandons exige réclame
    """),
    imperatives=words("""
        envoyez envoyer expliquez montrez donnez annulez remboursez supprimez ajoutez changez modifiez vérifiez
        corrigez réinitialisez débloquez restaurez fusionnez prolongez arrêtez activez désactivez passez mettez créez
        transférez
    """),
    problems=words("""
        pas ne n rien jamais aucun aucune personne plus erreur erreurs vide vides faux fausse fausses manque manquent
        manquant échoue échoué échec bloqué bloquée bloqués bloque plante plantent plantée gelé figé disparu disparue
        disparus perdu perdue perdus refusé refusée refuse rejeté rejetée double doublon doublons deux_fois lent lente
        retard expiré expirée invalide incorrect incorrecte sans hors_ligne noir noire cassé cassée impossible
        incomplet incomplète décalent décalé
    """),
    adding=words("""
        aussi par_ailleurs également de_plus en_outre en_plus deuxièmement troisièmement ensuite enfin autre_chose
        autre_question autre_souci autre_problème autre_point autre_demande autre_sujet dernière_question
        dernière_chose une_dernière au_passage d_ailleurs à_propos tant_que pendant_que et_aussi et_comment
        et_pourquoi et_où et_combien et_quel et_quelle et_est_ce et_peut et_pouvez et_puis et_pourriez et_merci
        et_sinon sinon et_on et_vous et_je_voudrais et_j_ai_besoin et_nous et_notre et_il_me et_celle et_le et_la ps
        p_s second seconde je_profite j_en_profite profite_de
    """),
    several=words("""
        deux_questions trois_questions deux_choses trois_choses deux_points trois_points deux_soucis deux_problèmes
        plusieurs_questions plusieurs_points plusieurs_choses quelques_questions trois_trucs deux_trucs
        quelques_points en_vrac deux_demandes deux_sujets premièrement tout_d_abord d_abord
    """),
    referring=words("""
        ils elles cela ça ca ce celui celle ceux cette ces ceci si_non si_oui si_c_est si_ce dans_ce_cas
    """),
    vague=words("""
        aide aider aidez aidé besoin secours assistance support question questions problème problèmes probleme souci
        soucis pépin bug bugs erreur erreurs panne difficulté difficultés marche marchent marchait fonctionne
        fonctionnent fonctionnait fonctionner va vont allait plante cassé cassée faux bizarre étrange urgent urgence
        urgente vite rapidement rapide possible tôt immédiatement appli application applis logiciel programme outil
        plateforme système site page web service produit compte ordinateur pc ferrowick merci bonjour bonsoir salut
        coucou allo allô madame monsieur mesdames messieurs cher chère équipe tous toutes tout toute cordialement
        salutations bien bonne journée soirée quelqu quelque quelques chose choses truc trucs rien personne jour jours
        semaine semaines heure heures matin soir hier aujourd hui demain encore toujours depuis longtemps plusieurs
        fois moment réponse répondre répondez message mail courriel email ticket contacter contactez régler résoudre
        résolu réparer corriger arranger voir regarder vérifier faire fait faites nécessaire dire dites savoir sais
        sait comprends comprend comprendre comprenons arrive arrivent passe passer essayé essaye essayer voulu veux
        voudrais aimerais souhaite peux peut pouvez pourriez pouvoir mal vraiment svp stp plaît plait plaire sil vous
        moi nous urgemment désolé désolée excusez pardon client cliente utilisateur nul énervé énervant catastrophe
        bref là ci voilà photo image capture écran pièce jointe objet sujet concernant re tr rv ok oui non sens
        rentrer attends attend attendons attente normal situation cas explication explications renseignement
        information informations accueil soit avez eu même mêmes bugue bugué rame rament galère dépanner dépannage
        conseil conseils idée téléphone portable smartphone tablette appareil navigateur technique important
        importante grave critique priorité impossible difficile correctement normalement soudain malheureusement
        apparemment complètement totalement recevoir contact joindre rappeler retour nouvelles nouveau lundi mardi
        mercredi jeudi vendredi samedi dimanche nuit midi week end désespéré horrible nulle merde zut avance remercie
        remercions sincères meilleures votre vôtre utiliser utilise servir sert demande explique expliquer mode raison
    """),
    telling=words("facture mot oublié"),
)
