"""Each message says whether it was old and whether it was late when it came, because only the messages that are still
unanswered count; a ticket said it of all of them.

This revision also corrects what two revisions before it left in a home that was there already.

Revision 0011 let every earlier message of a ticket be vouched for by the account of its newest writer. What that revision
wrote, and only that, has a `received_at` which is its `occurred_at`. Of it, the newest message of a verified ticket keeps
its account, if the requester wrote it. This takes the account from some messages that a verified contact did write, which is
the safe direction: a reply to them is held for a person.

Revision 0010 left replies on their way without the account that they may cite, so that anybody in copy could have read them.
They get the account of their delivery, whatever they cite: a reply that cites none of its records may become a note. Their
brand stays unknown, because nothing stored then names it."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        alter table messages
            add old boolean not null default false,
            add late boolean not null default false
        """
    )
    op.execute(
        """
        update messages m set old = t.old, late = t.late
        from tickets t
        where t.id = m.ticket_id and (t.old or t.late) and m.ticket_version = (
            select max(n.ticket_version) from messages n where n.ticket_id = t.id and (n.author <> 'machine' or t.automatic)
        )
        """
    )
    op.execute("alter table tickets drop old, drop late")
    op.execute(
        """
        update messages m set verified_account = null
        from tickets t
        where t.id = m.ticket_id and m.verified_account is not null and m.received_at = m.occurred_at
            and not (t.verified and m.ticket_version = t.version and m.author in ('customer', 'machine'))
        """
    )
    op.execute(
        """
        update deliveries set payload = payload || jsonb_build_object('cites_account', account)
        where state in ('pending', 'sending', 'unsure') and payload->>'public' = 'true' and account is not null
            and not jsonb_exists(payload, 'cites_account')
        """
    )


def downgrade() -> None:
    op.execute(
        """
        alter table tickets
            add old boolean not null default false,
            add late boolean not null default false
        """
    )
    op.execute(
        """
        update tickets t set old = m.old, late = m.late
        from messages m where m.ticket_id = t.id and m.ticket_version = t.version
        """
    )
    op.execute("alter table messages drop old, drop late")
