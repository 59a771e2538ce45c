"""This module holds the French words of messages that lean on a file."""

from knowledge.languages.leaning_words.base import LeaningWords, words

LEANING = LeaningWords(
    shots=words("""
        capture captures capture_d_ecran captures_d_ecran copie_d_ecran copies_d_ecran screen screens screenshot*
        screen_shot impression_d_ecran impr_ecran imprim_ecran imprecran photo_d_ecran photo_de_l_ecran
        enregistrement_d_ecran
        capt captur printscreen
    """),
    pictures=words("""
        photo photos photographie photographies image images img video videos cliche cliches clip clips gif
        enregistrement
        enregistrements scan scans visuel visuels dessin dessins croquis schema schemas graphique graphiques courbe
        carte
        plan plans figure fig film sequence illustration foto vignette_jointe diagramme gribouillis vocal note_vocale
        message_vocal bande extrait_video
    """),
    files=words("""
        fichier fichiers document documents doc docs pdf log logs journal journaux zip archive tableau tableaux
        tableur
        feuille feuilles excel xls xlsx csv word trace traces dump har pcap json xml export liste listing onglet
        onglets
        releve classeur diaporama diapositive extrait fichier_texte pptx vidage
    """),
    papers=words("""
        lettre lettres facture factures courrier courriers contrat contrats devis formulaire formulaires attestation
        certificat copie copies rapport rapports recu recus bon_de_commande bon_de_livraison bon_de_retour mail
        courriel
        message messages fil fil_de_discussion historique echange etiquette avis jugement ordonnance bulletin
        justificatif
        justificatifs notice releve_de_compte quittance procuration exemplaire papier papiers brochure passeport
        mandat
    """),
    attached=words("""
        ci_joint ci_jointe ci_joints ci_jointes joint jointe joints jointes annexe annexee annexes annexees inclus
        incluse
        ci_inclus ci_annexe en_pj en_p_j piece_jointe_a cijoint attache attachee attaches en_annexe en_piece_jointe
        en_pieces_jointes voir_pj cf_pj pj p_j accompagne accompagnent a_ce_mail a_ce_message a_ce_courrier
        a_ce_courriel dans_ce_mail avec_ce_mail ce_courrier joins en_fichier_joint a_l_appui insere inseree
    """),
    attachments=words(
        "piece_jointe pieces_jointes fichier_joint fichiers_joints document_joint documents_joints joindre"
    ),
    sending=words("""
        je_vous_joins je_joins nous_joignons je_vous_envoie je_vous_envoi je_t_envoie j_envoie nous_envoyons
        nous_vous_envoyons je_vous_transmets je_transmets transmets nous_transmettons nous_vous_transmettons
        je_vous_adresse adresse_ci je_vous_mets je_mets jvous jvous_mets je_vous_colle je_colle jenvoie je_vous_passe
        je_vous_fais fais_suivre fais_parvenir je_transfere vous_transfere voici voila j_ai_mis j_ai_joint j_ai_pris
        j_ai_fait j_ai_ajoute j_ai_filme j_ai_scanne j_ai_enregistre j_ai_photographie j_ai_colle j_ai_envoye
        j_ai_inclus filme scanne scannee photographie_le vous_trouverez veuillez_trouver trouverez trouver_ci
        je_remets
        vous_remets nous_avons_joint ai_pris ai_fait a_pris a_fait vous_montre je_montre je_partage je_depose est_ici
        comme_demande comme_promis comme_convenu que_vous_demandez vous_m_avez_demande demandee demande_par
        que_j_envoie
        que_je_vous que_j_ai_faite que_j_ai_prise mets_le mets_la recu_ceci recu_ca je_viens_de_recevoir j_obtiens
        ca_donne on_vous_envoie photographier photographiee photographie filmer numerise numerisee scanner_la
        je_retourne je_vous_retourne je_vous_rends retourne_le rempli rempli_le faxe recu_aujourd_hui recu_ce_matin
        bien_passee bien_passe j_espere_que_l_image j_espere_qu_elle j_ai_filme_l scannee_pour
    """),
    pointing=words("""
        voir voyez vois voyons regardez regarde regarder cf confer consultez consulter comparez comparer lisez lire
        ecoutez jetez jetez_un_oeil examinez examiner verifiez zoomez visionnez selon d_apres conformement au_vu
        a_la_vue au_regard jugez reportez observez matez mate visez ouvrez suivez vu_la vu_le vu_les notez
        mettez_le_son
        reportez_vous jetter jeter_un_oeil coup_d_oeil coup_d_il surtout notamment
    """),
    showing=words("""
        montre montrent visible visibles on_voit on_y_voit se_voit voit verrez vous_verrez lisible lisibles apparait
        illustre prouve explique indique indiquee affiche affichee figure_sur figurant represente entend on_entend
        on_lit
        decrit parle_d_elle parlent s_affiche se_lit comme_on_le_voit demo demonstration temoigne atteste ressemble
        correspond
    """),
    within=words("""
        sur_la sur_le sur_les sur_l dans_le dans_la dans_les dans_l du_fichier de_la_photo du_tableau sur_ma sur_mon
        sur_mes sur_cette dans_ce dans_cette en_bas en_haut par_la a_la au avec_la avec_le sur_ce d_apres_la
        d_apres_le
        selon_le sur_une sur_les_deux
    """),
    this=words("""
        ca ceci cela celui_ci celui_la celle_ci celle_la ceux_ci ceux_la celles_ci ce_truc le_truc cette_chose
        ce_machin
        comme_ca comme_ceci comme_cela ainsi suivant suivante suivants de_meme pareil la_meme_chose idem le_meme voila
        ce_qui ce_que c_est_quoi ce cet cette ces ici la celui celle tel telle c le_resultat ce_voyant cette_lumiere
        ce_symbole cette_icone ce_logo ce_bouton_la la_dessus comme_ceux comme_celui comme_celle ces_trucs ces_traits
    """),
    places=words("""
        ci_dessous ci_dessus dessous dessus en_dessous au_dessus plus_bas plus_haut en_bas en_haut a_gauche a_droite
        de_gauche de_droite
        gauche droite coin milieu bord a_cote au_verso verso recto ci_apres en_marge sous_ma_signature
        juste_en_dessous
        du_haut du_bas tout_en_haut tout_en_bas a_la_fin
    """),
    marks=words("""
        entoure entouree entoures entourees encercle encerclee souligne soulignee soulignes soulignees surligne
        surlignee surlignes surlignees fleche fleches cercle croix coche cochee coches cochees marque marquee marques
        marquees raye rayee barre barree feutre stylo crayon asterisque asterisques encadre encadree encadres colorie
        coloriee signale signalee annote annotee stabilo hachure numerote numerotee rond_rouge pastille repere reperes
        manuscrit manuscrite j_ai_entoure j_ai_surligne j_ai_souligne j_ai_marque marge dans_la_marge mes_remarques
        mes_commentaires mes_notes mes_annotations remarques annotations bulles commentaires_en point_d_exclamation
        point_d_interrogation triangle gribouille dans_les_bulles
    """),
    colours=words("""
        rouge rouges jaune jaunes vert verte verts vertes bleu bleue orange violet rose fluo gras
    """),
    parts=words("""
        ligne lignes page pages colonne colonnes cellule cellules paragraphe entree entrees article poste postes point
        points case cases onglet seconde secondes minute minutes paquet paquets diapo feuillet numero valeur valeurs
        champ
        cadre position vers_la_ligne a_partir_de rubrique
    """),
    ordinals=words("""
        premier premiere deuxieme second troisieme quatrieme dernier derniere les_deux deux trois 1 2 3 4 5 1er 1re
        2e 3e
        2eme l_autre l_une laquelle lequel lesquels chacun chacune
    """),
    meaning=words("""
        c_est_quoi c_quoi qu_est_ce_que_c que_veut_dire que_signifie ca_veut_dire c_est_normal c_normal
        c_est_bien_vous
        c_est_vous c_est_le_bon c_le_bon est_ce_le_bon quoi_ca pourquoi_ca pk_ca ca_fait_ca voulu c_voulu expres
        c_est_expres une_arnaque arnaque que_dois_je_en que_faire_de qu_en_pensez vous_en_pensez ca_vous_dit
        quelqu_un_comprend j_y_comprends comprends_rien qu_est_ce_donc je_prends_laquelle que_s_est_il
        sur_quoi_faut_il
        sur_quoi_je ou_je_clique faut_il_s_inquieter dois_je_m_inquieter quel_fil lequel_prendre lequel_choisir
        lequel_dois_je laquelle_dois_je vraiment_de_vous c_est_serieux pourquoi_c_est_different
    """),
    asking=words("""
        comment ou_puis ou_peut_on ou_trouver ou_est ou_sont combien puis_je peut_on peut_il pouvons_nous
        pourrait_on est_il_possible
        possible y_a_t_il est_ce_qu_il est_ce_qu_on est_ce_que_je existe_t_il existe un_moyen moyen_de une_facon
        faut_il
        quel_format quelle_taille quelles quel_est qui_peut qui_pourrait je_voudrais nous_voudrions je_souhaite
        nous_souhaitons je_veux nous_voulons j_aimerais nous_aimerions besoin_de dois_je ai_je_le_droit acceptez
        acceptez_vous
        accepte_t_il prenez_vous proposez permet permettez_vous veuillez_effacer veuillez_supprimer merci_de_supprimer
        reglable quand_est montrez_moi_comment pouvez_vous_supprimer vous_faut_il ajoute_t_on conservez_vous peut_elle
        jusqu_a peut_lire
    """),
    coming=words("""
        je_peux_vous puis_je_vous peux_envoyer pourrai si_besoin si_necessaire si_vous_voulez si_vous_le_souhaitez
        si_ca_aide au_besoin vous_faut_il avez_vous_besoin voulez_vous faut_il demain plus_tard ce_soir cet_apres_midi
        semaine_prochaine j_enverrai enverrai je_vous_enverrai joindrai par_la_poste en_recommande a_quelle_adresse
        ou_dois_je ou_envoyer ou_puis_je_envoyer dois_je_envoyer suffit suffit_il sur_demande je_deposerai ferai
        je_passerai tiens_a_votre_disposition a_votre_disposition pas_envie_d
    """),
    yours=words("""
        votre vos notice_papier page_d_aide votre_aide votre_site tutoriel tuto documentation faq mode_d_emploi
        base_de_connaissances vous_m_aviez vous_m_avez_envoye votre_conseillere
    """),
    topics=words("""
        envoi envois envoyer televerser televersement televersements telecharger telechargement telechargements
        importer
        import imports importation exporter exports exportation exportations appli application applications app bouton
        boutons menu limite limites taille poids maximum maximale mo go ko format formats fonction fonctionnalite
        option
        options parametre parametres reglages apercu apercus vignette vignettes galerie editeur lecteur camera webcam
        scanner copieur imprimante numeriser numerisation api module integration extension portail dossier dossiers
        bibliotheque stockage cloud sauvegarde quota forfait offre licence modele modeles avatar logo bandeau banniere
        profil en_tete pied_de_page signature resolution pixels dimensions compresser recadrer pivoter filigrane ocr
        direct diffusion synchronisation automatiquement automatique chaque_mois restaurer restauration supprimer
        supprime efface effacer versions droits autorisation role journaux_d_acces audit conservation rgpd partage
        partages partager renommer trier sftp ftp assistant filtre spam indesirables boite_d_envoi boite visio
        visioconference reunion reunions arriere_plan son micro notification notifications recherche glisser
        presse_papiers raccourci ajouter inserer imprimer impression note_de_frais catalogue fiche badge
        carte_de_fidelite telecopieur coller colles pilote mise_en_page mode_sombre newsletter infolettre max maj
        mise_a_jour charger chargement lentement enregistrer enregistre sauvegarder imprime qualite inverse inverses
        miroir deformee convertir conversion lot integrer incruster generer cree creer selfie selfies affichage
        afficher
        imprimees couleur couleurs boutique produit produits enregistreur televerse signature_image pieces_jointes_de
        transferer capturer
    """),
    failing=words("""
        erreur bloque echoue plante plantage ferme fige ne pas refuse refusee rejete impossible vide vides blanc
        manque
        manquent disparu disparaissent lent lente faux fausse coupe grise n_arrive ne_marche ne_fonctionne aucun
        aucune
        saccade
    """),
    every=words("""
        chaque tous toutes toute tout certains certaines plusieurs aucun aucune quand_je quand_on quand_nous lorsque
        des_que
        nouveau nouvelle nouveaux clients utilisateurs des beaucoup sans toujours quelques
    """),
    joining=words("que qui dont parce et ou si quand alors"),
)
