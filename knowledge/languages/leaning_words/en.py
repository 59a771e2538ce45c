"""This module holds the English words of messages that lean on a file."""

from knowledge.languages.leaning_words.base import LeaningWords, words

LEANING = LeaningWords(
    shots=words("""
        screenshot* screen_shot screen_shots screengrab* screen_grab screen_grabs screencap* screen_cap screen_capture
        screen_captures screen_recording screen_recordings printscreen* print_screen prtscn prtsc scr snip snips snippet
        screenie* screen_print screen_prints screencast* ss
    """),
    pictures=words("""
        picture pictures pic pics image images img photo photos photograph photographs foto fotos video videos vid vids
        clip clips gif gifs recording recordings scan scans snap snaps snapshot snapshots drawing drawings sketch
        sketches diagram diagrams graphic graphics graph chart plan map maps figure fig footage film shot closeup
        close_up illustration polaroid collage mockup plot scribble doodle
    """),
    files=words("""
        file files doc docs document documents pdf pdfs log logs logfile logfiles zip archive spreadsheet spreadsheets
        sheet sheets worksheet workbook csv excel xls xlsx word trace traces stacktrace stack_trace dump dumps har pcap
        capture json xml dataset output table tables list tab tabs export txt eml powerpoint slides slide presentation
        appendix annex audio voice_note voice_message attachment_1
    """),
    papers=words("""
        letter letters invoice invoices bill statement statements receipt receipts contract contracts form forms
        certificate copy copies report reports note slip delivery_note order quote quotation offer email mail message
        thread conversation history correspondence label page pages printout paperwork papers decision notice payslip
        transcript minutes scanned questionnaire brochure leaflet manual passport licence text_message bank_statement
    """),
    attached=words("""
        attached enclosed herewith appended annexed encl enc pfa accompanying inserted embedded attaching enclosing
        hereto atached attachd attched included_here see_attached please_find find_attached find_enclosed attatched
        pinned_to_this with_this_email with_this_mail with_this_message to_this_email to_this_mail to_this_message
        to_this_ticket in_this_email it_s_attached its_attached
    """),
    attachments=words("attachment attachments enclosure enclosures attachement attachements att atts attach"),
    sending=words("""
        i_enclose we_enclose i_attach we_attach i_send we_send i_sent we_sent i_m_sending we_re_sending i_am_sending
        we_are_sending im_sending sending sent_you sent_along send_along sending_along forwarding i_forward i_forwarded
        forwarded i_m_attaching im_attaching am_attaching i_ve_attached i_ve_sent i_put i_ve_put i_added i_ve_added
        i_included i_ve_included i_include including i_pasted pasted pasting i_paste i_took took_a took_some took_two
        taken_a i_made i_ve_made made_a made_you i_recorded recorded filmed i_filmed i_scanned i_ve_scanned scanned
        photographed i_photographed i_snapped snapped i_grabbed grabbed i_captured i_drew here_is here_s heres here_are
        here_you_go here_comes i_uploaded i_ve_uploaded uploaded_it uploaded_here i_dropped dropped_it i_shared
        i_ve_shared shared_it passing_on i_hope_it_comes hope_it_comes comes_through came_through i_m_including
        we_have_attached have_attached have_enclosed have_included i_posted i_ve_posted i_printed copied_below
        copied_here copied_in i_copied sharing submitted_with sent_with sent_with_this came_with i_submit we_submit
        i_provide provided provide_you you_asked_for you_wanted you_requested as_requested as_promised transmit got_this
        received_this came_today i_got_this arrived_today this_arrived filled_in filled_out returning i_return
        photograph_it video_of_it got_it_on_film on_film filmed_it scanned_it photographed_it took_it got_one_of_it
        so_i_filmed
    """),
    pointing=words("""
        see look look_at looking_at check take_a_look have_a_look a_peek refer refer_to cf compare view watch zoom
        inspect examine review read listen ref as_per per according_to judging_by judge going_by open consult note
        notice have_look see_for_yourself play_it hear pay_attention particularly especially
    """),
    showing=words("""
        shows show showing shown visible you_can_see can_be_seen can_see you_see you_ll_see see_what illustrates
        demonstrates proves explains tells says reads readable legible appears depicted displayed pictured described
        seen indicates speaks_for makes_it_clear you_can_hear so_you_can it_says reproduces captures to_show demo
    """),
    within=words("""
        in_the on_the from_the in_my on_my in_this on_this per_the by_the at_the in_that on_that to_the of_the with_the
        in_both on_both in_those in_these in_it on_it
    """),
    this=words("""
        this this_one that these those like_this like_that this_way such following as_follows this_thing that_thing
        this_here same_thing the_same same this_too that_one these_ones this_happens this_is_what this_comes this_keeps
        it_looks now_this just_this only_this looks_like so_it_looks this_is_how here this_today the_thing that_light
        this_light that_icon this_icon this_symbol that_symbol this_button which_wire the_bit
    """),
    places=words("""
        below above underneath beneath left right top bottom corner middle at_the_side on_the_left on_the_right upper
        lower left_hand right_hand at_the_top at_the_bottom next_to beside further_down down_there up_there overleaf
        under_my_signature reverse back_side
    """),
    marks=words("""
        circled circle highlighted highlight marked underlined arrow arrows crossed ticked boxed pencil pen marker
        asterisk starred annotated cross tick outlined encircled striked struck bracketed blurred redacted blacked
        scribbled drawn numbered ringed dot dotted crosses x_marks coloured_in framed handwritten my_handwriting
        i_circled i_ve_circled i_marked i_ve_marked highlighted_it margin margins my_comments my_notes my_remarks
        bubbles comment_bubbles exclamation_mark question_mark triangle squiggle wiggly speech_bubble line_through
        ringed_it i_highlighted i_ve_highlighted i_underlined
    """),
    colours=words("red yellow green blue orange purple pink coloured colored bold grey shaded"),
    parts=words("""
        row rows line lines page pages cell cells column columns entry entries item items position positions paragraph
        section frame packet packets timestamp second minute minutes seconds sheet tab slide field fields slot point
        points number numbers value values figure from_0 onwards tick_box box
    """),
    ordinals=words("""
        first second third fourth fifth last 1st 2nd 3rd 4th both two other the_one the_ones one_with latter former
        either each_of next previous 1 2 3 4 5 image_1 image_2
    """),
    meaning=words("""
        whats_this what_s_that what_is_that what_does_that what_do_these what_am_i_looking what_are_those is_it_supposed
        supposed_to_look is_this_normal is_that_normal right_cable legit genuine does_this_look does_that_look
        does_it_look know_what_to_do make_of what_about_this any_idea_what which_one which_of_these ring_a_bell
        tell_me_what_this why_does_it_do_this is_this_right is_that_right is_this_correct ok_like_this should_it_look
        what_happened_here scam really_from_you do_i_need_to_worry should_i_worry what_do_i_click what_should_i_click
        where_do_i_click why_are_they_different which_do_i why_is_it_different what_is_wrong_here spot_the what_now
    """),
    asking=words("""
        how_do how_can how_to how_does how_long how_many how_much how_big how_would where_do where_can where_is
        where_are can_i can_we can_one could_i is_there are_there is_it_possible possible_to do_you_offer do_you_have
        do_you_support does_your does_the can_the which_format which_role what_size what_format what_is_the who_can
        why_can_t why_do a_way_to way_of any_way we_d_like i_d_like i_would_like we_would_like would_like i_want we_want
        like_to want_to need_to allowed permitted may_i may_we what_does_it_cost can_it can_that can_you_restore
        can_you_delete please_delete please_remove which_file_types tell_me_how show_me_how how_is how_are should_i
        do_i_need to_which how_often when_will
    """),
    coming=words("""
        can_send could_send may_i_send can_i_send shall_i_send should_i_send i_can_make i_could_make if_you_need
        if_needed if_you_want if_you_like if_it_helps if_useful happy_to_send do_you_need would_you_need will_send
        ll_send tomorrow later will_bring ll_bring by_post next_week this_afternoon this_evening tonight on_request
        going_to_send to_which_address where_to_send where_do_i_send where_should_i_send want_me_to would_a
        would_it_help is_enough i_ll_post is_a_photo or_is ll_upload will_upload ll_attach will_attach can_attach
        could_attach would_have_attached i_d_rather_not do_not_want_to_upload let_me_know_if
    """),
    yours=words("""
        your your_help your_page your_site your_website your_manual your_email your_video your_tutorial your_docs
        your_letter you_sent help_page help_centre help_center tutorial knowledge_base documentation faq
    """),
    topics=words("""
        upload uploads uploading uploaded download downloads downloading exports exporting import imports importing
        importer app apps button buttons menu limit limits size maximum mb gb format formats feature function
        functionality option options setting settings preview previews thumbnail thumbnails gallery album editor viewer
        player camera cameras webcam scanner printer widget api endpoint module integration plugin extension dashboard
        portal folder folders library storage cloud backup quota plan licence license template templates avatar logo
        logos banner profile header footer signature resolution pixel pixels compress crop cropping rotate resize
        watermark ocr transcript transcription live stream streaming sync syncs automatic automatically every_month
        every_day weekly monthly restore restored deleted delete removed version_history permission permissions role
        access_logs audit retention gdpr shared sharing share retrieve rename sort order_by sftp ftp codec playback
        buffer wizard attachment_size per_file blocked spam_filter outbox inbox video_call meeting meetings background
        microphone passkeys login_page notification notifications checkbox dropdown search drag drop paste clipboard
        shortcut field filter firmware newsletter load loads loading slowly save saving saved print printing printed
        compressed quality colours_are mirrored upside_down inverted convert converted conversion editor_tab batch bulk
        hd zoom_level attachments_are attachments_from strip stripped signature_image open_attachments hyperlink embed
        widget_on email_template auto scan_to scanning record_calls recording_calls record recorder paste_images
        scheduled schedule generate generated render rendering favicon emoji print_preview shop catalogue catalog
        product products listing listings
    """),
    failing=words("""
        fails fail failed stops stop stuck crashes crash freezes hangs does_not doesn_t won_t cannot can_t refuses
        refused rejected blank empty broken missing lost slow error errors wrong cut_off times_out never not_working
        logs_me_out disappears disappeared garbled black
    """),
    every=words("""
        every each any all no some several certain many without hundreds thousands most always whenever when_i when_we
        if_i if_we when_you every_time new other_people customers users
    """),
    joining=words("that which who where because so and or if when"),
)
