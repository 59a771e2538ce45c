"""This module holds the English words that tell what a ticket asks for."""

from knowledge.languages.base import AskingWords, words

ASKING = AskingWords(
    interrogatives=words("""
        how how's what what's why where where's which who who's whose how_much how_many whether
    """),
    inverted=words("""
        can_i can_we can_you can_it can_the can_one can_someone can_somebody can_they can_this can_that could_i
        could_we could_you could_it could_the could_they could_someone do_i do_we do_you do_they do_the does_it
        does_the does_this does_that does_your does_my does_our did_i did_we did_you did_it is_it is_there is_this
        is_that is_my is_our is_your is_the are_there are_we are_you are_they are_the are_our are_these was_it
        was_there will_it will_the will_we will_you will_i will_they will_this would_it would_you would_we would_i
        should_i should_we may_i may_we must_i must_we shall_i shall_we have_you have_we has_the has_it has_someone
        am_i any_idea any_chance any_way is_possible when_will when_do when_does when_is when_are when_can what_if
        how_come
    """),
    requests=words("""
        please pls plz kindly i_need we_need need_to_know i_want we_want wants_to want_to_know i'd_like we'd_like
        would_like we'd_love i_would_love can_you could_you would_you tell_me tell_us let_me_know let_us_know
        help_me_with i_wonder we_wonder wondering i_wish asks_how asks_for asks_if asks_what asks_whether
        wants_to_know question_is have_to_know have_to_find advise we_request i_request requesting looking_for
        i_have_to_know needs_to needs_a needs_an need_a need_an need_the need_two need_three needs_the wants_the
        would_need wants_us want_the i_demand
    """),
    imperatives=words("""
        tell explain send show give cancel refund remove delete add change update check correct reset unlock restore
        resend merge move increase extend renew upgrade downgrade transfer invite activate deactivate disable enable
        switch stop make set provide confirm convert separate rename assign return put charge
    """),
    problems=words("""
        not no nothing never none nobody nowhere cannot cant wont dont doesnt didnt isnt arent wasnt couldnt wouldnt
        hasnt havent error errors empty blank wrong missing fails failed failing failure broken stuck hangs hanging
        freezes frozen crash crashes crashed disappeared vanished gone lost blocked locked rejected refused denied
        declined twice double doubled duplicate duplicated slow late bounced expired invalid incorrect unexpected
        stopped stops unable without instead offline paused black incomplete overdue misspelled misspelt overcharged
        chokes garbled unreadable
    """),
    adding=words("""
        also another besides besides_that additionally in_addition moreover furthermore plus secondly third thirdly
        fourth then_unrelated unrelated by_the_way btw one_more one_last last_thing last_question another_thing
        other_thing other_question on_another separately while_writing while_i'm while_we're while_at_it while_you're
        as_well on_top apart_from_that finally lastly oh_and and_also and_please and_could and_can and_how and_what
        and_where and_why and_which and_is and_do and_does and_who and_when and_will and_should and_would and_may
        and_are and_if and_one and_another and_then and_i_need and_we_need and_i_want and_we_want and_our and_the
        and_my p_s ps different_topic different_question second_question second_thing second_of_all and_second
        next_question next_point next_thing second_the second_we second_i second_is second_can second_how second_our
        then_there then_a then_another then_our a_second the_second_question while_at while_i_m any_chance
    """),
    several=words("""
        two_things three_things two_questions three_questions two_topics two_points two_issues two_problems
        three_issues few_things several_things some_things couple_of_things couple_of_questions few_questions
        several_questions two_requests several_points several_issues bits_and_pieces list_of two_unrelated
        three_unrelated unrelated three_bits few_bits first firstly first_of_all
    """),
    referring=words("""
        it its this that these those they them there same either instead if_not if_so if_it if_yes if_they otherwise
        in_that_case in_case
    """),
    vague=words("""
        help helping assist assistance support question questions problem problems issue issues trouble troubles
        difficulty difficulties bug bugs error errors wrong broken broke fail fails failed failing working works
        worked work function functioning functions fix fixed repair solve solved resolve resolved sort look check
        checking urgent urgently asap quick quickly soon fast emergency immediately now anyone anybody someone
        somebody everyone nobody something anything everything nothing thing things stuff situation matter case ticket
        message mail email reply answer respond response contact reach app apps application software program programme
        tool platform system website site webpage page service product account your_side computer laptop pc ferrowick
        thank thanks thx cheers hello hi hey hiya yo dear team guys folks sir madam mr mrs good morning afternoon
        evening day regards best kind greetings happening happened happens going stopped stuck weird strange odd funny
        crazy mess annoying frustrated frustrating terrible awful bad badly useless sorry kindly possible possibly try
        tried trying again keep keeps always whole long time times week weeks days hour hours minute minutes since
        ever able unable use using used need needs needed want advise advice info information explain understand
        confused lost clue idea ideas know knowing doing goes gone went come comes came say says said tell please pls
        plz plzz ok okay yes really actually just stupid damn waiting wait customer user client big huge serious small
        little bit lot lots happy hope let lets me us there ring back get getting got make makes sense put see seeing
        seen screenshot picture attached attachment below above regarding concerning re fwd aw subject hear write
        wrote writing ask asking asks read open call called sure dont doesnt didnt isnt cant wont wasnt having had hav
        plss helpp ty hallo kinda gotta gonna im ive id ill youre thats whats theres its anymore giving gives gave
        same acting acts act up playing play news phone phones mobile smartphone tablet tablets device devices browser
        disaster technical tech required require request requesting enquiry inquiry touch out desperate hopeless
        horrible rubbish garbage crap hell god impossible difficult hard properly correctly right unfortunately
        apparently literally completely totally entirely absolutely constantly continuously repeatedly currently
        recently suddenly lately hours' details more pretty appreciated appreciate grateful greatly needing heard lol
        omg wtf hmm um er eh nah nope yep yeah wishes sincerely yours faithfully truly take care ta mate pal buddy guy
        gents ladies everybody all fine fully important importance critical priority concern concerns concerned talk
        discuss explanation offer provide figure happen reason reasons mean means tonight weekend noon night monday
        tuesday wednesday thursday friday saturday sunday
    """),
    telling=words("password invoice login"),
)
