"""This revision makes the tables of the knowledge, with indexes that can be built beside each other."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = {
    "indexes": """
        id bigint generated always as identity primary key,
        state varchar not null,
        encoder varchar not null,
        splitter bigint not null,
        dimensions bigint not null,
        passages bigint not null default 0,
        counted bigint not null default 0,
        scores jsonb not null default '{}',
        created_at timestamptz not null default now(),
        live_since timestamptz
    """,
    "documents": """
        id bigint generated always as identity primary key,
        path varchar not null unique,
        source varchar not null,
        kind varchar not null,
        title varchar not null,
        fingerprint varchar not null,
        content_sha256 varchar not null,
        metadata_sha256 varchar not null,
        body jsonb not null,
        account varchar,
        synced_at timestamptz not null default now()
    """,
    "passage_sets": """
        index_id bigint not null references indexes (id) on delete cascade,
        document_id bigint not null references documents (id) on delete cascade,
        content_sha256 varchar,
        claimed_until timestamptz,
        primary key (index_id, document_id)
    """,
    "passages": """
        id bigint generated always as identity primary key,
        index_id bigint not null references indexes (id) on delete cascade,
        document_id bigint not null references documents (id) on delete cascade,
        ref varchar not null,
        kind varchar not null,
        title varchar not null,
        url varchar not null,
        version varchar not null,
        text varchar not null,
        account varchar,
        valid_from date,
        valid_until date,
        lexemes tsvector not null,
        weights sparsevec not null,
        embedding halfvec not null,
        unique (index_id, ref)
    """,
    "term_counts": """
        index_id bigint not null references indexes (id) on delete cascade,
        lexeme varchar not null,
        passages bigint not null,
        primary key (index_id, lexeme)
    """,
    "sync_failures": """
        path varchar primary key,
        source varchar not null,
        reason varchar not null,
        failed_at timestamptz not null default now()
    """,
}
INDEXES = (
    "create unique index one_live_index on indexes (state) where state = 'live'",
    "create unique index one_building_index on indexes (state) where state = 'building'",
    "create index ix_documents_source on documents (source)",
    "create index ix_passages_document_id on passages (document_id)",
    "create index passages_account on passages (account, index_id) where account is not null",
    "create index passages_lexemes on passages using gin (lexemes) where account is null",
    "create index passages_kind on passages (index_id, kind) where account is null and kind <> 'docs'",
)
READABLE = ("indexes", "documents", "passages", "term_counts", "sync_failures")
# Scope "all" has no effect here: the application role sees what is public, and what belongs to one account at a time.
OWN_OR_PUBLIC = "account is null or account = current_setting('deskhand.account', true)"

# Under row-level security Postgres does not use an index for a condition that might leak a row, and `@@` counts as one:
# the application role would read all passages for every query. These functions read public passages only, as their
# owner.
FUNCTIONS = {
    "public_matches(bigint, tsquery, sparsevec, date, bigint)": """
        create function public_matches(index bigint, words tsquery, query sparsevec, today date, most bigint)
        returns table (id bigint, score double precision) language sql stable strict security definer rows 50 begin atomic
            select p.id, -(p.weights <#> query) from passages p
            where p.account is null and p.index_id = index and p.lexemes @@ words
                and (p.valid_from is null or p.valid_from <= today) and (p.valid_until is null or p.valid_until >= today)
            order by 2 desc limit most;
        end""",
    "public_names(bigint, tsquery, date, bigint)": """
        create function public_names(index bigint, words tsquery, today date, most bigint)
        returns table (id bigint, score double precision) language sql stable strict security definer rows 50 begin atomic
            select p.id, ts_rank(p.lexemes, words) from passages p
            where p.account is null and p.index_id = index and p.lexemes @@ words
                and (p.valid_from is null or p.valid_from <= today) and (p.valid_until is null or p.valid_until >= today)
            order by 2 desc, 1 limit most;
        end""",
}


def upgrade() -> None:
    for table, columns in TABLES.items():
        op.execute(f"create table {table} ({columns})")
    for index in INDEXES:
        op.execute(index)
    for table in ("documents", "passages"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"create policy own_account on {table} to deskhand_app using ({OWN_OR_PUBLIC})")
    for table in TABLES:  # a server may grant rights by default
        op.execute(f"revoke all on {table} from deskhand_app")
    for table in READABLE:
        op.execute(f"grant select on {table} to deskhand_app")
    for function, definition in FUNCTIONS.items():
        op.execute(definition)
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to deskhand_app")


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"drop function {function}")
    for table in reversed(TABLES):
        op.execute(f"drop table {table}")
