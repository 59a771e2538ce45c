"""The first schema: the ticket's way, the knowledge, and row-level security on what belongs to an account."""

from alembic import op

from knowledge.tables import KnowledgeBase
from worker.db.tables import Base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APP_ROLE = "deskhand_app"
# Bookkeeping rows: the worker reads them across accounts (scope "all") to claim, sweep and deliver.
SCOPED = ("tickets", "runs", "decisions", "replies", "citations", "deliveries")
# Whole messages and replies of everybody, without an account of their own: bookkeeping alone.
EVERYBODYS = ("inbox", "helpdesk_memory")
# Knowledge rows: the application role never sees another account's, whatever it sets.
KNOWLEDGE = ("documents", "passages")
OWN_ROWS = "account = current_setting('deskhand.account', true)"
OWN_ACCOUNT = "account is null or account = current_setting('deskhand.account', true)"


def upgrade() -> None:
    op.execute("create extension if not exists vector")
    op.execute(
        f"do $$ begin create role {APP_ROLE} login nosuperuser nobypassrls nocreatedb nocreaterole; "
        "exception when duplicate_object or unique_violation then null; end $$"
    )
    connection = op.get_bind()
    Base.metadata.create_all(connection, checkfirst=False)
    KnowledgeBase.metadata.create_all(connection, checkfirst=False)
    # Only public knowledge shares an approximate index: an account's rows are few and are scanned exactly.
    op.execute(
        "create index passages_embedding on passages using hnsw (embedding vector_cosine_ops) where account is null"
    )
    for table in SCOPED:
        # A row without an account is a stranger's, and so nobody's: only bookkeeping sees it.
        _protect(table, f"current_setting('deskhand.scope', true) = 'all' or {OWN_ROWS}")
    for table in EVERYBODYS:
        _protect(table, "current_setting('deskhand.scope', true) = 'all'")
    for table in KNOWLEDGE:
        _protect(table, OWN_ACCOUNT)
    # A message belongs to whom its ticket belongs: the policy on tickets decides.
    _protect("messages", "exists (select 1 from tickets where tickets.id = messages.ticket_id)")
    for table in ("accounts", "contacts"):
        column = "id" if table == "accounts" else "account"
        own = f"{column} = current_setting('deskhand.account', true)"
        _protect(table, f"current_setting('deskhand.scope', true) = 'all' or {own}")
    op.execute(f"grant usage on schema public to {APP_ROLE}")
    op.execute(f"grant select, insert, update, delete on all tables in schema public to {APP_ROLE}")
    op.execute(f"grant usage on all sequences in schema public to {APP_ROLE}")
    for table in (*KNOWLEDGE, "sync_failures", "alembic_version"):
        op.execute(f"revoke insert, update, delete on {table} from {APP_ROLE}")


def downgrade() -> None:
    connection = op.get_bind()
    KnowledgeBase.metadata.drop_all(connection)
    Base.metadata.drop_all(connection)
    op.execute(f"revoke all on schema public from {APP_ROLE}")
    op.execute(f"revoke all on all tables in schema public from {APP_ROLE}")


def _protect(table: str, rule: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"create policy own_account on {table} to {APP_ROLE} using ({rule}) with check ({rule})")
