"""The notes of `typical`, as they are read in plain text."""

GOLDEN = {
    "held draft": """\
Deskhand: held for a person, because replies are drafts until DESKHAND_REPLY_MODE is send.
(reason: draft_mode; decided by rule of the product)

Draft:
Hello,

1. Open Settings > Users.
2. Select the user and choose Reset password.

A reset link is valid for 60 minutes. With single sign-on there is no password to reset: your identity provider keeps it.

Read more:
Login > Reset a password (https://help.x.example/login)
Single sign-on > Passwords (https://help.x.example/sso)

Kind regards,
Ferrowick Support

Where each sentence stands:
1. Login > Reset a password (https://help.x.example/login): word for word
2. Login > Reset a password (https://help.x.example/login): word for word
3. Login > Reset a password (https://help.x.example/login): word for word
4. Single sign-on > Passwords (https://help.x.example/sso): word for word

Confidence: right in about 9 of 10 such cases (from 212).

Answered before in this ticket:
- Please look into the spam folder first.

Account of the verified sender:
- Plan: team; tier: standard
- Brightloaf Bakeries is on the Team plan with 12 paid seats, billed monthly in EUR. The account status is active.
- Unpaid: Invoice F-2026-04482 of 2026-11-01 for 498.00 EUR is open, due 2026-11-15.
- Past ticket T-47638 of 2026-10-14, Oven 4 meter stopped counting: The port was closed. Outcome: solved.

Files of the ticket:
- screen.png (image/png, 240.0 kB): not read: images are not read

Also found in the knowledge:
- Refunds > Limits (https://wiki.x.example/refunds) (not for customers)
  Refunds above 500 EUR need the signature of the team lead.""",
    "below the bar": """\
Deskhand: held for a person, because the check found 2 things in the draft that a person must look at.
(reason: check_failed; decided by rule of the product)

No finished reply. Sentences of the knowledge to use:
- Login > Reset a password (https://help.x.example/login)
  “1. Open Settings > Users.”
  “2. Select the user and choose Reset password.”
  “A reset link is valid for 60 minutes.”
- Single sign-on > Passwords (https://help.x.example/sso)
  “With single sign-on there is no password to reset: your identity provider keeps it.”

Confidence: right in about 2 of 10 such cases (estimated from 330).

What is missing or wrong:
- Still open: the reply does not meet: "And please refund our yearly plan."
- Not in the knowledge: no passage contains 90
  It said: “A reset link is valid for 90 minutes.”

Account of the verified sender:
- Plan: team; tier: standard
- Brightloaf Bakeries is on the Team plan with 12 paid seats, billed monthly in EUR. The account status is active.
- Unpaid: Invoice F-2026-04482 of 2026-11-01 for 498.00 EUR is open, due 2026-11-15.
- Past ticket T-47638 of 2026-10-14, Oven 4 meter stopped counting: The port was closed. Outcome: solved.

Also found in the knowledge:
- Refunds > Limits (https://wiki.x.example/refunds) (not for customers)
  Refunds above 500 EUR need the signature of the team lead.""",
    "handed over": """\
Deskhand: handed over to a person, because the customer asks for a person: "Please call me" (found by rule).
(reason: asks_for_person; decided by rule of the product)

Your rule for this: The customer asks for a person.

Account of the verified sender:
- Plan: team; tier: standard
- Brightloaf Bakeries is on the Team plan with 12 paid seats, billed monthly in EUR. The account status is active.
- Unpaid: Invoice F-2026-04482 of 2026-11-01 for 498.00 EUR is open, due 2026-11-15.
- Past ticket T-47638 of 2026-10-14, Oven 4 meter stopped counting: The port was closed. Outcome: solved.

Found in the knowledge:
- Brightloaf Bakeries > invoice F-2026-04482 (accounts/acc-a#invoice F-2026-04482)
  Invoice F-2026-04482 of 2026-11-01 for 498.00 EUR is open, due 2026-11-15.
- Refunds > Limits (https://wiki.x.example/refunds) (not for customers)
  Refunds above 500 EUR need the signature of the team lead.
- [less trusted source, for you only] Single sign-on > Passwords (https://help.x.example/sso)
  With single sign-on there is no password to reset: your identity provider keeps it.""",
    "foreign language": """\
Deskhand: held for a person, because the knowledge answers it in English only, and the customer writes German.
(reason: other_language; decided by rule of the product)

No finished reply. Sentences of the knowledge to use:
- Login > Reset a password (https://help.x.example/login)
  [English] “1. Open Settings > Users.”
  [English] “2. Select the user and choose Reset password.”

Confidence: right in about 9 of 10 such cases (from 212).

Account of the verified sender:
- Plan: team; tier: standard
- Brightloaf Bakeries is on the Team plan with 12 paid seats, billed monthly in EUR. The account status is active.
- Unpaid: Invoice F-2026-04482 of 2026-11-01 for 498.00 EUR is open, due 2026-11-15.
- Past ticket T-47638 of 2026-10-14, Oven 4 meter stopped counting: The port was closed. Outcome: solved.""",
    "unverified sender": """\
Deskhand: held for a person, because the sender is not a verified contact of an account.
(reason: unverified_requester; decided by rule of the product)

Draft:
Hello,

1. Open Settings > Users.
2. Select the user and choose Reset password.

A reset link is valid for 60 minutes. With single sign-on there is no password to reset: your identity provider keeps it.

Read more:
Login > Reset a password (https://help.x.example/login)
Single sign-on > Passwords (https://help.x.example/sso)

Kind regards,
Ferrowick Support

Where each sentence stands:
1. Login > Reset a password (https://help.x.example/login): word for word
2. Login > Reset a password (https://help.x.example/login): word for word
3. Login > Reset a password (https://help.x.example/login): word for word
4. Single sign-on > Passwords (https://help.x.example/sso): word for word

Confidence: right in about 9 of 10 such cases (from 212).

The sender is not verified, so nothing of an account is shown.

Also found in the knowledge:
- Refunds > Limits (https://wiki.x.example/refunds) (not for customers)
  Refunds above 500 EUR need the signature of the team lead.""",
}
