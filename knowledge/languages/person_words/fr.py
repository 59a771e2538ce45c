"""This module holds the words that tell a request for a person in French."""

from knowledge.languages.base import PersonWords, words

PERSON = PersonWords(
    humans=words("""
        vrai_support vraie_assistance contact_humain assistance_humaine reponse_humaine intervention_humaine
        traitement_humain service_humain interlocuteur_humain agent_humain conseiller_humain operateur_humain
        technicien_humain quelqu_un_de_vivant quelqu_un_de_vrai vraie_voix voix_humaine vrai_responsable
        vrais_conseillers vrais_employes vrais_agents vrai_support_technique personne_humaine quelqu_un_de_reel
        quelqu_un_d_humain personne_en_chair humain humaine humains etre_humain etres_humains vraie_personne
        vraies_personnes en_chair_et_en_os chair_et_en_os personne_reelle personne_physique personne_vivante vrai_gars
        vrai_conseiller vraie_conseillere vrai_technicien vrai_agent vrai_interlocuteur vivant vivante en_vie un_vrai
        une_vraie vrai_employe vraies_gens vrais_gens de_vivant vrai_humain vrai_monsieur vraie_dame vrai_type
        personne_pour_de_vrai ame_qui_vive
    """),
    staff=words("""
        interlocuteur_unique le_support votre_support votre_comptabilite la_comptabilite un_commercial une_commerciale
        vos_commerciaux vos_techniciens vos_conseillers vos_collaborateurs vos_services votre_service le_service
        votre_technicien votre_ingenieur un_de_vos_ingenieurs hot_line hotline conseiller* agent agents technicien*
        operateur* operatrice* employe* collegue* collaborateur* interlocut* gestionnaire* ingenieur* specialiste*
        expert experts experte salarie* standardiste* personnel vos_equipes votre_equipe service_client
        service_clientele service_commercial service_technique charge_de_clientele referent* assistance_humaine
        informaticien* developpeur* vos_gars un_de_vos une_de_vos l_un_de_vos l_une_de_vos teleconseill* depanneur*
        hotliner conseillere representant* quelqu_un_de_chez un_collegue interlocuteur correspondant qqn_de_competent
        quelqu_un_de_competent charge_de_compte
    """),
    chiefs=words("""
        responsable* superieur* superviseur* directeur* directrice* direction manager* chef chefs patron patronne
        hierarchie chef_d_equipe chef_de_service gerant* dirigeant* pouvoir_de_decider decideur* qui_commande
        encadrement boss niveau_superieur qui_decide pouvoir_decider n_1
    """),
    someone=words("""
        quelqu_un quelqun qqn qq1 quelqune une_personne personne personnes une_dame un_monsieur on_m on_me on_nous gens
        qui a_qui un_de_vous l_un_de_vous
    """),
    machines=words("""
        votre_assistant cet_assistant l_assistant assistant_virtuel assistant_numerique tchatbot bot bots robot robots
        chatbot* ia i_a machine machines automate automates automatique* automatise* ordinateur* virtuel virtuelle
        intelligence_artificielle algorithme* reponses_toutes_faites copier_coller copie_colle repondeur boite_vocale
        chatgpt truc_automatique reponse_type reponses_types preenregistre* robotise* messages_types message_type
        disque_raye siri serveur_vocal texte_tout_fait
    """),
    talking=words("""
        m_expliquer vous_expliquer expliquer_cela expliquer_ca expliquer_de contacter_quelqu_un parlez_moi
        avoir_affaire_a avoir_affaire_qu papoter jaser blablater communiquer echanges contact_avec contact_direct
        voir_le voir_la voir_votre rencontrer parler parle parlez causer cause discuter discute echanger echange
        entretenir entretien dialoguer dialogue conversation joindre expliquais plaindre traiter_avec avoir_affaire chat
        chatter s_adresser m_adresser converser blabla vous_avoir vous_joindre tomber_sur atteindre m_ecouter
    """),
    about=words("d_un d_une du des au_sujet a_propos concernant de_la de_l de_mon de_ma de_mes de_ce de_cette"),
    addressing=words("avec_vous a_vous avec_toi avec_eux avec_lui avec_elle"),
    connecting=words("""
        faire_suivre faites_suivre me_passez passez_le passez_mon passez_la me_passe donner_un me_confier
        mettre_en_rapport en_liaison transmettez_a transmettre_a relayer dirigez passez_moi passe_moi passez_nous
        me_passer nous_passer mettez_moi mets_moi mettez_nous me_mettre nous_mettre en_relation en_contact en_rapport
        en_ligne_avec transferez transferer transferez_moi me_transferer nous_transferer transfere_moi filez_moi
        file_moi donnez_moi donne_moi trouvez_moi trouve_moi va_me_chercher allez_me_chercher cherchez_moi confiez
        confier redirigez_moi me_rediriger orientez_moi m_orienter connectez_moi me_connecter basculez_moi laissez_moi
        laisse_moi faites_remonter remonter escaladez escalader faites_intervenir faire_intervenir transmettez_mon
        transmettez_ma transmettez_ce assignez branchez_moi aiguillez_moi sortir_de raccordez_moi adressez_moi
        dirigez_moi
    """),
    asking=words("""
        me_biper bipez_moi y_a_quelqu_un quelqu_un_au_telephone avoir_quelqu_un quelqu_un_lit_ca qqn_lit parlons_en
        on_peut_en_parler on_peut_se_parler on_peut_s_appeler qui_puis_je_appeler qui_dois_je_appeler qui_appeler
        ou_puis_je_appeler ou_appeler vous_appeler vous_joindre_par_telephone vous_joindre_au un_numero_a_appeler
        numero_ou_appeler numero_a_appeler numero_ou_vous numero_ou_joindre rappelez_svp rappelez_s_il appelez_svp
        appelez_s_il svp_appelez svp_rappelez veuillez_rappeler veuillez_appeler veuillez_me_rappeler veuillez_m_appeler
        rappel_souhaite rappel_demande un_rappel_de_votre un_rappel_svp un_rappel_telephonique souhaite_un_rappel
        voudrais_un_rappel veux_un_rappel demande_de_contact_telephonique contact_telephonique echange_telephonique
        convenir_d_un_appel convenir_d_un_rendez_vous_telephonique me_joindre nous_joindre joindre_sur_mon joignez_moi
        joignable_sur etre_joint etre_jointe etre_contactee_par etre_recontacte etre_recontactee recontactez_moi
        contactez_moi_au quelqu_un_qui_lit un_humain_qui_lit humain_qui_lit quelqu_un_lit c_est_un_robot
        parle_a_un_robot parle_a_une_vraie reponde_au_telephone decroche_au telephonique_svp qu_il_m_appelle
        qu_elle_m_appelle qu_il_me_rappelle qu_elle_me_rappelle qu_il_me_contacte qu_elle_me_contacte
        quelqu_un_pour_m_appeler ligne_directe_de support_telephonique assistance_telephonique qu_on_me_contacte
        qu_on_me_recontacte etes_vous_un_robot etes_vous_un_bot etes_vous_humain es_tu_un_robot es_tu_un_bot t_es_un_bot
        t_es_un_robot est_ce_un_robot est_ce_un_bot je_parle_a_un_robot je_parle_a_une_machine quelqu_un_derriere
        y_a_t_il_quelqu_un_qui_repond il_y_a_quelqu_un s_appeler on_s_appelle se_telephoner s_entretenir_par_telephone
        recontacte_par_telephone recontactee_par_telephone etre_contacte_par_telephone contactez_moi_par_telephone
        contacter_par_tel un_numero_ou_vous un_numero_ou_appeler quel_numero_appeler quel_numero_puis_je
        un_numero_de_telephone_ou numero_pour_vous_joindre me_contacter_par_telephone m_appeliez m_appellerait
        se_parler_de_vive une_visio une_personne_me_contacte personne_me_contacte quelqu_un_me_contacte
        quelqu_un_me_recontacte quelqu_un_me_rappelle quelqu_un_m_appelle coup_de_tel petit_coup_de_fil ma_ligne_directe
        joignable_au mon_numero_figure vous_pouvez_m_appeler vous_pouvez_me_rappeler mon_poste_est joignable_jusqu
        appelez_moi appelle_moi appelez_nous appelle_nous rappelez_moi rappelle_moi rappelez_nous rappelle_nous
        rapelez_moi m_appeler nous_appeler me_rappeler nous_rappeler m_appelle m_appelez me_rappelle me_rappelez
        me_rappeliez nous_appelle nous_rappelle nous_appelez nous_rappelez qu_on_m_appelle qu_on_me_rappelle
        qu_on_nous_appelle me_telephoner nous_telephoner telephonez_moi telephonez_nous telephone_moi me_telephone
        coup_de_fil coup_de_telephone coup_de_bigo un_coup_de_bigophone passer_un_appel etre_rappele etre_rappelee
        etre_appele etre_appelee etre_rappeles demande_de_rappel demande_un_rappel rappel_telephonique
        programmer_un_rappel planifier_un_rappel prevoir_un_rappel rappel_svp rappel_s_il rappel_urgent
        merci_de_rappeler merci_de_me_rappeler rdv_telephonique rendez_vous_telephonique entretien_telephonique
        entretien_par_telephone de_vive_voix petit_appel faire_un_appel_avec un_appel_avec visio_avec
        partage_d_ecran_avec parler_au_telephone discuter_au_telephone en_discuter_au_telephone echanger_au_telephone
        joindre_au_telephone contacter_par_telephone joindre_par_telephone parler_par_telephone voir_ca_au_telephone
        voir_cela_au_telephone au_bout_du_fil sans_appel_de_votre sans_appel_de_vous un_appel_de_votre un_appel_svp
        attends_votre_appel attend_votre_appel lui_telephoner l_appeler la_rappeler le_rappeler rappelez_la rappelez_le
        bigophoner bigophonez_moi rapeler_moi rapelez appeler_moi rappeler_moi passez_nous_un_coup sonnez_moi
    """),
    calls=words("""
        coup_de_fil biper bipez appel appels appeler appelle appelez rappel rappeler rappelle telephoner telephonique
        oralement oral a_l_oral visio visioconference en_direct entendre face_a_face de_visu
    """),
    phones=words("telephone tel fil combine standard ligne_directe hotline portable fixe mobile"),
    voice=words("""
        en_face en_direct_avec au_fil a_voix_haute au_telephone par_telephone de_vive_voix oralement a_l_oral
        au_bout_du_fil en_personne de_visu face_a_face en_visio par_visio entendre_quelqu_un entendre_une_voix au_tel
        par_tel
    """),
    answering=words("""
        repond repondre reponde lise lire lis lit contacte contacter recontacte recontacter traite traiter traitee aide
        aider s_occupe s_occuper prenne prendre_en_charge ecoute ecouter regarde regarder comprenne comprend ecrive
        intervienne
    """),
    me=words("me m moi nous je j mon ma mes notre nos j_"),
    yours=words("votre vos ton ta"),
    wanting=words("""
        plus_vite plus_simple plus_rapide hagan pourrez acceptez pouvoir voudrait jaimerais vx veux voudrais veut
        voulons voudrions souhaite souhaiterais souhaitons desire demande exige besoin merci_de svp s_il_vous s_il_te
        stp prefere prefererais prefererions aimerais aimerions pouvez pourriez pourrais puis_je peux pourrait peut_on
        pouvons pourrions veuillez priere exigeons faudrait faut voulez auriez serait_il possible y_a_t_il y_a_il
        avez_vous vous_avez sollicite sollicitons prie requiers marre filez jveux jvoudrais est_ce_qu est_ce_que peut_me
        comment_fait_on comment_faire a_quel_numero insiste attends plutot urgence immediatement donnez passez qu_un
        qu_une que_l mieux merci_d
    """),
    refusing=words("""
        pas non ne n plus refuse jamais marre assez ras_le_bol stop sans plutot_que plutot_qu au_lieu arretez aucun
        aucune sortir contourner eviter tres_peu_pour_moi sert_a_rien nul basta y_en_a_marre
    """),
    declining=words("""
        pas_interesse pas_interesses repondez_ici repondez_par_mail repondez_par_ecrit ne_peux_pas_telephoner
        ne_peux_pas_parler pas_me_telephoner inutile pas_la_peine pas_besoin_de_m_appeler pas_besoin_de_me_rappeler
        pas_besoin_d_appeler pas_besoin_de_rappeler ne_m_appelez_pas ne_me_rappelez_pas ne_nous_appelez_pas
        m_appelez_pas me_rappelez_pas ne_pas_m_appeler ne_pas_me_rappeler ne_pas_appeler par_ecrit trace_ecrite
        uniquement_par seulement_par par_mail_suffit un_mail_suffit mail_suffit plus_besoin pas_necessaire
        plus_necessaire demarche demarchage ne_veux_plus_etre_appele plus_d_appels pas_d_appel pas_d_appels
        ne_souhaite_pas_etre_appele ne_souhaite_pas_etre_rappele ne_souhaite_pas_etre_rappelee ne_veux_pas_etre_appele
        ne_veux_pas_etre_rappele ne_veux_pas_qu_on_m_appelle arretez_de_m_appeler cessez_de_m_appeler sans_m_appeler
        ne_m_appelez_plus ne_me_rappelez_plus pas_au_telephone pas_par_telephone pas_de_telephone nul_besoin
        vous_n_avez_pas_a ne_veux_pas_parler_au evitez_de_m_appeler ne_pas_telephoner ne_telephonez_pas appelez_l_api
        appelez_la_fonction appelez_cette_fonction appelez_la_methode appelez_le_script appelez_le_point appeler_l_api
        appeler_la_fonction appeler_cette_fonction appeler_la_methode appeler_le_script appeler_le_point appelle_l_api
        appelle_la_fonction appelle_cette_fonction appelle_la_methode appelle_le_script appelle_le_point
    """),
    topics=words("""
        mails_automatiques emails_automatiques courriels_automatiques renouvellement_automatique
        prelevement_automatique personne_a_contacter dans_un_commentaire mentionner alarme inviter ajouter supprimer
        assistant_d_importation methode_list un_rapport le_rapport rapports ce_rapport role roles bouton boutons objet
        champ champs page formulaire widget plugin module permission permissions api url webhook tableau_de_bord
        validation valider file_d_attente formule tarif licence licences parametre parametres captcha user_agent
        gestionnaire_de_mots gestionnaire_des_taches gestionnaire_de_peripheriques gestionnaire_de_fichiers
        ressources_humaines centre_d_appels centres_d_appels bouton_d_appel appel_d_urgence appels_d_urgence pupitre
        messagerie_vocale appels_entrants appels_sortants appel_entrant transcription* transcriptions ecran version
        aspirateur soudure sip trunk menu documentation appli_mobile fiche_client crm notification* synchronis* filtre
        filtres numero_de_telephone_pour assistant_vocal supervision message_d_accueil annonce journal_des_appels
        appel_manque appels_manques poste_fixe agent_en_conge colonne par_agent callback nos_clients brouillon ajoute
        ajoutez rajouter activer desactiver configurer fonction horaires heures_d_ouverture enregistrement_vocal
        l_enregistrement enregistrements message_vocal avec_mon_equipe entrainer assigner_des_tickets
    """),
    reporting=words("""
        j_ai_recu ai_recu_un_appel ai_manque merci_a je_suis_chef je_suis_manager je_suis_directeur je_suis_directrice
        je_suis_technicien je_suis_superviseur je_suis_gerant parle_avec_votre parle_avec_un discute_avec_votre
        nos_clients_veulent les_clients_veulent mes_techniciens notre_employe nos_salaries mes_clients difference
        patron_veut chef_veut patron_demande directeur_veut la_direction_veut en_tant_que_responsable
        je_suis_responsable je_suis_le_responsable hier tout_a_l_heure la_semaine_derniere le_mois_dernier
        l_an_dernier merci_pour m_avait m_a_appele m_a_dit m_a_depanne m_a_promis j_ai_parle j_ai_appele j_ai_eu
        on_s_est_parle comme_convenu comme_discute mon_patron mon_chef mon_responsable mon_directeur ma_directrice
        notre_directeur notre_directrice notre_responsable mon_collegue ma_collegue notre_collegue nos_agents
        nos_techniciens nos_employes mes_collegues nos_conseillers mon_equipe notre_equipe j_encadre se_faisant_passer
        de_la_part_de je_suis_le_nouveau je_suis_la_nouvelle mon_conseiller notre_technicien un_conseiller_m
        vos_commerciaux_m m_appellent appelle_sans_arret m_appelle_tous_les n_arretent_pas_de_m votre_conseiller_m
        votre_agent_m notre_ingenieur on_m_a quand_on_m_appelle quand_un_client les_clients gens_appellent reservent
        a_mon_equipe avec_mon_equipe
    """),
    fillers=words("""
        un une le la svp stp s il vous plait merci bonjour bonsoir salut maintenant tout de suite vite vrai vraie pas
        robot bot et je veux voudrais parler a avec moi au allo non d boite vocale urgent te me
    """),
    joining=words("que qu qui pour afin dont ou et si quoi a_qui avec_qui"),
)
