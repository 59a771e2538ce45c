"""The words of whole documents, which a search compares with a query beside those of a passage (docs/decisions/0017). Those of
the documents that an index has are put together here, so no text is embedded again."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OWN_OR_PUBLIC = "account is null or account = current_setting('deskhand.account', true)"


def upgrade() -> None:
    op.execute(
        """
        create table document_terms (
            index_id bigint not null references indexes (id) on delete cascade,
            document_id bigint not null references documents (id) on delete cascade,
            account varchar,
            weights sparsevec not null,
            primary key (index_id, document_id)
        )
        """
    )
    op.execute("create index ix_document_terms_document_id on document_terms (document_id)")
    op.execute("alter table document_terms enable row level security")
    op.execute(f"create policy own_account on document_terms to deskhand_app using ({OWN_OR_PUBLIC})")
    op.execute("revoke all on document_terms from deskhand_app")
    op.execute("grant select on document_terms to deskhand_app")
    op.execute(
        """
        insert into document_terms (index_id, document_id, account, weights)
        select index_id, document_id, account,
            cast('{' || string_agg(dimension || ':' || weight, ',') || '}/1000000000' as sparsevec)
        from (
            select *, row_number() over (partition by index_id, document_id order by weight desc, dimension) as place from (
                select index_id, document_id, account, dimension,
                    max(round(cast(times * 2.2 / (times + 1.2 * (0.25 + 0.75 * lexemes / 100.0)) as numeric), 4)) as weight
                from (
                    select p.index_id, p.document_id, p.account,
                        (('x' || substr(md5(lexeme), 1, 8))::bit(32)::bigint % 999999999 + 1) as dimension,
                        sum(coalesce(cardinality(positions), 1)) as times,
                        count(*) over (partition by p.index_id, p.document_id) as lexemes
                    from passages p, unnest(p.lexemes) group by p.index_id, p.document_id, p.account, lexeme
                ) counted group by index_id, document_id, account, dimension
            ) weighted
        ) placed where place <= 16000 group by index_id, document_id, account
        """
    )


def downgrade() -> None:
    op.execute("drop table document_terms")
