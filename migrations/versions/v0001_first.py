"""This revision makes the tables of tickets, with row-level security for accounts. The knowledge is in 0002."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The server has one role of this name for all its databases, so it may exist already.
ROLE = (
    "do $$ begin create role deskhand_app login nosuperuser nobypassrls nocreatedb nocreaterole; "
    "exception when duplicate_object or unique_violation then null; end $$"
)
TABLES = {
    "accounts": """
        id varchar primary key,
        name varchar not null,
        language varchar not null,
        plan varchar not null,
        tier varchar not null
    """,
    "contacts": """
        email varchar primary key,
        account varchar not null references accounts (id) on delete cascade,
        name varchar not null,
        role varchar not null,
        verified boolean not null
    """,
    "inbox": """
        id bigint generated always as identity primary key,
        source varchar not null,
        delivery_id varchar not null,
        external_id varchar not null,
        version varchar not null,
        body_sha256 varchar not null,
        payload jsonb not null,
        received_at timestamptz not null default now(),
        unique (source, delivery_id),
        unique (source, external_id, version)
    """,
    "tickets": """
        id bigint generated always as identity primary key,
        source varchar not null,
        external_id varchar not null,
        version bigint not null default '1',
        state varchar not null default 'queued',
        urgency bigint not null default '1',
        attempts bigint not null default '0',
        queued_at timestamptz not null default now(),
        not_before timestamptz not null default now(),
        lease_owner varchar,
        lease_token bigint not null default '0',
        lease_until timestamptz,
        rung_at timestamptz,
        account varchar references accounts (id) on delete set null,
        requester_email varchar,
        requester_name varchar,
        verified boolean not null default false,
        subject varchar not null,
        language varchar,
        channel varchar not null,
        automatic boolean not null default false,
        late boolean not null default false,
        quarantine_reason varchar,
        received_at timestamptz not null default now(),
        finished_at timestamptz,
        unique (source, external_id)
    """,
    "messages": """
        id bigint generated always as identity primary key,
        ticket_id bigint not null references tickets (id) on delete cascade,
        ticket_version bigint not null,
        body varchar not null,
        original varchar not null,
        occurred_at timestamptz not null,
        unique (ticket_id, ticket_version)
    """,
    "runs": """
        id bigint generated always as identity primary key,
        ticket_id bigint not null references tickets (id) on delete cascade,
        ticket_version bigint not null,
        account varchar,
        worker varchar not null,
        base_id varchar not null,
        adapter_ids jsonb not null,
        prompt_hashes jsonb not null,
        tokens jsonb not null,
        milliseconds jsonb not null,
        passages jsonb not null,
        failures jsonb not null,
        created_at timestamptz not null default now()
    """,
    "decisions": """
        id bigint generated always as identity primary key,
        ticket_id bigint not null references tickets (id) on delete cascade,
        ticket_version bigint not null,
        run_id bigint references runs (id) on delete cascade,
        account varchar,
        outcome varchar not null,
        reason varchar not null,
        explanation varchar not null,
        queue varchar,
        priority varchar,
        escalate boolean,
        escalate_reason varchar,
        probabilities jsonb not null,
        created_at timestamptz not null default now(),
        unique (ticket_id, ticket_version)
    """,
    "replies": """
        id bigint generated always as identity primary key,
        decision_id bigint not null unique references decisions (id) on delete cascade,
        account varchar,
        action varchar not null,
        language varchar not null,
        text varchar not null,
        check_findings jsonb not null
    """,
    "citations": """
        id bigint generated always as identity primary key,
        reply_id bigint not null references replies (id) on delete cascade,
        account varchar,
        position bigint not null,
        sentence varchar not null,
        support double precision not null,
        ref varchar not null,
        title varchar not null,
        url varchar not null,
        version varchar not null,
        quote varchar not null
    """,
    "deliveries": """
        id bigint generated always as identity primary key,
        effect_key varchar not null unique,
        ticket_id bigint not null references tickets (id) on delete cascade,
        ticket_version bigint not null,
        account varchar,
        source varchar not null,
        external_id varchar not null,
        payload jsonb not null,
        state varchar not null default 'pending',
        attempts bigint not null default '0',
        not_before timestamptz not null default now(),
        lease_token bigint not null default '0',
        lease_until timestamptz,
        stamp varchar,
        last_error varchar,
        created_at timestamptz not null default now(),
        sent_at timestamptz
    """,
    "adapters": """
        id varchar primary key,
        skill varchar not null,
        first_served_at timestamptz not null default now()
    """,
    "helpdesk_memory": """
        id bigint generated always as identity primary key,
        source varchar not null,
        external_id varchar not null,
        marker varchar not null,
        payload jsonb not null,
        told_at timestamptz not null default now()
    """,
}
INDEXES = (
    "create index ix_contacts_account on contacts (account)",
    "create index ix_tickets_account on tickets (account)",
    "create index tickets_claimable on tickets (urgency, received_at) where state in ('queued', 'running')",
    "create index ix_runs_ticket_id on runs (ticket_id)",
    "create index ix_citations_reply_id on citations (reply_id)",
    "create index ix_deliveries_ticket_id on deliveries (ticket_id)",
    "create index deliveries_due on deliveries (not_before) where state in ('pending', 'sending', 'unsure')",
)
# Which rows the application role sees and writes. Scope "all" is for the worker's bookkeeping, which claims, sweeps and
# delivers across accounts. A row without an account is a stranger's, so only bookkeeping sees it.
BOOKKEEPING = "current_setting('deskhand.scope', true) = 'all'"
OWN_ROWS = f"{BOOKKEEPING} or account = current_setting('deskhand.account', true)"
POLICIES = {
    "accounts": f"{BOOKKEEPING} or id = current_setting('deskhand.account', true)",
    "contacts": OWN_ROWS,
    # These hold whole messages and replies of all customers, and have no column for the account.
    "inbox": BOOKKEEPING,
    "helpdesk_memory": BOOKKEEPING,
    "tickets": OWN_ROWS,
    # A message belongs to the same account as its ticket: the policy on tickets decides.
    "messages": "exists (select 1 from tickets where tickets.id = messages.ticket_id)",
    "runs": OWN_ROWS,
    "decisions": OWN_ROWS,
    "replies": OWN_ROWS,
    "citations": OWN_ROWS,
    "deliveries": OWN_ROWS,
}


def upgrade() -> None:
    op.execute("create extension if not exists vector")
    op.execute(ROLE)
    for table, columns in TABLES.items():
        op.execute(f"create table {table} ({columns})")
    for index in INDEXES:
        op.execute(index)
    for table, rule in POLICIES.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"create policy own_account on {table} to deskhand_app using ({rule}) with check ({rule})")
    op.execute("grant usage on schema public to deskhand_app")
    op.execute("grant select, insert, update, delete on all tables in schema public to deskhand_app")
    op.execute("grant usage on all sequences in schema public to deskhand_app")
    op.execute("revoke insert, update, delete on alembic_version from deskhand_app")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
    op.execute("revoke all on alembic_version from deskhand_app")
    op.execute("revoke all on schema public from deskhand_app")
