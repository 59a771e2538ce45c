"""A ticket knows its brand, whether what it asks was old when it came, and into which ticket it was merged. A search can be
limited to some sources."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = {
    "public_matches(bigint, tsquery, sparsevec, date, bigint)": """
        create function public_matches(index bigint, words tsquery, query sparsevec, today date, most bigint)
        returns table (id bigint, score double precision) language sql stable strict security definer rows 50 begin atomic
            select p.id, -(p.weights <#> query) from passages p
            where p.account is null and p.index_id = index and p.lexemes @@ words
                and (p.valid_from is null or p.valid_from <= today) and (p.valid_until is null or p.valid_until >= today)
            order by 2 desc limit most;
        end""",
    "public_names(bigint, tsquery, date, bigint)": """
        create function public_names(index bigint, words tsquery, today date, most bigint)
        returns table (id bigint, score double precision) language sql stable strict security definer rows 50 begin atomic
            select p.id, ts_rank(p.lexemes, words) from passages p
            where p.account is null and p.index_id = index and p.lexemes @@ words
                and (p.valid_from is null or p.valid_from <= today) and (p.valid_until is null or p.valid_until >= today)
            order by 2 desc, 1 limit most;
        end""",
}
# `sources` are names of sources, which the path of a document begins with; an empty list means all of them.
AFTER = {
    "public_matches(bigint, tsquery, sparsevec, date, bigint, text[])": """
        create function public_matches(
            index bigint, words tsquery, query sparsevec, today date, most bigint, sources text[]
        )
        returns table (id bigint, score double precision) language sql stable strict security definer rows 50 begin atomic
            select p.id, -(p.weights <#> query) from passages p
            where p.account is null and p.index_id = index and p.lexemes @@ words
                and (p.valid_from is null or p.valid_from <= today) and (p.valid_until is null or p.valid_until >= today)
                and (cardinality(sources) = 0 or split_part(p.ref, '/', 1) = any(sources))
            order by 2 desc limit most;
        end""",
    "public_names(bigint, tsquery, date, bigint, text[])": """
        create function public_names(index bigint, words tsquery, today date, most bigint, sources text[])
        returns table (id bigint, score double precision) language sql stable strict security definer rows 50 begin atomic
            select p.id, ts_rank(p.lexemes, words) from passages p
            where p.account is null and p.index_id = index and p.lexemes @@ words
                and (p.valid_from is null or p.valid_from <= today) and (p.valid_until is null or p.valid_until >= today)
                and (cardinality(sources) = 0 or split_part(p.ref, '/', 1) = any(sources))
            order by 2 desc, 1 limit most;
        end""",
}


def upgrade() -> None:
    op.execute("alter table tickets add old boolean not null default false, add brand varchar, add merged_into varchar")
    _replace(BEFORE, AFTER)


def downgrade() -> None:
    _replace(AFTER, BEFORE)
    op.execute("alter table tickets drop merged_into, drop brand, drop old")


def _replace(old: dict[str, str], new: dict[str, str]) -> None:
    for function in old:
        op.execute(f"drop function {function}")
    for function, definition in new.items():
        op.execute(definition)
        op.execute(f"revoke all on function {function} from public")
        op.execute(f"grant execute on function {function} to deskhand_app")
