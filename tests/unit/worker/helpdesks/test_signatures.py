import pytest

from worker.helpdesks.signatures import SignatureError, single


def test_a_header_must_be_there_exactly_once():
    assert single(["a"], "x") == "a"
    for values in ([], ["a", "a"], ["a", "b"]):
        with pytest.raises(SignatureError):
            single(values, "x")
