"""This revision adds windows: parts of a long passage with their own vectors. An older index is searched without them
until `deskhand knowledge reindex`."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("alter table passages add column windows halfvec[]")
    # Vectors do not compress, so Postgres need not try.
    op.execute("alter table passages alter column windows set storage external")


def downgrade() -> None:
    op.execute("alter table passages drop column windows")
