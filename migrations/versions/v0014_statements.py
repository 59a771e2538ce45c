"""A passage has statements, the typed fields of its row, and whether a customer can open its address. `passage_sets` says in
which form its statements were made. What an earlier version stored has none of them: the next sync makes them, and embeds
only the sentences that no window holds (docs/decisions/0025).

Columns without a default leave the rows of passages as they are, for a rewritten row is added to every index again."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table passages
            add statements jsonb,
            add fields jsonb,
            add statement_vectors halfvec[],
            add public boolean
        """
    )
    op.execute("alter table passages alter column statement_vectors set storage external")
    op.execute("alter table passage_sets add statements bigint")


def downgrade() -> None:
    op.execute("alter table passage_sets drop statements")
    op.execute("alter table passages drop statements, drop fields, drop statement_vectors, drop public")
