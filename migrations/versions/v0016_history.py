"""This revision adds what people handled before: past tickets and their messages, the examples that are made of them, how far an
import is, who was erased, what people made of our decisions, and whose installation this is. It also adds which sources stand at
their last good state, which sections have another name now, and which source names an account.

Past tickets are the owner's alone: row-level security is on, and no policy lets the application role see a row."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

HISTORY = """
create table history_imports (
    source varchar primary key,
    kind varchar not null,
    state varchar not null default 'running' check (state in ('running', 'complete')),
    cursor varchar,
    since timestamptz,
    mapping jsonb not null default '{}',
    counts jsonb not null default '{}',
    started_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
);
create table past_tickets (
    id bigint generated always as identity primary key,
    source varchar not null,
    external_id varchar not null,
    subject varchar not null,
    requester_email varchar,
    requester_name varchar,
    account varchar,
    language varchar,
    channel varchar not null default '',
    brand varchar,
    status varchar not null default '',
    tags text[] not null default '{}',
    group_first varchar,
    group_last varchar,
    priority_first varchar,
    priority_last varchar,
    assignee varchar,
    reopened bigint not null default '0',
    fields jsonb not null default '{}',
    passages text[] not null default '{}',
    created_at timestamptz,
    solved_at timestamptz,
    updated_at timestamptz,
    content_sha256 varchar not null,
    imported_at timestamptz not null default now(),
    unique (source, external_id)
);
create index ix_past_tickets_requester_email on past_tickets (requester_email);
create index ix_past_tickets_account on past_tickets (account);
create table past_messages (
    id bigint generated always as identity primary key,
    past_ticket_id bigint not null references past_tickets (id) on delete cascade,
    position bigint not null,
    external_id varchar not null default '',
    author varchar not null,
    author_name varchar,
    author_email varchar,
    public boolean not null default true,
    text varchar not null,
    occurred_at timestamptz,
    unique (past_ticket_id, position)
);
create table past_examples (
    past_ticket_id bigint primary key references past_tickets (id) on delete cascade,
    content_sha256 varchar not null,
    example jsonb not null,
    made_at timestamptz not null default now()
);
create table past_reviews (
    past_ticket_id bigint primary key references past_tickets (id) on delete cascade,
    shown_reason varchar,
    shown_rule varchar,
    reason varchar,
    reviewed_at timestamptz not null default now()
);
"""
ERASURES = """
create table erasures (
    subject_sha256 varchar primary key,
    kind varchar not null check (kind in ('account', 'email')),
    erased_at timestamptz not null default now()
);
"""
OUTCOMES = """
create table outcomes (
    decision_id bigint primary key references decisions (id) on delete cascade,
    account varchar,
    fate varchar check (fate in ('used', 'edited', 'ignored', 'answered_otherwise')),
    similarity double precision,
    answered_at timestamptz,
    answer varchar,
    queue_after varchar,
    priority_after varchar,
    reopened_at timestamptz,
    carried double precision,
    corrected_at timestamptz,
    solved_at timestamptz,
    seen_at timestamptz not null default now()
);
create table reported_fields (
    id bigint generated always as identity primary key,
    ticket_id bigint not null references tickets (id) on delete cascade,
    account varchar,
    field varchar not null check (field in ('group', 'priority', 'status')),
    value varchar not null,
    author varchar not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null default now(),
    unique (ticket_id, field, occurred_at, value)
);
"""
INSTALLATION = """
create table installation (
    one boolean primary key default true check (one),
    company_id varchar not null,
    made_at timestamptz not null default now()
);
"""
SOURCES = """
create table source_states (
    source varchar primary key,
    reason varchar not null,
    held_since timestamptz not null default now()
);
create table moved_sections (
    old varchar primary key,
    new varchar not null,
    moved_at timestamptz not null default now()
);
create index ix_moved_sections_new on moved_sections (new);
alter table accounts add column source varchar;
update accounts a set source = d.source from documents d where d.kind = 'account' and d.account = a.id;
"""
_BOOKKEEPING = "current_setting('deskhand.scope', true) = 'all'"
_OWNERS = ("history_imports", "past_tickets", "past_messages", "past_examples", "past_reviews", "erasures")


def upgrade() -> None:
    for block in (HISTORY, ERASURES, OUTCOMES, INSTALLATION, SOURCES):
        for statement in block.split(";\n"):
            if statement.strip():
                op.execute(statement)
    for table in _OWNERS:
        op.execute(f"revoke all on {table} from deskhand_app")
        op.execute(f"alter table {table} enable row level security")

    rule = f"{_BOOKKEEPING} or account = current_setting('deskhand.account', true)"
    for table in ("outcomes", "reported_fields"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"create policy own_account on {table} to deskhand_app using ({rule}) with check ({rule})")
        op.execute(f"grant select, insert, update, delete on {table} to deskhand_app")
    op.execute("revoke all on installation from deskhand_app")
    op.execute("grant select on installation to deskhand_app")
    for table in ("source_states", "moved_sections"):
        op.execute(f"revoke all on {table} from deskhand_app")
        op.execute(f"grant select on {table} to deskhand_app")


def downgrade() -> None:
    op.execute("alter table accounts drop column source")
    for table in (
        "moved_sections",
        "source_states",
        "installation",
        "reported_fields",
        "outcomes",
        "erasures",
        "past_reviews",
        "past_examples",
        "past_messages",
        "past_tickets",
    ):
        op.execute(f"drop table {table}")
    op.execute("drop table history_imports")
