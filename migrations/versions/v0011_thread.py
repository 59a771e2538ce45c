"""A ticket is a thread: every message has its own words, the account that vouches for its writer, and the time it came; a
ticket says when it was last resolved."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table tickets add resolved_at timestamptz")
    op.execute(
        """
        alter table messages
            add verified_account varchar,
            add received_at timestamptz not null default now()
        """
    )
    # Until now a ticket said it for all of its messages.
    op.execute(
        """
        update messages m set received_at = m.occurred_at,
            verified_account = case when t.verified and m.ticket_version is not null then t.account end
        from tickets t where t.id = m.ticket_id
        """
    )


def downgrade() -> None:
    op.execute("alter table messages drop verified_account, drop received_at")
    op.execute("alter table tickets drop resolved_at")
