"""This module holds the words with which people take or refuse an answer in English."""

from knowledge.languages.base import ThreadWords, words

THREAD = ThreadWords(
    thanks=words("""
        thanks thank_you thankyou thx thnx tnx tx ty tysm thank_u cheers ta much_appreciated appreciate_it
        appreciate_that appreciate_your appreciate_the appreciated many_thanks grateful thankful legend lifesaver
        you_rock youre_the_best you_are_the_best you_re_the_best you_re_a_star kudos
    """),
    kindness=words("""
        so very much really a an the lot bunch million again for and all both you your yours from me us we i my our is
        am are was it that this to of in on at with as well too such quick quickly fast swift prompt rapid speedy help
        helping support assistance reply replies response responding responded replying answer answering answered
        answers info information explanation explaining explained advice tip hint clarification clarifying update
        updating time effort patience work great good excellent perfect wonderful amazing awesome fantastic brilliant
        super nice lovely cool ok okay k fine yes yep yeah yup right got understood noted clear see everything hi hello
        hey dear team all folks guys everyone there good_morning good_afternoon good_evening morning afternoon evening
        have day days weekend week evening rest best regards kind warm wishes sincerely cheers take care bye goodbye
        later soon happy pleased glad relieved delighted job done clear_now makes_sense will_do will_try_it
        will_try_that ill_try_it i_will_try i_ll_try_it i_ll_try_that let_you_know service exactly what needed wanted
        just we_needed i_needed looking_for colleague colleagues side behalf sent_from_my iphone ipad android sorted now
        already sooo soo kindly
    """),
    approving=words("""
        perfect great excellent brilliant wonderful awesome fantastic amazing lovely super cool ok okay k got_it
        understood noted good nice makes_sense will_do sounds_good
    """),
    solved=words("""
        works working worked solved resolved fixed sorted helped helpful did_it did_the_trick does_the_trick found_it
        it_is_there is_there_now arrived runs running back_up all_good all_set back_to_normal in_again logged_in got_in
        sorted_out up_and_running problem_solved
    """),
    closing=words("""
        no_further_questions no_more_questions no_other_questions nothing_else nothing_further no_further_help
        can_be_closed can_close close_the_ticket close_this close_it close_my_ticket consider_this_closed no_problem
        no_worries no_need no_reply_needed no_need_to_reply case_closed please_close that_s_all that_is_all thats_all
        that_was_all that_will_be_all do_not_need_anything no_longer_needed never_mind nevermind solved_it_myself
        not_needed
    """),
    contrast=words("""
        but however although though unfortunately except sadly yet only instead unless otherwise or nevertheless
        nonetheless meanwhile alas while still another also besides additionally furthermore plus next in_advance
        advance one_more one_last quick_question when_you_get when_can as_soon_as
    """),
    asking=words("""
        how what when where which who whose why whether can could would should may shall will_you please need want
        like_to wondering wonder ask question questions tell_me explain show_me send check look confirm must have_to
        is_there is_it are_there do_you does_it do_i did_you any anyone if
    """),
    outcomes=words("""
        work works worked working help helps helped helping helpful solve* resolv* fix* change* succeed* success effect
        arrive* get_in open* load* appear* show* answer* address* accept* run runs make_sense apply applies useful
        possible luck joy difference clear clearer correct right true relevant enough
    """),
    denying=words("""
        not no never none nothing without neither nor cannot cant couldnt didnt doesnt dont isnt wasnt wont wouldnt
        hasnt havent hadnt arent werent hardly barely zero unable fails failed fail stops stopped
    """),
    refusing=words("no nope nah no_no negative wrong nonsense"),
    complaining=words("""
        still again same_error same_problem same_issue same_thing same_result same_message same_as_before same_again
        the_same as_before no_luck no_joy no_change no_difference no_effect no_success no_help no_good no_use
        unsuccessful useless unhelpful not_helpful already_tried already_did already_done tried_that tried_it tried_this
        did_that did_all done_that done_all followed followed_the followed_your as_you_said as_described as_instructed
        as_suggested as_you_suggested as_you_described what_you_said what_you_suggested you_suggested your_suggestion
        your_answer your_reply your_instructions your_solution your_advice your_steps wrong_answer incorrect not_correct
        not_right not_true not_what not_my_question not_the_question my_question did_not_answer misunderstood misread
        not_understood didn_t_ask did_not_ask nothing_happens nothing_happened nothing_changed doesn_t_help keeps
        keep_getting back_again is_back came_back comes_back reappeared even_worse worse worsened no_better to_no_avail
        in_vain persists persist persisting remains continue_to continues reopen re_open reopening not_solved
        not_resolved unsolved unresolved not_fixed not_sorted stuck greyed_out grayed_out missing second_time third_time
        once_more how_often how_many_times ignored read_my read_what frustrat* annoy* disappoint* ridiculous
        unacceptable joke copy_paste copied canned robot bot automated waiting waste broken_again cannot_find can_t_find
        can_not_find don_t_see do_not_see can_t_see cannot_see there_is_no there_s_no no_such isn_t_there is_not_there
        not_there not_available not_visible doesn_t_exist does_not_exist
    """),
    pointing=words("""
        it its it_s that that_s this these those them they he she him her one ones there then same so such step steps
        above latter former mentioned you_said you_mentioned you_wrote the_link the_button the_page the_menu the_screen
        the_option the_setting the_field the_mail the_email the_code the_file the_list your_answer your_reply your_mail
        your_message in_that_case what_about and_what_about and_for and_if and_then after_that before_that
    """),
    vague=words("""
        problem* issue* urgent* request* support trouble important asap fwd error* help inquiry enquiry query message
        mail email ticket case contact feedback customer test matter attention regarding subject untitled assistance
    """),
)
