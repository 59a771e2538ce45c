"""Run tickets as precedents of a search. Their text stays with the indexer: the application role sees vectors only."""

from alembic import op

from knowledge.index.tables import PassageRow, PrecedentRow

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APP_ROLE = "deskhand_app"
OWN_OR_PUBLIC = "account is null or account = current_setting('deskhand.account', true)"


def upgrade() -> None:
    PrecedentRow.__table__.create(op.get_bind(), checkfirst=True)
    op.execute(
        "alter table passages add column if not exists section text not null "
        r"generated always as (regexp_replace(ref, ' \([0-9]+\)$', '')) stored"
    )
    for index in PassageRow.__table__.indexes:
        index.create(op.get_bind(), checkfirst=True)
    op.execute(f"grant select on precedents to {APP_ROLE}")
    op.execute("drop policy own_account on documents")
    op.execute(f"create policy own_account on documents to {APP_ROLE} using (kind <> 'handled' and ({OWN_OR_PUBLIC}))")


def downgrade() -> None:
    op.execute("drop policy own_account on documents")
    op.execute(f"create policy own_account on documents to {APP_ROLE} using ({OWN_OR_PUBLIC})")
    op.execute("drop table precedents")
    op.execute("alter table passages drop column section")
