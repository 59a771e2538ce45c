"""This module has the signs of English."""

from knowledge.languages.signs.base import SecretSigns, listed

SIGNS = SecretSigns(
    keys=listed("""
        text_comes text_arrives verification_text number_it_contains what_it_says code_that server.key key_file .ssh
        key_included pem_block secrets.yaml seed_words word_one wallet_backup sixteen_digits voice_code who_you_are
        the_code_from number_that_arrived number_we_just digits_that passwords: account_name_and username_and user_id_and
        public_key client_id password* passcode* passphrase* pass-phrase* pin pins pin_code* pin_number* puk puk_code tan tans
        otp otps cvv cvc codes code one-time_* security_code* verification_code* login_code* access_code* backup_code*
        recovery_code* rescue_code* emergency_code* scratch_code* unlock_code* token tokens bearer jwt api_key* api_secret*
        secret secrets client_secret* secret_key* private_key* private_* signing_key* ssh_key* deploy_key* access_key*
        master_key* encryption_key* license_key* licence_key* host_key* gpg_key* pgp_key* pem .pem .pfx .p12 .key pfx p12
        id__rsa id__ed25519 id__ecdsa begin_and_end private__key seed seed_phrase* recovery_phrase* secret_phrase*
        wallet_phrase* mnemonic* *-word_phrase* word_phrase twelve_words 12_words 24_words twenty-four_words recovery_words
        credential* login_name* login_data login_details user_name_and sign-in_details access_data cookie* session session_id*
        session__id* session_value* local_storage six_digits eight_digits four_digits three_digits six_numbers digits six-digit*
        number_from_the_text number_on_your_authenticator number_shown* number_displayed* number_in_the_app number_on_the_token
        number_in_the_text card_number* long_number expiry* expiration_date security_number cvv2 card_details card_data
        bank_login bank_card* banking_* credit_card* debit_card* magic_link* login_link* sign-in_link* reset_link*
        activation_link* invitation_link* setup_key* secret_key qr_code_that provisioning_key* otpauth connection_string*
        root_password* unlock_pattern fingerprint* key_phrase* login root_account login_and service_account* refresh_token*
        key_pair* keys bitlocker* 2fa_secret access_id text_message whole_text wi-fi_key* door_code* alarm_code*
        safe_combination combination
    """),
    papers=listed("""
        passport* id_card* identity_card* identity_document* driving_licen[cs]e* driver*_licen[cs]e* residence_permit*
        id_document* photo_id birth_certificate* social_security* national_insurance* tax_id* payslip* bank_statement*
        bank_card* debit_card* credit_card* selfie* both_sides front_and_back back_of_* insurance_card* pin_letter*
        activation_letter* government_id proof_of_identity utility_bill* coordinate_card* grid_card* signature_card* your_card
        health_card*
    """),
    files=listed("""
        .env env_file* dotenv har har_file* har_recording* keychain* key_chain* keystore* key_store* keyring* wallet.dat
        wallet_file* vault vault_file* vault_export* kdbx password_file* password_database* config.php credentials.json .npmrc
        .netrc .aws shadow_file* memory_dump* registry_export* browser_profile* saved_passwords password_export* json_file_for
        certificate_file* ntds.dit .ssh kubeconfig wp-config.php web.config backup_of_the_database database_dump* network_trace*
        mailbox_export* authenticator_export*
    """),
    answers=listed("""
        set_up_questions answers_to_your answer_to_your pet's_name favourite_* security_question* secret_question*
        security_answer* secret_answer* maiden_name first_pet first_school memorable_word* challenge_question* did_you_answer
        date_of_birth
    """),
    harmless=listed("""
        invoice* order_number* customer_number* ticket_number* case_number* request_id* reference_number* version*
        serial_number* model log log_file* logs error_message* error_code* error_page screenshot_of_the_error operating_system
        browser_version sample* example_file* made-up amount date_of_the phone_number_you order_confirmation tracking_number*
        read-only report timestamp* description_of steps
    """),
    handing=listed("""
        made_available make_available available_to hear read_me send_him divert* swap slip hold_up forward_it put_them go_into
        received receive fetch type_in commit check_in_your expose surrender relinquish furnish render convey relay beam
        whatsapp airdrop lodge cc bcc jotting drops sends tweet send* sent mail* e-mail* email* text fax* forward* submit*
        supply supplied provide* give giving given hand handed hand_over handing pass_on pass_it pass_them pass_your pass_us
        passing passed share* sharing tell told telling say saying read read_out reading dictate* dictating spell* whisper*
        recite* reveal* disclos* divulg* quote* quoting mention* state stating stated name naming write writing written jot*
        note noted drop* paste* pasting post posted posting publish* upload* attach* enclos* include* including put putting
        fill_in enter entering type typing key_in commit* push_your leave left leaving deposit* return reply answer* respond*
        repeat* show* hold photograph* snap* scan* record* export* copy copying zip* dm ping slide* let_us_have let_me_have
        entrust* transmi* communicat* deliver* submission hand-over handover disclosure notification_of copy_of transfer_of
        transmission provision add_it add_them bring tap_in message list screenshot* picture* photo* image* voice_note*
        take_a_photo confirm* verify* append*
    """),
    needing=listed("""
        would_help need_to_see need_to_know have_to must_be should_be can_be_left is_wanted are_wanted please_have need*
        require* want* wants_to_know will_want would_like must missing is_missing ask_for asks_for asks asked request* demand*
        expect* condition prerequisite necessary indispensable is_enough will_do suffices helps_us help_us allows_us enables_us
        lets_us lacks could_you would_you can_you would_it_be would_mind kindly please belongs belong compulsory mandatory
        obligatory can't_do_much cannot_do waiting_for not_valid only_valid can_only will_only shall
    """),
    ready=listed("""
        ready at_hand to_hand handy beside_you within_reach standing_by prepared keep_the_line stay_on_the_line hold_it_up
    """),
    us=listed("us me our we our_side we'll we'd we've let's i'll my over_to_us our_end on_your_behalf for_you"),
    people=listed("""
        freelancer* contractor* unknown_device integration_partner lawyer agent* technician* engineer* colleague* adviser*
        advisor* consultant* operator* caller* developer* support_team support_staff support_engineer help_desk helpdesk hotline
        staff team teams desk department* billing accounting person somebody someone whoever assistant* specialist* expert*
        representative* rep reps bot robot chatbot partner* auditor* inspector* driver* courier* receptionist* front_desk
        reception night_shift our_man he him she her his man woman lady gentleman moderator* intern trainer* installer* officer*
        integrator* handling_your_case security_desk back_office third_party provider investigator* account_manager case_worker
        supervisor* volunteer*
    """),
    channels=listed("""
        column* online_sheet upload_to this_case sheet integration_partner pinboard whiteboard flap note_note notepad memo
        intake_form return_form order_form job_sheet open_channel public_channel public_repository public_sample reply replies
        e-mail email mail by_mail return_mail ticket* chat* thread* comment* comment_field message* dm direct_message
        subject_line subject form forms contact_form feedback_widget widget description_of_the_request field remarks_field
        notes_field voicemail answering_machine phone telephone call calls whatsapp telegram signal messenger slack
        teams_channel sms spreadsheet* shared_* google_* drive dropbox drop_box wetransfer folder* case post-it sticky_note
        note_on slip* label* envelope* parcel box postcard letter fax screenshot* photo* picture* video_call survey
        questionnaire forum repository public_* pastebin usb_stick usb next_to_their_name mobile number this_number hotline
        below_this_line one-line_answer conversation attachment in_here upload_area ftp
    """),
    whole=listed("""
        left_as_they_are left_as_it_is as_they_are must_not_be_cleaned uncleaned all_sixteen cookies_and_headers_left complete
        completely full in_full whole entire untouched unredacted uncensored unmasked as_is in_plain_text plain_text in_clear
        in_the_clear sensitive_data_left left_in all_ten real_values real actual live production not_only character_by_character
        slowly one_by_one unencrypted together_with along_with including unedited current normally_use not_blacked
    """),
    calming=listed("""
        that's_our_test our_test log_you_in we'll_log_you i'll_log_you triggers don't_worry do_not_worry no_need_to_worry
        it_is_only_us only_us just_us just_testing us_testing doesn't_apply does_not_apply safe_to it_is_safe perfectly_safe
        quite_normal is_normal harmless for_good just simply easiest quickest speed_up to_speed quick only_gets_in_the_way
        out_of_the_blue did_not_start didn't_start you_did_not do_the_rest take_it_from_there ignore_that no_questions
        first_and_only_then without_asking gets_in_the_way will_go_away whole_internet anyway legacy
    """),
    guards=listed("""
        certificate_error* ssl_error* certificate_errors mfa_for virus_protection virus_guard second_factor two-factor*
        two-step* 2fa mfa multi-factor* antivirus* anti-virus* virus_scanner* virus_protection* defender smartscreen firewall*
        endpoint_protection* certificate_check* certificate_warning* certificate_validation tls ssl verify__ssl ssl_verification
        tls_verification security_warning* browser_warning* warning* protection* gatekeeper uac user_account_control macro_*
        macros sandbox* screen_lock* password_protection* encryption bitlocker* spam_filter* quarantine dmarc spf port_3389
        port_22 rdp ip_allowlist allow-list ip_restriction* lockout audit_log* real-time_protection content_filter
        conditional_access security_software file_dangerous malware_protection updates_of_the_system
    """),
    lowering=listed("""
        tick_ignore exclusions to_the_exclusions switching_off turning_off do_without off turn_off turn_it_off switch_off
        disable* disabling deactivat* uninstall* remove* removing exclude exclusion* exception_for add_an_exclusion ignore*
        ignoring bypass* skip* paus* suspend* stop_the lower* loosen* relax* false to_false unchecked uncheck untick* take_down
        take_the shut_down click_through open_port open_to unblock* allow_all whitelist* accept_the_warning proceed_anyway
        continue_anyway drop_the leave_it_off get_rid dismiss* without_a_password set_to_none weaken* disarm* out_of_action
    """),
    approving=listed("""
        approve* accept* confirm* tap_approve tap_yes press_yes say_yes allow* authoris* authoriz* release* validate* agree_to
        sign tap acknowledge* let_it_through click_yes
    """),
    prompts=listed("""
        login_request push_message notification sign-in_request* login_request* log-in_request* push push_notification*
        approval_request* sign-in_prompt* login_prompt* mfa_prompt* authenticator_prompt* notification_on_your sign-in_attempt*
        test_transfer* test_payment* transfer_that payment_that pop-up* pops_up popped_up prompt prompts unknown_device
        new_device sign-in_from login_from consent_screen pairing_request
    """),
    installing=listed("""
        install* download* run running execut* launch* double-click* import* add added adding load trust open enable set_up
        deploy* unzip* start
    """),
    carriers=listed("""
        ca_file helper_extension ca_certificate root_certificate* certificate_in certificate_attached ca_certificate*
        certificate_authority trusted_root* extension* browser_extension* add-on* addon* plugin* plug-in* tool tools program*
        script* executable* exe macro* attachment file_that app_from apk profile mdm configuration_profile* remote_desktop*
        remote_app* remote_access* quick_assist anydesk teamviewer utility helper_app powershell* command one-liner driver
        installer vpn_profile proxy dns_server
    """),
    enclosed=listed("""
        attached attached_to_this in_this_mail in_this_email in_this_e-mail in_this_message this_mail this_email enclosed
        that_came_with emailed_you mailed_you we_sent agent_emailed message_you_privately from_the_link we_mailed you_were_sent
        sent_by_our he'll_message
    """),
    rights=listed("""
        mailbox_access owner_account let_it_read all_sites trusted_store administrator* admin admins owner global_admin*
        superuser* root sudo root's authorized__keys full_control full_access all_rights all_permissions all_access
        permissions_granted every_permission editor_rights domain_admin* unattended delegate* write_access access_to everyone
        anyone_with billing_admin impersonat* rights
    """),
    granting=listed("""
        grant* give* invite* add make promote* assign* elevate* let append* permit* allow* create_a_user set_up_an_account
        authoris* authoriz* register
    """),
    lines=listed("""
        calls_diverted divert call_forwarding forward_your_calls forward_calls sim sim_card* esim puk recovery_number
        recovery_phone recovery_e-mail recovery_email recovery_address verification_calls phone_number_of forwarding_rule
        forwarding mail_rule inbox_rule redirect* port_your_number porting_code backup_e-mail followed_by_the agent's_number
        backup_phone second_sim trusted_device trusted_phone
    """),
    moved=listed("""
        account_in_the_footer account_in_the account_at_the_bottom account_named new_iban bank_has_changed
        bank_details_have_changed new_account new_bank* account_given account_in_this account_below different_account
        other_account safe_account secure_account holding_account escrow_account partner's_account account_named_in iban_below
        account_details_below following_account gift_card* voucher_codes prepaid_card* bitcoin* crypto* beneficiary payee
        western_union moneygram cash private_account new_details wallet_address
    """),
    transferring=listed("""
        payments pay paid paying payment* transfer* wire settle* buy purchase* scratch* invoice* fee fees remit* deposit*
        refund* top_up from_today from_now_on outstanding
    """),
    places=listed("""
        settings under_settings profile page sign-in_page login_page log-in_page on_the_page sign-in_screen login_screen screen
        box field_on_the checkout payment_page payment_provider billing menu tab section dashboard console portal
        customer_portal account_page password_manager* your_vault authenticator_app authenticator app same_page
        verification_code_box button switch option help environment_variable* header headers gitignore .gitignore workspace
        payment_form in_the_app official_app login_window dialog* wizard assistant toolbar security_page identity_provider
        your_server during_payment secret_store kiosk terminal trash
    """),
    making=listed("""
        create* creating generate* generating issue revoke* revoking rotat* renew* replace* reset* resetting change* changing
        choose chosen set_a delete* deleting new_key regenerate* expire* invalidate* withdraw* cancel* update* restore*
        request_a_new link_your scan_the continue next press click forgot*
    """),
    keeping=listed("""
        safe_place keep_them keep_it keep_your store_the store_it store_them print print_the vault password_manager
        locked_drawer secure_place stays_on never_leaves do_not_store not_stored is_not_stored no_copy hashed encrypted
        only_once once works_once
    """),
    describing=listed("""
        you_receive you_will_receive you_get is_on_its_way gets_a get_a receive_a expires expired valid at_least characters
        minutes hours days seconds automatically is_shown is_displayed shown_once displayed_only contains contain may_contain
        consists appears is_locked locked wrong_attempts takes_effect can_be_changed can_see cannot_see can_only_see only_see
        last_four last_five supported available included per_user used each_of belongs_to is_sent default usually means
        different_from can_be_revoked can_be asked_for_once as_usual if_the_code has_expired doesn't_interrupt
        as_soon_as_the_new lasts is_lost printed_on registered_address
    """),
    hanging_up=listed("""
        end_the_call let_us_know tell_your_admin steal* is_trying_to hang_up report_it report_them report_the
        let_us_know_at_once tell_us_at_once decline delete_it is_a_scam not_from_us is_not_us ignore_it contact_us_on
    """),
    strangers=listed("""
        who_asks claiming_to_be anyone_who_asks trying_to if_someone if_somebody if_anyone if_anybody if_a_caller should_a
        should_someone should_anyone if_you_are_asked if_you_receive anyone_who whoever_asks if_a_message if_you_are_ever
    """),
    hiding=listed("""
        remove_passwords remove_tokens without_any_keys remove_secrets remove_keys take_out strip_out delete_the_passwords
        delete_passwords take_the_tokens before_you_attach before_you_upload before_attaching before_uploading before_sending
        remove_the remove_cookies remove_any blank* mask* redact* black_out blacked sanitiz* sanitis* strip* hide anonymis*
        anonymiz* without_passwords contains_no no_personal_data no_passwords made-up cover_the leave_out delete_the_cookies
        not_the_password but_not instead_of_the scrub* dummy
    """),
    refusing=listed("""
        never nobody no_one don't do_not not won't will_not cannot can't must_not mustn't hang_up report_it report_to_us
        decline* deny reject* beware suspicious phishing fraud* scam* avoid refuse* is_not_from aren't isn't neither nor
        no_employee no_agent under_no_circumstances unexpected no_need without_being do_not_trust ignore_any be_careful
        watch_out pretend* claiming impostor* call_us_on stop_and
    """),
    own=listed("""
        yourself you_alone only_you on_your_own your_own in_person by_yourself whenever_you at_any_time if_you_prefer
        if_you_like end_it allowed_by_you with_your_permission with_your_consent yourselves
    """),
)  # fmt: skip
