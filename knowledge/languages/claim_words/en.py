"""This module holds the English words in which a sentence and its passage can differ."""

from knowledge.languages.claim_words.base import (
    BoundWords,
    ClaimWords,
    ExtentWords,
    ModalWords,
    OrderWords,
    RowWords,
    SameWords,
    StateWords,
    UnitWords,
    words,
)

_STATES = StateWords(
    open=words("open outstanding"),
    unpaid=words("unpaid not_paid not_yet_paid not_been_paid not_yet_been_paid not_settled unsettled"),
    paid=words("paid settled"),
    overdue=words("overdue past_due"),
    refunded=words("refunded credited reimbursed"),
    cancelled=words("cancelled canceled terminated"),
    active=words("active"),
    paused=words("paused suspended"),
    locked=words("locked blocked"),
    read_only=words("read_only"),
    trial=words("trial"),
    fixed=words("fixed fix fixes resolved solved"),
    unfixed=words(
        "unfixed unresolved not_fixed not_yet_fixed not_fixed_yet not_yet_been_fixed not_been_fixed not_resolved"
    ),
    included=words("include includes included including comprises"),
    available=words("available offered supported"),
    unavailable=words("unavailable unsupported not_available not_offered not_supported"),
    deprecated=words("deprecated retired discontinued obsolete"),
    required=words("required mandatory compulsory obligatory"),
    optional=words("optional voluntary"),
    valid=words("valid"),
    expired=words("expired invalid"),
    free=words("free free_of_charge"),
    declined=words("declined refused rejected denied"),
    accepted=words("accepted"),
    approved=words("approved"),
    on=words("""
        enable enables enabled activate activates activated activation switch_on switches_on switched_on turn_on turns_on
        turned_on
    """),
    off=words("off disable disables disabled deactivate deactivates deactivated deactivation switch_off turn_off"),
    online=words("online"),
    offline=words("offline"),
)

_MODALS = ModalWords(
    can=words("can could may might able_to allowed_to possible"),
    must=words("must have_to has_to had_to need_to needs_to required_to"),
    need_not=words("""
        need_not not_have_to not_need_to not_required_to not_required no_need_to not_necessary unnecessary
    """),
    should=words("should recommend recommends recommended advise advised"),
    only=words("only solely exclusively nothing_but"),
)

_BOUNDS = BoundWords(
    at_least=words("at_least minimum min no_less_than not_less_than no_fewer_than from_at_least"),
    at_most=words("at_most up_to maximum max no_more_than not_more_than no_longer_than"),
    more=words(
        "more_than over above exceeds exceeding exceed larger_than greater_than longer_than higher_than bigger_than"
    ),
    less=words("less_than fewer_than under below smaller_than shorter_than lower_than"),
    about=words("about approximately around roughly almost nearly"),
)

_ORDER = OrderWords(
    before=words("before prior_to earlier_than ahead_of"),
    after=words("after later_than"),
    until=words("until till"),
    since=words("since starting as_of"),
    within=words("within"),
    instead=words("instead instead_of rather_than"),
    from_date=words("from of"),
    to_date=words("to"),
)

_EXTENTS = ExtentWords(
    all=words("all any every each everyone everybody everything anyone anybody whole entire"),
    some=words("some certain several few"),
    most=words("most mostly usually"),
    both=words("both"),
    always=words("always"),
    also=words("also too as_well"),
    automatic=words("automatic automatically by_itself"),
    manual=words("manual manually by_hand"),
)

_UNITS = UnitWords(
    second=words("second seconds sec secs"),
    minute=words("minute minutes min mins"),
    hour=words("hour hours hrs"),
    day=words("day days"),
    working_day=words("working_day working_days business_day business_days workday workdays weekdays"),
    week=words("week weeks"),
    month=words("month months"),
    quarter=words("quarter quarters quarterly"),
    year=words("year years"),
    daily=words("daily"),
    weekly=words("weekly"),
    monthly=words("monthly"),
    yearly=words("yearly annual annually"),
    percent=words("% percent"),
    euro=words("€ eur euro euros"),
    dollar=words("$ usd dollar dollars"),
    per=words("per"),
)

_ROWS = RowWords(
    invoice=words("invoice invoices bill"),
    due=words("due payable"),
    billed=words("billed billing"),
    costs=words("cost costs price priced"),
    plan=words("plan plans"),
    seats=words("seat seats paid_seat paid_seats licence licences license licenses"),
    renews=words("renew renews renewed renewal"),
    addon=words("add_on add_ons addon addons"),
    status=words("status state"),
    workspace=words("workspace account"),
    issue=words("known_issue known_issues known_problem known_bug"),
    affects=words("affects affected affect"),
)

_SAME = SameWords(
    click=words("click clicks tap taps press presses"),
    choose=words("choose chooses select selects pick picks"),
    mail=words("e_mail email mail e_mails emails"),
    sign_in=words("""
        sign_in signs_in signed_in sign_ins signing_in log_in logs_in logged_in logging_in login logins signin
    """),
    edit=words("change changes changed edit edits edited modify modifies modified"),
    begin=words("start starts started begin begins"),
    finish=words("finish finishes finished complete completes completed"),
    get=words("get gets receive receives received"),
    picture=words("photo photos picture pictures image images"),
    show=words("show shows shown display displays displayed appear appears see sees"),
)

CLAIMS = ClaimWords(
    states=_STATES,
    modals=_MODALS,
    bounds=_BOUNDS,
    order=_ORDER,
    extents=_EXTENTS,
    units=_UNITS,
    rows=_ROWS,
    same=_SAME,
    denying=words("not no never cannot neither nor none nothing nobody nowhere no_longer"),
    lacking=words("without"),
    denied_before=False,
    joining=words("and but while whereas so which because although"),
    endings=("ings", "ing", "ed", "es", "s", "e"),
    ones=words("a an one"),
    neutral=words("""
        as yes kindly such another then thus therefore however additionally furthermore note way let lets us via
        upon onto while whereas currently itself themselves own himself herself be would you your yours please
    """),
    telling=words("working works work wrong broken password invoice login now still again already today yesterday tomorrow"),
    months=(
        words("january jan"), words("february feb"), words("march mar"), words("april apr"), words("may"),
        words("june jun"), words("july jul"), words("august aug"), words("september sept sep"), words("october oct"),
        words("november nov"), words("december dec"),
    ),
)  # fmt: skip
