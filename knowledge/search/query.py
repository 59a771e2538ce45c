"""What is searched for, put together in one place: a query is compared with handled tickets, so both have one form."""


def query_text(said: str, *, subject: str | None = None, english: str | None = None, limit: int | None = None) -> str:
    """Return what is searched for when a customer wrote `said`.

    `subject`: of a ticket; it stands before the body, because it often names the product area, the body the symptom.
    `english`: a translation of both; it comes first, because an encoder reads only the beginning of a long text.
    `limit`: the most characters of what the customer wrote. A ticket that comes in may be of any length and has a limit.
    What a file holds has none: somebody chose it, and the indexes that exist were made from the whole text.
    """
    written = (said if subject is None else f"{subject}\n{said}")[:limit]
    return f"{english}\n{written}" if english else written
