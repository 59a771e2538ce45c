"""Knowledge in indexes that can be built beside each other. Passages are derived, so the old ones are not carried over:
the next `deskhand knowledge sync` reads the sources again."""

from alembic import op

from knowledge.index.tables import KnowledgeBase

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APP_ROLE = "deskhand_app"
READABLE = ("indexes", "documents", "passages", "term_counts", "sync_failures")
# Of documents and passages the application role never sees another account's, whatever it sets.
OWN_OR_PUBLIC = "account is null or account = current_setting('deskhand.account', true)"

# 0001 once made these tables otherwise. On one it makes now, nothing of this changes anything.
CATCH_UP = (
    "alter table tickets add column if not exists queued_at timestamptz not null default now()",
    "alter table tickets add column if not exists late boolean not null default false",
    "alter table messages drop column if exists from_staff",
    "alter table adapters drop column if exists manifest",
)
EVERYBODYS = ("inbox", "helpdesk_memory")
BOOKKEEPING = "current_setting('deskhand.scope', true) = 'all'"

# Row-level security keeps every condition that might leak a row out of an index scan, and `@@` counts as such: as the
# application role Postgres would read all passages for every query. These read public passages only, as their owner.
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
    for statement in CATCH_UP:
        op.execute(statement)
    for table in EVERYBODYS:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"drop policy if exists own_account on {table}")
        op.execute(
            f"create policy own_account on {table} to {APP_ROLE} using ({BOOKKEEPING}) with check ({BOOKKEEPING})"
        )
    for table in ("passages", "documents", "sync_failures"):
        op.execute(f"drop table if exists {table}")
    KnowledgeBase.metadata.create_all(op.get_bind(), checkfirst=False)
    for table in ("documents", "passages"):
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"create policy own_account on {table} to {APP_ROLE} using ({OWN_OR_PUBLIC})")
    for table in KnowledgeBase.metadata.tables:
        op.execute(f"revoke all on {table} from {APP_ROLE}")
    for table in READABLE:
        op.execute(f"grant select on {table} to {APP_ROLE}")
    for function, definition in FUNCTIONS.items():
        op.execute(definition)
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to {APP_ROLE}")


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"drop function {function}")
    KnowledgeBase.metadata.drop_all(op.get_bind())
