import pytest

from worker.errors import SignatureError
from worker.helpdesks.webhook_signatures import single


def test_a_header_must_be_there_exactly_once():
    assert single(["a"], "x") == "a"
    for values in ([], ["a", "a"], ["a", "b"]):
        with pytest.raises(SignatureError):
            single(values, "x")
