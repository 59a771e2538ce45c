"""This revision adds approved wordings: sentences that agents wrote for a public passage, until a person or a second account
confirms them, and after. The application role reads what is accepted, and not which tickets it came from."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        create table wordings (
            id bigint generated always as identity primary key,
            section varchar not null,
            language varchar not null,
            text varchar not null,
            sources text[] not null,
            state varchar not null check (state in ('proposed', 'accepted', 'rejected')),
            decided_by varchar check (decided_by in ('accounts', 'person')),
            accounts bigint not null,
            tickets text[] not null,
            content_sha256 varchar not null,
            created_at timestamptz not null default now(),
            decided_at timestamptz,
            unique (section, language, text)
        )
        """
    )
    op.execute("create index ix_wordings_tickets on wordings using gin (tickets)")
    op.execute("revoke all on wordings from deskhand_app")
    op.execute("grant select (section, language, text, sources, state, content_sha256) on wordings to deskhand_app")
    op.execute("alter table wordings enable row level security")
    op.execute("create policy accepted on wordings for select to deskhand_app using (state = 'accepted')")


def downgrade() -> None:
    op.execute("drop table wordings")
