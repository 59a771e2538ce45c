"""Reading what an OpenAI-compatible server writes."""

from math import exp

import pytest

from models.generation.completions import Logprobs, context_of, said, token_logprobs
from models.skills.fields import field_probabilities


def logprobs(*pairs: tuple[str, float | None]) -> Logprobs:
    return Logprobs(tokens=[t for t, _ in pairs], token_logprobs=[v for _, v in pairs])


def joined(text: str, given: Logprobs | None) -> list[tuple[str, float]]:
    return [(t.text, round(t.logprob, 6)) for t in token_logprobs(text, given)]


class TestTokens:
    def test_they_join_to_the_text_without_the_end_of_text_token(self) -> None:
        assert joined("ab", logprobs(("a", -0.1), ("b", -0.2), ("<eos>", -9.0))) == [("a", -0.1), ("b", -0.2)]

    def test_a_token_that_is_part_of_a_character_makes_the_rest_one_piece(self) -> None:
        given = logprobs(('"', -0.1), ("\ufffd", -0.2), ("\ufffd", -0.3), ('"', -0.4))
        assert joined('"é"', given) == [('"', -0.1), ('é"', -0.9)]

    def test_a_field_before_such_a_token_keeps_its_own_probability(self) -> None:
        text = '{"action":"ask","sentences":["Où?"]}'
        given = logprobs(('{"action":"', 0.0), ("ask", -0.5), ('","sentences":["O', 0.0), ("\ufffd", -3.0))
        assert field_probabilities(text, token_logprobs(text, given), ("action",)) == {
            "action": pytest.approx(exp(-0.5))
        }

    def test_an_empty_token_counts_where_it_stands(self) -> None:
        text = '{"a":"é"}'
        given = logprobs(('{"a":"', 0.0), ("", -1.0), ("é", -0.5), ('"}', 0.0))
        assert field_probabilities(text, token_logprobs(text, given), ("a",)) == {"a": pytest.approx(exp(-1.5))}

    @pytest.mark.parametrize(
        "given",
        [
            None,
            logprobs(),
            logprobs(("a", -0.1)),
            logprobs(("a", None), ("b", -0.1)),
            Logprobs(tokens=["a", "b"], token_logprobs=[-0.1]),
        ],
        ids=["none", "empty", "too few", "a hole", "uneven"],
    )
    def test_probabilities_that_do_not_fit_the_text_are_dropped(self, given: Logprobs | None) -> None:
        assert joined("ab", given) == []

    def test_a_probability_above_one_is_one(self) -> None:
        assert joined("a", logprobs(("a", 0.25))) == [("a", 0.0)]


def test_the_server_of_llama_cpp_gives_probabilities_of_completions_in_the_shape_of_a_chat() -> None:
    given = Logprobs.model_validate({"content": [{"id": 7, "token": "a", "logprob": -0.5, "bytes": [97]}]})
    assert joined("a", given) == [("a", -0.5)]


@pytest.mark.parametrize(
    ("body", "tokens"),
    [
        (b'{"data": [{"id": "a", "max_model_len": 4096}, {"id": "b", "max_model_len": 8}]}', 4096),
        (b'{"data": [{"id": "x.gguf", "meta": {"n_ctx": 512}}]}', 512),
        (b'{"data": [{"id": "a"}]}', None),
        (b'{"data": []}', None),
        (b"<html>", None),
    ],
)
def test_servers_say_in_two_ways_how_much_fits(body: bytes, tokens: int | None) -> None:
    assert context_of(body, "a") == tokens


class TestSaid:
    @pytest.mark.parametrize(
        ("body", "message"),
        [
            (b'{"error": {"message": "too\\n long", "code": 400}}', "too long"),
            (b'{"error": "Unauthorized"}', "Unauthorized"),
            (b'{"object": "error", "message": "no"}', "no"),
            (b'{"detail": "Unexpected fields"}', "Unexpected fields"),
            (b'{"detail": [{"msg": "Bad", "loc": ["body", "x"], "input": "the ticket"}, 3]}', "Bad ['body', 'x']"),
            (b'{"error": null}', "None"),
            (b"<html>", ""),
            (b"[1]", ""),
            (b"[" * 100_000, ""),
            (b"\xff", ""),
        ],
    )
    def test_the_message_is_found_and_the_request_left_out(self, body: bytes, message: str) -> None:
        assert said(body) == message
