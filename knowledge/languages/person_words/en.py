"""This module holds the words that tell a request for a person in English."""

from knowledge.languages.base import PersonWords, words

PERSON = PersonWords(
    humans=words("""
        humans_working human_review human_eyes human_agent human_operator human_support human_help human_contact
        human_touch human_response human_answer human_reply human_engineer human_colleague human_being_please
        someone_human somebody_human someone_real somebody_real someone_alive someone_living real_guy real_support_guy
        real_engineer real_technician real_operator real_rep real_representative actual_agent actual_staff actual_rep
        actual_representative actual_engineer actual_someone live_support_agent live_help live_somebody live_someone
        grown_up grown_ups adult somebody_with_a_brain someone_with_a_brain anyone_with_a_brain heartbeat with_a_face
        with_a_name fellow_human mortal person_not_a sentient human humans human_being human_beings real_person
        real_people actual_person actual_people actual_human live_person live_agent live_human living_person living_soul
        real_human proper_human proper_person flesh_and_blood with_a_pulse breathing_person person_of_flesh real_live
        an_actual_employee real_agent real_employee real_someone real_support real_staff live_support
        live_representative live_technician live_operator live_rep live_chat_agent humane_person hooman humanoid_please
        warm_body
    """),
    staff=words("""
        engineer engineers named_contact point_of_contact single_contact one_of_the_technicians whoever_handles
        support_guy support_agent service_agent service_rep service_representative customer_care_agent account_rep
        sales_rep salesman your_company one_of_u one_of_yours support_desk help_desk_person helpdesk_person attendant
        assistant_manager officer handler worker workers dispatcher one_of_your_guys one_of_your_people technical_team
        tech_team team_member account_manager agent agents representative* representitive* rep reps operator operators
        advisor adviser advisors advisers technician* tech techs colleague* employee* staff personnel specialist*
        consultant* expert experts clerk developer* dev devs support_team your_team of_your_people one_of_your
        one_of_you your_people sales_person salesperson account_team customer_service customer_care customer_support
        live_support support_person support_department your_support contact_person case_worker case_manager
        assistant_in_person receptionist_please from_billing from_accounts from_sales from_support from_your_team
        billing_team sales_team member_of_staff tier_2 tier_two second_line level_2 l2
    """),
    chiefs=words("""
        the_head head_of_support managerial ombudsman executive executives vp cto coo president whoever_is_in
        who_is_in_charge whos_in_charge somebody_senior somebody_higher someone_higher upstairs complaints_department
        team_leader supervisor* manager* boss superior superiors team_lead head_of director* management in_charge
        whoever_runs who_runs person_responsible someone_responsible higher_up higher_ups next_level someone_senior
        senior_person senior_someone ceo decision_maker can_decide make_decisions makes_decisions authority
    """),
    someone=words("""
        someone somebody sum1 some1 anyone anybody any1 person people guy guys whoever one_of_your one_of_you
        a_colleague lady gentleman man woman somebody_kind
    """),
    machines=words("""
        digital_assistant your_assistant this_assistant ai_assistant the_assistant an_assistant programme_talking
        ai_answers ai_generated faq scripted bot bots robot robots chatbot chatbots chat_bot ai a_i machine machines
        computer computers automated automatic automaton virtual_assistant virtual_agent virtual_helper algorithm script
        canned copy_paste copy_and_paste autoresponder auto_reply auto_replies auto_response auto_responder chatgpt gpt
        llm language_model your_chat help_bot recording tape voice_menu artificial_intelligence artificial prewritten
        pre_written template templates boilerplate computer_generated tin_can siri clanker
    """),
    talking=words("""
        explain_this explain_it explain_to complain_to contact_with explaining chat_with conversation_with deal_directly
        discussing talked_to heard_by meet meet_with sit_down_with communicate interact talk talking speak speaking
        discuss chat chatting word_with converse conversation deal_with dealing_with go_through walk_through
        sort_this_out_with sort_it_out_with reach reaching get_hold_of get_through in_touch_with a_word talk_to speak_to
        speek
    """),
    about=words("about regarding concerning"),
    addressing=words("to_you with_you to_u with_u to_them with_them to_him to_her"),
    connecting=words("""
        kick_this hand_me_over pass_me_over bump_this raise_this take_this_to bring_this_to loop_in get_through_to
        speak_directly hook_me put_us_in_touch put_me_in_touch get_a_human get_a_person get_a_real put_your_boss
        put_your_manager put_your_supervisor put_someone_on put_somebody_on get_hold get_in_contact put_me_through
        put_us_through put_through connect_me connect_us transfer_me transfer_us transfer_this pass_me pass_us pass_this
        pass_it pass_my hand_me hand_this hand_it hand_over hand_my get_me get_us give_me give_us let_me bring_me
        find_me fetch switch_me redirect_me forward_me forward_this forward_my escalate escalated escalation route_me
        send_me_to put_your assign_this assign_a assign_me refer_me direct_me take_me patch_me hook_me_up get_your
        bring_in involve move_me link_me
    """),
    asking=words("""
        is_somebody_reading is_someone_reading is_anyone_reading is_anybody_reading does_anyone_read does_anybody_read
        does_a_human deal_with_people only_deal_with_people have_a_callback get_a_callback lets_get_on_the
        let_s_get_on_the who_do_i_phone who_do_i_call who_do_i_ring who_can_i_call who_can_i_ring who_can_i_phone
        who_can_i_speak who_can_i_talk who_do_i_speak who_do_i_talk whom_can_i_call whom_may_i_call ring_my_office
        call_my_office phone_my_office call_our_office ring_our_office ring_the_shop call_the_shop ring_my_mobile
        phone_my_mobile call_my_phone call_my_landline someone_ring_us engineer_ring technician_ring technician_call
        engineer_call colleague_call rep_call manager_call agent_call team_call any_humans any_human any_real_people
        any_actual_people is_there_a_human is_there_a_person is_there_a_real is_there_an_actual do_you_have_a_hotline
        is_there_a_hotline your_hotline_number a_hotline chat_on_the_phone chat_by_phone talk_me_through_on
        talk_to_me_by talk_to_me_on drop_us_a_call shoot_me_a_call call_pls call_plz call_asap give_me_a_phone
        give_us_a_phone give_me_a_shout need_to_be_called want_to_be_called like_to_be_called like_to_be_rung
        prefer_a_call prefer_a_phone rather_have_a_call await_a_call waiting_for_your_call waiting_for_a_call
        when_will_you_call when_can_you_call when_will_someone_call when_can_i_expect_a_call number_i_could_call
        number_i_could_ring number_where_i_can a_number_for a_number_where phone_contact telephone_contact request_phone
        phone_support telephone_support by_telephone_please by_phone_please someone_call_me someone_call_us
        somebody_call_me somebody_call_us are_you_a_bot are_you_a_robot are_you_a_machine are_you_human are_you_real
        are_you_an_ai is_this_a_bot is_this_a_real is_this_an_ai am_i_talking_to_a am_i_speaking_to_a is_anybody_there
        is_anyone_there anybody_there anyone_home anybody_alive anyone_alive can_you_call could_you_call can_u_call
        can_u_just_call can_you_just_call just_call please_call pls_call plz_call would_you_call will_you_call
        have_someone_call have_somebody_call someone_to_call somebody_to_call can_someone_call could_someone_call
        get_someone_to_call someone_ring somebody_ring someone_to_ring someone_phone somebody_phone someone_to_phone
        someone_telephone somebody_telephone a_quick_call a_short_call a_brief_call a_phone_call_with a_zoom_with
        zoom_with call_with_someone call_with_one call_with_your a_phone_line phone_line_i a_number_i_can_call
        a_number_to_call number_i_can_call number_i_can_ring number_can_i_call number_can_i_ring what_number_do_i_call
        arrange_a_zoom do_you_have_a_phone have_a_phone_number be_contacted_by_phone be_contacted_by_telephone
        contact_by_phone reply_by_phone answer_by_phone get_in_touch_by_phone someone_get_in_touch somebody_get_in_touch
        someone_contact_me somebody_contact_me someone_get_back_to_me my_direct_line my_number_is_on my_cell_number_is
        my_mobile_number_is my_extension_is reach_me_at ring_this_number call_this_number call_the_number_below
        call_on_this_number my_number_on_file number_to_call call_me call_us call_back_please call_me_back ring_me
        ring_us ring_back phone_me phone_us phone_back telephone_me telephone_us give_me_a_call give_us_a_call
        give_me_a_ring give_us_a_ring give_me_a_bell give_us_a_bell give_me_a_buzz give_me_a_tinkle give_us_a_buzz
        give_me_a_shout_on drop_me_a_call buzz_me dial_me calls_me calls_us phones_me phones_us rings_me rings_us
        ring_my ring_our call_my_mobile call_my_cell call_my_number call_on_my call_at_my ring_on_my call_me_on
        call_her_back call_him_back ring_her ring_him phone_her phone_him call_her_on call_him_on call_the_office
        ring_the_office telephone_the phone_the_office pick_up_the_phone pick_up_a_phone picks_up_a_phone
        picks_up_the_phone pick_up_the_telephone be_called_on be_called_back be_phoned be_rung to_be_called
        request_a_callback request_a_call call_back_requested callback_requested callback_please call_back_asap
        need_a_callback need_a_call_back want_a_callback want_a_call_back arrange_a_call arrange_a_callback
        schedule_a_call schedule_a_callback book_a_call set_up_a_call hop_on_a hop_on_the jump_on_a jump_on_the
        get_on_a_call get_on_the_phone call_with_you a_call_with telephone_appointment phone_appointment have_a_call
        quick_call call_please phone_call_please ring_please video_call_with video_call_be appreciate_a_call like_a_call
        like_a_callback like_a_phone want_a_call need_a_call expect_a_call expecting_your_call await_your_call
        phone_consultation set_up_a_video set_up_a_screen set_up_a_meeting_with walk_me_through_on reach_me_on
        reach_me_by_phone contact_me_on contact_me_by_phone contact_us_by_phone contact_me_by_telephone
        reach_us_by_phone when_can_we_speak when_can_we_talk can_we_talk can_we_speak could_we_talk could_we_speak
        speak_on_the_phone talk_on_the_phone speak_over_the_phone talk_over_the_phone talk_by_phone speak_by_phone
        discuss_by_phone discuss_on_the_phone discuss_over_the_phone
    """),
    calls=words("""
        phone_call phone_conversation telephone_conversation conversation_by telephone_call minute_call dial telephoned
        zoom call callback call_back by_phone by_telephone on_the_phone over_the_phone on_the_line by_voice voice_call
        video_call teams_call screen_share on_the_blower ring_back
    """),
    phones=words("""
        ring phone phones telephone direct_line phone_number telephone_number mobile_number landline hotline helpline
        voice spoken in_person face_to_face verbally
    """),
    voice=words("""
        by_phone by_telephone on_the_phone over_the_phone on_the_telephone over_the_telephone on_the_line verbally
        by_voice in_person face_to_face voice_to_voice via_phone through_phone on_a_call over_a_call on_the_blower
        via_telephone hear_a_voice hear_someone on_zoom over_zoom on_teams live_on
    """),
    answering=words("""
        get_back_to deals_with answer answers reply replies respond responds contact contacts read reads look looks
        looking handle handled handles help helps helping write written review reviewed take_over takes_over attend
        get_back get_in_touch assist listen understand understands
    """),
    me=words("me us my our mine i we im i'm i'd i'll i've we'd we'll"),
    yours=words("your"),
    wanting=words("""
        insist only_deal let_me_speak let_me_talk let_me_chat requested any would_sooner sooner hoping hope arrange
        organise organize could_i_get can_i_get can_i_have may_i_have could_i_have id_like i_d_prefer more_comfortable
        much_better appreciate_it quicker faster easier simpler would_be would_rather whom_can who_on_your
        get_this_sorted want wanna need please pls plz require request requesting demand expect prefer rather like_to
        i'd_like would_like i_wish wish could_you can_you would_you will_you can_i may_i could_i might_i can_we could_we
        may_we could_someone can_someone could_somebody can_somebody can_sum1 can_anyone could_anyone could_one
        would_someone would_a could_a could_an can_a can_an gimme get_me give_me is_there are_there do_you_have
        any_chance how_do_i how_can_i where_can_i who_can_i asking_for asap immediately grateful kindly appreciate
        is_it_possible would_it_be_possible shall got_to gotta must love_to happy_to is_it_ok any_way possible have_a
        would_be_nice urgently
    """),
    refusing=words("""
        skip give_up keeps_repeating goodbye bye not no don't dont won't wont can't cant cannot refuse never stop enough
        without instead sick_of tired_of fed_up rather_than instead_of past bypass nope hate useless quit isn't ain't
        quicker other_than except
    """),
    declining=words("""
        not_interested reply_here answer_here can_t_talk can_not_talk can_t_phone cannot_phone can_t_speak_on
        no_phone_please not_involve not_need_a_human not_want_a_human not_want_to_talk_to_a_human
        not_want_to_speak_to_a_human dont_want_to_talk_to_a_human dont_want_to_talk_to_a_person without_a_human
        no_human_needed no_human_involved no_human_can no_human_could no_person_can no_need not_need needn't_call
        needn't_ring needn't_phone needn't don't_need_to_call don't_need_a_call no_need_to don't_call dont_call
        do_not_call don't_ring do_not_ring don't_phone do_not_phone never_call stop_calling stop_phoning
        please_don't_call no_more_calls any_more_calls any_more_phone no_calls no_phone_calls no_phone
        don't_want_a_call don't_want_any_calls don't_want_to_be_called not_want_a_call without_calling
        don't_have_to_call not_necessary_to_call rather_not_be_called rather_not_talk rather_not_speak not_by_phone
        in_writing email_only by_email_only only_by_email by_e_mail_only e_mail_only email_is_fine mail_is_fine
        unnecessary no_longer_need_a_call cancel_the_callback cancel_my_callback don't_telephone do_not_telephone
        hate_phone hate_calls don't_bother_calling don't_give_me_a can't_take_calls can't_take_a_call
        no_reason_to_call no_point_calling not_to_call not_call not_ring not_phone bother_calling don't_need_a_human
        don't_need_a_person no_need_for_a instead_of_calling rather_than_calling rather_than_phoning call_the_api
        call_the_function call_the_method call_the_endpoint call_the_script call_the_webhook call_the_url
        call_the_procedure call_this_api call_this_function call_this_method call_this_endpoint call_this_script
        call_this_webhook call_this_url call_this_procedure call_a_api call_a_function call_a_method call_a_endpoint
        call_a_script call_a_webhook call_a_url call_a_procedure call_an_api call_an_function call_an_method
        call_an_endpoint call_an_script call_an_webhook call_an_url call_an_procedure call_your_api call_your_function
        call_your_method call_your_endpoint call_your_script call_your_webhook call_your_url call_your_procedure
        call_our_api call_our_function call_our_method call_our_endpoint call_our_script call_our_webhook call_our_url
        call_our_procedure call_that_api call_that_function call_that_method call_that_endpoint call_that_script
        call_that_webhook call_that_url call_that_procedure calling_the_api calling_the_function calling_the_method
        calling_the_endpoint calling_the_script calling_the_webhook calling_the_url calling_the_procedure
        calling_this_api calling_this_function calling_this_method calling_this_endpoint calling_this_script
        calling_this_webhook calling_this_url calling_this_procedure calling_a_api calling_a_function calling_a_method
        calling_a_endpoint calling_a_script calling_a_webhook calling_a_url calling_a_procedure calling_an_api
        calling_an_function calling_an_method calling_an_endpoint calling_an_script calling_an_webhook calling_an_url
        calling_an_procedure calling_your_api calling_your_function calling_your_method calling_your_endpoint
        calling_your_script calling_your_webhook calling_your_url calling_your_procedure calling_our_api
        calling_our_function calling_our_method calling_our_endpoint calling_our_script calling_our_webhook
        calling_our_url calling_our_procedure calling_that_api calling_that_function calling_that_method
        calling_that_endpoint calling_that_script calling_that_webhook calling_that_url calling_that_procedure
    """),
    topics=words("""
        automated_emails automated_mails automatic_emails automated_messages automated_reports automatic_renewal
        automatic_replies_to module pdf contact_person phone_field assign_one import_wizard in_a_comment mention
        a_call_centre we_are_a_call when_a_customer when_customers chat_window alarm invite role roles button buttons
        object objects field fields page pages widget plugin permission permissions api url endpoint webhook dashboard
        approval approve approves approved approver queue queues plan licence license licences licenses seat seats
        column columns report reports setting settings captcha agent_string user_agent monitoring driver
        password_manager task_manager line_manager office_manager project_manager device_manager file_manager
        tag_manager plant_manager human_resources call_center call_centre call_centers call_centres emergency_call
        operator_panel voicemail incoming_calls outgoing_calls incoming_call api_call api_calls function_call
        system_call call_log call_history call_recording call_queue call_forwarding call_transfer caller_id callers
        greeting announcement transcript transcripts phone_system handset screen form forms version vacuum trunk sip
        contact_form missed_call manager_role supervisor_role agent_role human_readable human_error on_call
        on_call_schedule assign_tickets per_agent per_user notification notifications sync app menu documentation docs
        tutorial dropdown robots_txt robot_arm bot_account training_data template_for press_0 callback_url
        callback_function landing second_person add_a_person phone_app contact_card customer_card two_factor
        call_button phone_numbers my_customers our_customers our_users add adding function functions parameter
        parameters turn_on turn_off switch_on switch_off enable disable configure opening_hours office_hours
        business_hours service_hours support_hours hours_of voice_recording the_recording recordings voice_message
        voice_messages call_quality with_my_team train_it train_the train_your
    """),
    reporting=words("""
        our_agents_cannot agents_cannot agents_can_t i_got_a_call got_a_call received_a_call had_a_call
        i_missed_a_call i_had_a_call thanks_to our_customers_want customers_want i_m_the_boss i_am_the_boss
        i_m_the_manager i_m_a_team i_m_team_lead i_m_a_supervisor i_am_a_supervisor i_m_the_supervisor
        i_m_the_director i_am_the_director i_m_the_owner i_m_a_technician i_am_a_technician i_m_an_engineer
        i_m_an_agent a_technician_s i_lead the_difference our_customers my_customers our_users my_users our_clients
        my_technicians my_technician our_technician my_engineers our_engineers my_agents boss_is boss_asks boss_wants
        director_wants manager_wants manager_asks i_am_the_manager as_a_manager i_m_a_manager i_am_a_manager yesterday
        earlier last_week last_month last_year ago thanks_for thank_you_for told_me said promised called_me called_us
        i_called we_called spoke i_spoke we_spoke phoned rang talked my_manager my_boss my_supervisor our_manager
        our_boss our_director our_ceo my_director my_colleague our_colleague my_team our_team i_supervise i_manage
        an_agent_told pretending claiming when_i_call when_they_call calls_from they_call he_calls she_calls
        keeps_calling keep_calling was_on_the_phone on_the_phone_with_my i'm_the_new im_the_new as_agreed as_discussed
        they_keep call_me_every calls_me_every calling_me my_engineer our_engineer our_developer our_developers
        my_staff our_staff my_employees our_employees our_agents our_agent our_technicians asks_whether asks_if
        your_agent_said your_agent_told my_employee our_employee our_operator our_operators customers_call
        clients_call people_call who_call to_my_team with_my_team
    """),
    fillers=words("""
        please pls plz now thx thanks thank you a an the hi hello hey asap to on just only yes ok okay want need i me us
        get give speak talk not no bot robot urgent urgently real live someone at_once immediately here customer service
        support call for with sir madam dear
    """),
    joining=words("that who to which if whether so because and or"),
)
