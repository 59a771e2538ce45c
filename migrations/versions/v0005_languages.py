"""This revision adds the language of a passage. The next `deskhand knowledge sync` reads every source to fill it in."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table passages add column language varchar")
    op.execute("update documents set fingerprint = ''")  # matches no source, so each is read again, but not embedded


def downgrade() -> None:
    op.execute("alter table passages drop column language")
