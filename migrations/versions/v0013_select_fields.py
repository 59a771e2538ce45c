"""A decision has the values of the company's select fields, and says which rule or head made it. Decisions of before keep what
they are: some have it in their explanation."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table decisions
            add fields jsonb not null default '{}',
            add made_by varchar
        """
    )


def downgrade() -> None:
    op.execute(
        "update decisions set explanation = explanation || ' (decided by ' || made_by || ')' where made_by is not null"
    )
    op.execute("alter table decisions drop fields, drop made_by")
