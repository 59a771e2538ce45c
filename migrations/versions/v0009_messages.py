"""Every message of a ticket is kept, whoever wrote it, in segments and with the list of its attachments. A message may come
before the first one of its customer; it then waits for its ticket."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BOOKKEEPING = "current_setting('deskhand.scope', true) = 'all'"
OF_ITS_TICKET = "exists (select 1 from tickets where tickets.id = messages.ticket_id)"
EITHER = f"{BOOKKEEPING} or {OF_ITS_TICKET}"


def upgrade() -> None:
    op.execute(
        """
        alter table messages
            add source varchar,
            add external_id varchar,
            add version varchar,
            add author varchar not null default 'customer',
            add author_email varchar,
            add author_name varchar,
            add public boolean not null default true,
            add subject varchar not null default '',
            add segments jsonb not null default '[]',
            add attachments jsonb not null default '[]',
            alter ticket_id drop not null,
            alter ticket_version drop not null
        """
    )
    op.execute(
        """
        update messages m set source = t.source, external_id = t.external_id,
            author = case when t.automatic then 'machine' else 'customer' end,
            segments = jsonb_build_array(jsonb_build_object('kind', 'new', 'length', length(m.original)))
        from tickets t where t.id = m.ticket_id
        """
    )
    op.execute("alter table messages alter source set not null, alter external_id set not null")
    op.execute("create index ix_messages_external_id on messages (external_id, source)")
    op.execute(f"alter policy own_account on messages using ({EITHER}) with check ({EITHER})")
    op.execute("alter table tickets add author varchar not null default 'customer'")
    op.execute("update tickets set author = 'machine' where automatic")


def downgrade() -> None:
    op.execute("alter table tickets drop author")
    op.execute(f"alter policy own_account on messages using ({OF_ITS_TICKET}) with check ({OF_ITS_TICKET})")
    op.execute("delete from messages where ticket_id is null or ticket_version is null")
    op.execute("drop index ix_messages_external_id")
    op.execute(
        """
        alter table messages
            alter ticket_id set not null,
            alter ticket_version set not null,
            drop source, drop external_id, drop version, drop author, drop author_email, drop author_name,
            drop public, drop subject, drop segments, drop attachments
        """
    )
