"""Objects as a stranger could send them: the names that vendors use, with values of any kind."""

from hypothesis import strategies as st

scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
values = st.recursive(
    scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=8), v, max_size=3), max_leaves=6
)
NAMES = ["id", "subject", "body", "requester", "author", "headers", "version", "updated_at", "email", "comment", "ticket_id",
         "description", "via", "actor", "message", "channel", "name", "automatic", "event", "detail", "data", "time"]  # fmt: skip
objects = st.dictionaries(
    st.sampled_from(NAMES), values | st.dictionaries(st.sampled_from(NAMES), values, max_size=6), max_size=8
)
