"""The first schema: the ticket's way, and row-level security on what belongs to an account. The knowledge is in 0002."""

from alembic import op

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
OWN_ROWS = "account = current_setting('deskhand.account', true)"


def upgrade() -> None:
    op.execute("create extension if not exists vector")
    op.execute(
        f"do $$ begin create role {APP_ROLE} login nosuperuser nobypassrls nocreatedb nocreaterole; "
        "exception when duplicate_object or unique_violation then null; end $$"
    )
    connection = op.get_bind()
    Base.metadata.create_all(connection, checkfirst=False)
    for table in SCOPED:
        # A row without an account is a stranger's, and so nobody's: only bookkeeping sees it.
        _protect(table, f"current_setting('deskhand.scope', true) = 'all' or {OWN_ROWS}")
    for table in EVERYBODYS:
        _protect(table, "current_setting('deskhand.scope', true) = 'all'")
    # A message belongs to whom its ticket belongs: the policy on tickets decides.
    _protect("messages", "exists (select 1 from tickets where tickets.id = messages.ticket_id)")
    for table in ("accounts", "contacts"):
        column = "id" if table == "accounts" else "account"
        own = f"{column} = current_setting('deskhand.account', true)"
        _protect(table, f"current_setting('deskhand.scope', true) = 'all' or {own}")
    op.execute(f"grant usage on schema public to {APP_ROLE}")
    op.execute(f"grant select, insert, update, delete on all tables in schema public to {APP_ROLE}")
    op.execute(f"grant usage on all sequences in schema public to {APP_ROLE}")
    op.execute(f"revoke insert, update, delete on alembic_version from {APP_ROLE}")


def downgrade() -> None:
    connection = op.get_bind()
    Base.metadata.drop_all(connection)
    op.execute(f"revoke all on schema public from {APP_ROLE}")
    op.execute(f"revoke all on all tables in schema public from {APP_ROLE}")


def _protect(table: str, rule: str) -> None:
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"create policy own_account on {table} to {APP_ROLE} using ({rule}) with check ({rule})")
