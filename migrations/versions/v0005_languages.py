"""The language a passage is written in. The next `deskhand knowledge sync` reads every source once more and fills it in."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table passages add column language varchar")
    op.execute("update documents set fingerprint = ''")  # nothing has it, so each is read again, and not embedded


def downgrade() -> None:
    op.execute("alter table passages drop column language")
