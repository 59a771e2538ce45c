"""This module has the signs of French."""

from knowledge.languages.signs.base import SecretSigns, listed

SIGNS = SecretSigns(
    keys=listed("""
        ce_qui_est_écrit chiffres_qui sms code_vocal partie_privée paire_de_clés fichier_pfx fichier_.key mots_de_restauration
        mots_de_votre secrets.yaml date_de_validité seize_chiffres code_de_votre numéro_qui_vient numéro_que_vous chiffres_reçus
        coordonnées_de_la_carte clé_de_licence certificat_et mot_de_passe mots_de_passe mdp code codes pin puk otp tan cvv cvc
        cryptogramme* identifiant* identifiants jeton* token* clé_api clé_d'api clés_api clé_privée clés_privées clé_secrète
        clé_ssh clé_de_* clés_de_* clé* clés secret secrets secret_client phrase_secrète phrase_de_* phrase_qui phrases_de_*
        douze_mots vingt-quatre_mots 12_mots 24_mots graine seed mnémonique* cookie* session_id identifiant_de_session
        valeur_du_cookie six_chiffres quatre_chiffres trois_chiffres huit_chiffres chiffres numéro_de_carte numéro_de_la_carte
        numéros_de_carte date_d'expiration accès bancaires_* espace_bancaire banque_en_ligne lien_de_connexion lien_magique
        lien_de_réinitialisation lien_d'activation lien_reçu .pem .pfx .p12 .key pem pfx p12 id__rsa id__ed25519 otpauth
        chaîne_de_connexion compte_de_service mot_magique nombre_affiché numéro_affiché numéro_reçu chiffre_affiché sésame*
        empreinte* schéma_de_déverrouillage coordonnées_bancaires données_de_carte données_bancaires code_sms bearer
        phrase_maîtresse mot_de_passe_maître login logins rib_et
    """),
    papers=listed("""
        carte_d'identité carte_nationale pièce_d'identité pièces_d'identité passeport* permis_de_conduire titre_de_séjour
        selfie* carte_bleue carte_bancaire carte_de_crédit votre_carte recto_verso recto-verso recto verso dos_de_la_carte
        carte_vitale carte_de_professionnel cps livret_de_famille justificatif* relevé_bancaire bulletin* acte_de_naissance
        avis_d'imposition deux_faces deux_côtés courrier_d'activation carte_à_puce carte_de_coordonnées cni
    """),
    files=listed("""
        .env fichier_env har au_format_har fichier_har trousseau* porte-clés keychain keystore coffre* fichier_de_coffre kdbx
        config.php credentials.json wallet.dat portefeuille* profil_du_navigateur mots_de_passe_enregistrés export_de_* dump*
        sauvegarde_de_la_base fichier_de_clés capture_réseau trace_réseau kubeconfig certificat_du_*
        gestionnaire_de_mots_de_passe_export fichier_de_mots_de_passe certificat_.* magasin_de_clés
    """),
    answers=listed("""
        question_secrète questions_secrètes question_de_sécurité questions_de_sécurité réponse_secrète réponses_secrètes
        nom_de_jeune_fille premier_animal réponses_aviez date_de_naissance réponses_aux réponse_à_la
    """),
    harmless=listed("""
        numéro_de_facture numéro_de_client numéro_de_commande numéro_de_dossier numéro_de_série numéro_de_licence version
        journal journaux message_d'erreur code_d'erreur capture_d'écran_du fichier_d'exemple données_fictives montant
        système_d'exploitation référence_de numéro_de_suivi numéro_de_contrat heure_de modèle
    """),
    handing=listed("""
        mis*_à_la_disposition entendre vont va téléverser renvoyer inscri* adressez dites-moi lisez-moi retranscr* transcri*
        dévoil* livrer apport* soumet* soumis* fournis* remontez communiqué* confié* pars* dépos* parvient fournir reproduire
        poster envo* renvo* transme* transmission* transmi* fai*_parvenir fai*_suivre parvenir suivre communi* dict* épel* lire
        lis* lisez lue* join* adress* fourni* remett* remis* remise* retourn* transfér* dites dire dis indiqu* donn* confi* cit*
        mentionn* précis* écri* not* figur* saisi* entr* tap* copi* recopi* retranscri* coll* télévers* dépôt partag* laiss*
        répét* répond* réponse* publi* ajout* export* rempli* mett* met gliss* balanc* pass* murmur* révél* divulgu* montr*
        présent* photographi* photo* cliché* scann* numéris* énonc* prononc* rappel* envoi* communication* photo_de
        prenez_en_photo enregistr* capture* vocal* port* récapitul* prévoy* souffl* file* refil* mail* textot* expédi* livr*
        poste* valid* confirm* import* mis_à_disposition
    """),
    needing=listed("""
        nécessit* faut_il serait_bien aurait_besoin aurions_besoin est_attendu sont_attendu* doit_nous il_manque réclame besoin
        faut faudra faudrait indispensable* nécessaire* obligatoire* exig* demand* réclam* voudr* veut souhait* requis* requier*
        manque* attend* suffi* condition* préalable pourriez* pouvez* serait-il merci veuillez sans doit doivent devra devront
        est_à sont_à aimerions nous_permett* permettr* permet fera_l'affaire accélér* aide* prière vous_serai* sauriez* auriez*
        sinon
    """),
    ready=listed("""
        portée_de_main sous_la_main prêt* préparez gardez tenez restez_en_ligne tenir_prêt à_disposition sous_les_yeux
    """),
    us=listed("nous nos notre moi m' me m'épeler mon on_aurait chez_nous de_notre_côté je on"),
    people=listed("""
        indépendant* dépanneur* appareil_inconnu avocat* agent* technicien* conseill* opérat* ingénieur* collègue* support
        assistance équipe* prestataire* intervenant* interlocut* correspondant* personne qui_vous_appel* standard hotline
        service_* développeur* consultant* comptabilité partenaire* modérateur* coursier* livreur* robot* serveur_vocal accueil
        secrétariat inconnu* expert* spécialiste* informaticien* quelqu'un lui leur il elle dame monsieur gestionnaire*
        stagiaire* chargé_de responsable* administrateur* installateur* huissier* notaire* commercial* formateur*
    """),
    channels=listed("""
        colonne* tableau_en_ligne formulaire_de_retour bas_de_ce_message formulaire_d'assistance mail mails e-mail* courriel*
        message* réponse* ticket* tchat chat discussion* conversation* fil commentaire* objet formulaire* champ case téléphone*
        appel* messagerie* whatsapp telegram sms texto* fax courrier* enveloppe* colis étiquette* post-it bon_d'* bordereau*
        feuille* tableau* tableur* partagé* dossier* drive cloud ftp dépôt* clé_usb répondeur* photo* capture* cliché* scan*
        forum* sondage* questionnaire* espace_public espace_partagé pièce_jointe ici ci-dessous message_privé privé retour_de
        note_vocale oral ligne demande* archive* visio* intervention papier*
    """),
    whole=listed("""
        ne_doit_pas_être_nettoyé non_nettoyé tout_ce_qui_se_trouve avec_tous_les_cookies avec_son_mot complet* complète*
        intégral* entier* en_clair sans_masquer sans_rien_retirer vraies_valeurs lisible* actuel* compris y_compris chaque tous
        toutes lentement un_par_un chiffre_par tel_quel telle_quelle non_masqué* avec_le_mot associé* ensemble production
        qui_va_avec nos_deux les_deux
    """),
    calming=listed("""
        c'est_un_test un_test_de_chez je_me_connecte_pour_vous n'ayez_crainte ne_vous_inquiétez pas_d'inquiétude sans_crainte
        c'est_notre c'est_nous n'est_que juste simplement il_suffit un_simple simple rapid* lenteurs plus_jamais en_priorité
        que_vous_n'avez_pas n'avez_pas_lancé n'avez_pas_demandé nous_chargeons reste à_votre_place sans_vous t'embête
        on_s'occupe source_de pas_grave tout_va normal* habituel* éviter_un le_temps_de sans_hésiter immédiatement
    """),
    guards=listed("""
        erreurs_de_certificat erreur_de_certificat vérification_du_certificat double_authentification authentification_à_deux
        deux_facteurs second_facteur deuxième_facteur vérification_en_deux validation_en_deux 2fa mfa a2f antivirus anti-virus
        pare-feu firewall defender protection* vérification_des_certificats contrôle_des_certificats certificats ssl tls alerte*
        avertissement* sécurité smartscreen macro* verrouillage* chiffrement* quarantaine* filtre* filtrage bac_à_sable port_d'*
        port_3389 port_22 journalisation* restrictions_ip
    """),
    lowering=listed("""
        exclusions passez-vous ignorer_les désactiv* coup* arrêt* désinstall* supprim* retir* suspend* éteign* éteindre ignor*
        contourn* enlev* en_pause interromp* décoch* débranch* lev* passez_outre passer_outre exclu* exception* ouvert* ouvr*
        ouvert_à_tous liste_blanche abaiss* assoupli* neutralis* fermez_les_yeux outrepass* débloqu* inactif inactive*
        hors_service
    """),
    approving=listed("valid* approuv* accept* confirm* autoris* sign* appuyez_sur_oui oui consent* acquiesc* débloqu*"),
    prompts=listed("""
        demande_venant déclencher demande_d'un demande_de_connexion demande_d'approbation demande_d'accès notification* push
        alerte_de_connexion tentative_de_connexion s'afficher s'affiche apparaî* virement_test virement_de_test opération_test
        paiement_test connexion_que invite fenêtre_qui demande_d'appairage
    """),
    installing=listed("""
        install* télécharg* lanc* ouvr* exécut* ajout* import* double-cliqu* activ* démarr* déploy* décompress*
    """),
    carriers=listed("""
        certificat_d'autorité module_que certificat_racine certificat_joint certificat_reçu autorité_de_certification extension*
        module* plugin* greffon* complément* outil* logiciel* programme* script* macro* exécutable* fichier_que pièce_jointe
        prise_en_main bureau_à_distance à_distance accès_distant anydesk teamviewer application_que profil_de_configuration
        commande powershell pilote apk proxy dns
    """),
    enclosed=listed("""
        joint jointe joints ci-joint* pièce_jointe à_ce_message avec_ce_courriel dans_ce_mail dans_ce_message dans_ce_courriel
        reçu_avec envoyé_par que_notre_* vous_a_envoyé indiqué_par transmis_par de_ce_mail ce_courriel figurant_dans
    """),
    rights=listed("""
        compte_propriétaire tous_les_droits magasin_de_confiance donnez-lui_tous administrateur* admin admins
        droits_d'administrat* accès_complet accès_total contrôle_total toutes_les_autorisations root authorized__keys
        propriétaire* superutilisateur* toutes_les_pages tous_vos lecture_et délégation* mandat procuration* accès_permanent
        sans_surveillance plein_accès à_tous
    """),
    granting=listed("""
        accord* donn* ajout* autoris* invit* nomm* attribu* octroy* laiss* permett* ouvr* inscri* promouv* délégu* habilit*
        créez_un
    """),
    lines=listed("""
        renvoyer_vos_appels appels_vers renvoi_d'appel transfert_d'appel renvoyez_vos_appels carte_sim sim esim puk
        numéro_de_récupération numéro_de_secours adresse_de_récupération adresse_de_secours règle_de_transfert redirection*
        portabilité rio transférez_vos boîte_de_notre alertes_de_sécurité appareil_de_confiance téléphone_de_confiance code_rio
        reprendre_votre_ligne
    """),
    moved=listed("""
        compte_indiqué compte_figurant compte_au_bas bas_de_ce_message nouveau_compte nouvelles_coordonnées nouveau_rib
        changement_de_banque changé_de_banque rib iban_suivant compte_suivant compte_sécurisé compte_de_notre autre_compte
        compte_séquestre compte_provisoire figurant_dans_ce cartes_cadeaux carte_cadeau cartes_prépayées coupon* bitcoin*
        crypto* bénéficiaire* western_union mandat_cash pcs transcash recharge* nouvel_iban compte_tiers
    """),
    transferring=listed("""
        paiements utilisez_désormais pay* paie* pai* vir* vers* régl* règl* achet* gratt* frais facture* montant* transfér*
        somme argent créditer effectu* désormais dès_maintenant solde
    """),
    places=listed("""
        paramètre* réglage* préférence* profil* page_de_connexion page_habituelle page_de_paiement écran_de_connexion écran
        case_prévue menu* onglet* rubrique* mon_compte espace_client console* tableau_de_bord application_d'authentification
        application gestionnaire_de_mots_de_passe bouton* option* interrupteur* variable_d'environnement en-tête depuis_*
        page_sécurisée fenêtre_de_connexion assistant fournisseur_d'identité borne boutique intégré* manuel caisse terminal
    """),
    making=listed("""
        cré* génér* révoqu* renouvel* renouvell* régénér* supprimez-la chang* modifi* réinitialis* défin* choisi* remplac*
        annul* expir* cliqu* appuy* oubli* mett*_à_jour perdu* retir*
    """),
    keeping=listed("""
        conserv* rang* lieu_sûr gard*_en stock* imprim* coffre-fort endroit_sûr reste_sur restent_sur ne_quitte jamais_stocké
        une_fois une_seule_fois ne_sert_qu'une chiffré* haché*
    """),
    describing=listed("""
        vous_recevez vous_recevrez reçoivent recevez vient_de_vous vous_est_envoyé expire* valable* valide* minimum maximum
        caractères minutes heures jours secondes automatiquement affiché* affiche s'affiche_une comporte* contien* contenir
        doit_comporter bloqu* refus* erroné* fau* voit voient peut_être peuvent_être derniers_chiffres trimestre renouvelé
        cesse* fonctionn* par_défaut disponible* chaque_utilisateur permet_de disposant figure reçu_par uniquement n'apparaît
        comme_d'habitude immédiatement change_toutes
    """),
    hanging_up=listed("""
        mettez_fin prévenez-nous prévenez raccroch* signalez* avertissez-nous refusez* ne_vient_pas n'est_pas_nous
        est_une_arnaque supprimez_le_message alertez-nous
    """),
    strangers=listed("""
        celui_qui_demande au_nom_de_notre ceux_qui_demandent veut_vider si_quelqu'un si_l'on si_on si_une_personne si_un_*
        toute_personne_qui quiconque si_vous_recevez si_un_appel lorsqu'on
    """),
    hiding=listed("""
        retirez_les_mots retirez_les_jetons avant_de_le_joindre supprimez_les_mots enlevez_les supprimez-y ôtez_les
        avant_de_téléverser avant_de_joindre avant_l'envoi masqu* caviard* noirci* effac* retirez_les retirer_les en_retirer
        sont_retirés sans_données aucune_donnée anonymis* fictif* fictive* ne_contenant_aucun* nettoy* pas_le_contenu floute*
        retirés exempt*
    """),
    refusing=listed("""
        jamais ne n'* aucun aucune personne_ne pas ni méfi* raccroch* signal* refus* évit* en_aucun_cas sous_aucun frauduleu*
        fraude* hameçonnage escroc* arnaque* prétend* se_présent* suspect* inattendu* gardez-vous même_à prudence attention
        soi-disant usurp* merci_de_ne
    """),
    own=listed("""
        vous-même vous_seul* à_tout_instant à_tout_moment de_votre_choix avec_votre_accord votre_autorisation convenu*
        si_elles_vous si_vous_le_souhaitez vous_pouvez_l'interrompre seul_le sans_intervention vous-mêmes
    """),
)  # fmt: skip
