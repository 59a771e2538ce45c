"""This revision adds the vector cache: vectors by the hash of their text, and which of them a document's passages need.

Texts that are embedded from now on fill it, so the first `deskhand knowledge reindex` after this still embeds every text.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table vectors (
            space varchar not null,
            key bytea not null,
            vector bytea not null,
            imported boolean not null default false,
            primary key (space, key)
        )
        """
    )
    op.execute("revoke all on vectors from deskhand_app")
    op.execute("alter table passage_sets add column space varchar")
    op.execute("alter table passage_sets add column keys bytea[]")
    # Neither vectors nor hashes compress, so Postgres need not try.
    op.execute("alter table vectors alter column vector set storage external")
    op.execute("alter table passage_sets alter column keys set storage external")


def downgrade() -> None:
    op.execute("drop table vectors")
    op.execute("alter table passage_sets drop column space, drop column keys")
