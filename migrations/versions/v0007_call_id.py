"""This revision renames the id of a webhook call, because a delivery is what leaves through the outbox. It drops the
table of adapters, because each run says which adapters it used, and nothing read the table."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rename("delivery_id", "call_id")
    op.execute("drop table adapters")


def downgrade() -> None:
    op.execute(
        """
        create table adapters (
            id varchar primary key,
            skill varchar not null,
            first_served_at timestamptz not null default now()
        )
        """
    )
    op.execute("grant select, insert, update, delete on adapters to deskhand_app")
    _rename("call_id", "delivery_id")


def _rename(old: str, new: str) -> None:
    op.execute(f"alter table inbox rename column {old} to {new}")
    op.execute(f"alter table inbox rename constraint inbox_source_{old}_key to inbox_source_{new}_key")
    version = op.get_context().dialect.server_version_info
    if version and version >= (18,):  # these versions also name `not null` constraints, after the column
        op.execute(f"alter table inbox rename constraint inbox_{old}_not_null to inbox_{new}_not_null")
