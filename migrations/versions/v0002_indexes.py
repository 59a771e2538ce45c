"""Knowledge in indexes that can be built beside each other. Passages are derived, so the old ones are not carried over:
the next `deskhand knowledge sync` reads the sources again."""

from alembic import op

from knowledge.tables import KnowledgeBase

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APP_ROLE = "deskhand_app"
READABLE = ("indexes", "documents", "passages", "term_counts", "sync_failures")
# Of documents and passages the application role never sees another account's, whatever it sets.
OWN_OR_PUBLIC = "account is null or account = current_setting('deskhand.account', true)"


def upgrade() -> None:
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


def downgrade() -> None:
    KnowledgeBase.metadata.drop_all(op.get_bind())
