"""This module holds the texts that `deskhand init` writes. Braces are places to fill; doubled ones are written as one."""

COMPANY = """\
# Your company, as Deskhand knows it (DESKHAND_COMPANY). `deskhand company check` lists every mistake with its line.
# docs/guides/own-company.md leads through the first afternoon; demo/company.toml is a fuller example.

# What is learned from your tickets carries this id, and so does the database. Do not change it later.
id = {id}
name = {name}
# How replies are signed.
signature = {signature}
# A reply may name a plan, a product or an add-on only if the passage it cites does: ["Starter", "Business"].
protected_names = []

# The queue of what is no support request. A ticket that asks for a person is never put there.
not_support_queue = {not_support}

# Queues that a ticket can be routed to, as your helpdesk calls them. The description is what a new colleague would be told,
# and what the heads read.
[queues]
{queues}

# When a person must take a ticket, in your own words: agents read them in the notes. The reasons are Deskhand's; remove one
# that you do not use.
[escalation]
asks_for_person = "The customer asks for a person, a call or a manager."
security_or_legal = "Vulnerability, breach, compromised login, lawyer, contract or data-protection request."
money_beyond_policy = "Refund, credit or discount that the written policy does not grant by itself."
outage_priority_account = "An important account cannot work at all, or has lost data."
angry_or_at_risk = "The customer is angry, threatens to leave or has asked about the same thing before without help."
several_problems = "Two or more unrelated problems that no single passage answers."
not_covered = "Nothing in the knowledge answers it, or the answer depends on looking into the customer's data by hand."
not_support = "Spam, sales pitches, job applications, automatic replies, thanks: nothing to answer."
{voices}
# What a reply may name: your own domains, mail addresses, phone numbers. Until this list is there, every reply that names one
# is held. `deskhand knowledge contacts --write` proposes it from your documents.
# [contacts]
# domains = ["example.com"]

# What a customer is asked, once, whose ticket says too little. You approve the words; they are sent as they are.
# [questions]
# {first} = {{ en = "Which invoice number do you mean, and what is wrong with it?" }}

# Rules stand above everything that is learned (docs/guides/rules.md).
# [[rules]]
# name = "large sums"
# effect = "never_send"          # or always_escalate, never_escalate, queue
# amount_over = 500

# What past tickets teach: which group of the helpdesk is which queue, which priority is which.
# [history]
# groups = {{ "Billing team" = {first_text} }}
# priorities = {{ P1 = "urgent", P2 = "high", P3 = "normal", P4 = "low" }}
"""

KNOWLEDGE = """\
# Where your company's knowledge comes from (DESKHAND_KNOWLEDGE). `deskhand knowledge sync` reads all of it.
# Each [sources.NAME] is one source; NAME (a-z, 0-9, -, _) is the first part of its references: docs/refunds.md#Fees.
# Paths are relative to this file. Secrets never stand here: a *_env option names the variable of `.env` that holds one.
# docs/guides/knowledge-sources.md describes every kind: price books, known issues, accounts, macros, databases.

# Whose knowledge this is: the id of company.toml. Another company is refused.
company = {id}

{sources}
# A price book: YAML, CSV or JSON. A row past its valid_until is never quoted.
# [sources.pricing]
# type = "prices"
# path = "prices.csv"

# Your customers, so that a reply may use a verified contact's own rows.
# [sources.accounts]
# type = "accounts"
# path = "accounts.csv"

# Handled tickets, which show the search what answered such a question before. `deskhand history examples` writes them.
# [sources.handled]
# type = "handled_tickets"
# paths = ["tickets/train.jsonl"]

# The same from the database, without files: tickets that were imported, and those that people solve from now on.
# [sources.history]
# type = "history"
"""

ENV = """\
# The settings of this folder. Every `deskhand` command that is run in the folder reads them; a variable of the shell is
# stronger. Secrets belong in this file, which only you can read.
DESKHAND_COMPANY={company}
DESKHAND_KNOWLEDGE={knowledge}
# What is learned from your tickets: empty on the first day.
DESKHAND_ADAPTERS={adapters}
# PostgreSQL, Valkey, the converted base model and logs.
DESKHAND_HOME={home}

# draft: every reply is a note that a person sends. Leave it so until `deskhand replay` and the send threshold say otherwise.
DESKHAND_REPLY_MODE=draft

{helpdesk}"""

STANDARD = """\
# Webhooks of any helpdesk (Standard Webhooks, docs/guides/webhooks.md): make a secret with
# `echo whsec_$(openssl rand -base64 32)`.
#DESKHAND_STANDARD_SECRETS=["whsec_..."]
"""

ZENDESK = """\
# Zendesk: where it is, as whom Deskhand reads and writes, and the signing secret of the webhook (docs/guides/webhooks.md).
# `deskhand history import zendesk` needs the first three; webhooks and notes need all of them.
#DESKHAND_HELPDESK=zendesk
#DESKHAND_ZENDESK_URL=https://<subdomain>.zendesk.com
#DESKHAND_ZENDESK_EMAIL=
#DESKHAND_ZENDESK_TOKEN=
#DESKHAND_ZENDESK_AGENT_ID=
#DESKHAND_ZENDESK_SECRETS=["..."]
# The Zendesk group of each queue, by its id.
#DESKHAND_ZENDESK_GROUPS={{{groups}}}
"""

IGNORED = """\
# Secrets, data, and the words of customers stay out of git.
.env
.deskhand/
tickets/
/labels.csv
/*.html
"""
