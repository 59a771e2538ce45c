"""This module holds the English words of small talk in an answer."""

from knowledge.languages.small_talk.base import SmallTalk, words

SMALL_TALK = SmallTalk(
    telling=words("""
        thank thanks let_us_know let_me_know feel_free hesitate hope_this hope_that hope_it happy_to_help glad_to_help
        happy_to_assist reach_out reach_back write_back reply_to_this get_back_to get_in_touch be_in_touch touch_base
        sorry apologise apologize apologies inconvenience looked_into look_into looking_into checked_your
        checked_this checked_with looked_at_your looked_at_this took_a_look take_a_look had_a_look have_a_look
        reviewed_your went_through passed_on pass_on passed_your passed_this forwarded forward_your escalated raised_it
        raised_this noted_your noted_this made_a_note keep_you_posted keep_you_updated keep_you_informed will_update_you
        update_you here_to_help here_for_you at_your_disposal understand_that understand_how understand_your
        appreciate good_question great_question good_to_hear great_to_hear pleased_to_hear nice_day great_day
        nice_weekend good_weekend nice_evening best_regards kind_regards right_away_on_this on_it working_on_it
        spoke_to spoken_to talked_to discussed_this bear_with_us for_reaching_out for_contacting welcome talk_soon
        close_this_ticket closing_this_ticket close_the_ticket leave_this_ticket we_will_call i_will_call will_come_back
        come_back_to_you all_set good_news
    """),
    beside=words("""
        account case request question questions message email mail ticket issue problem matter situation details
        information feedback idea wish suggestion team colleague colleagues product development developers department
        manager support further more anything else something help helped need needed know answer answered clear clarifies
        today tomorrow soon shortly later week afternoon morning monday tuesday wednesday thursday friday time moment
        meantime while quickly asap possible happen happened caused cause trouble delay confusion patience understanding
        hello dear everyone now again back once news update hear heard hearing try trying work works worked assist
        assistance contact contacting reaching write writing wrote sent send sending personally directly myself closely
        carefully internally happy glad pleased wonderful great good nice much kindly best have having had any other
        sure course absolutely certainly reopen open close closed here there above below
    """),
)
