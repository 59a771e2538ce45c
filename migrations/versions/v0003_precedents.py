"""This revision adds handled tickets as precedents. The application role sees their vectors, but not their text."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWN_OR_PUBLIC = "account is null or account = current_setting('deskhand.account', true)"


def upgrade() -> None:
    op.execute(
        """
        create table precedents (
            id bigint generated always as identity primary key,
            index_id bigint not null references indexes (id) on delete cascade,
            document_id bigint not null references documents (id) on delete cascade,
            ticket varchar not null,
            answers text[] not null,
            embedding halfvec not null
        )
        """
    )
    op.execute("create index ix_precedents_index_id on precedents (index_id)")
    op.execute("create index ix_precedents_document_id on precedents (document_id)")
    op.execute("revoke all on precedents from deskhand_app")
    op.execute("grant select on precedents to deskhand_app")
    op.execute(
        "alter table passages add column section varchar not null "
        r"generated always as (regexp_replace(ref, ' \([0-9]+\)$', '')) stored"
    )
    op.execute("create index passages_section on passages (index_id, section) where account is null")
    op.execute("drop policy own_account on documents")
    op.execute(
        f"create policy own_account on documents to deskhand_app using (kind <> 'handled' and ({OWN_OR_PUBLIC}))"
    )


def downgrade() -> None:
    op.execute("drop policy own_account on documents")
    op.execute(f"create policy own_account on documents to deskhand_app using ({OWN_OR_PUBLIC})")
    op.execute("alter table passages drop column section")
    op.execute("drop table precedents")
