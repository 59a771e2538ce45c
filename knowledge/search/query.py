"""This module forms the text of a query. A query is compared with handled tickets, so both must have the same form."""


def query_text(said: str, *, subject: str | None = None, english: str | None = None, limit: int | None = None) -> str:
    """Return what is searched for when a customer wrote `said`.

    `subject`: of a ticket; it stands before the body, because it often names the product area, and the body the symptom.
    `english`: a translation of both; it comes first, because an encoder reads only the beginning of a long text.
    `limit`: the maximum number of characters of what the customer wrote. An incoming ticket may be of any length and
    has a limit. A ticket of a file has none: somebody chose it, and existing indexes were made from the whole text.
    """
    written = (said if subject is None else f"{subject}\n{said}")[:limit]
    return f"{english}\n{written}" if english else written
