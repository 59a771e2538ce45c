"""The server engine against a server that behaves as vLLM documents it, and as broken servers do."""

import json
import logging
import math
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest

from models.errors import EngineError, EngineUnavailable, InvalidOutput
from models.generation.marks import USUAL, Marks
from models.generation.server import ServerEngine
from models.generation.server_connection import Connection
from models.generation.server_requests import LAYOUT_TOKENS, Api
from models.generation.server_tokenizer import TokenizerOf
from models.skills import reply, triage
from tests.support.vllm_double import Answer, VllmDouble, chat_completion, completion, running
from worker.pipeline import reply as pipeline

QUEUES = ("billing", "access")
SCHEMA = triage.schema(QUEUES)
ANSWER = triage.answer("billing", "high", escalate=False, reason=None)
TICKET = "Our invoice of May was charged twice and nobody answers the telephone any more."
Make = Callable[..., ServerEngine]


@pytest.fixture
def server() -> Iterator[VllmDouble]:
    with running(VllmDouble(models={"base", "deskhand-triage"}, text=lambda _: ANSWER)) as double:
        yield double


@pytest.fixture
def make() -> Iterator[Make]:
    """Engines that are closed when the test ends: an open socket left behind is a warning, and a warning an error."""
    made: list[ServerEngine] = []

    def engine(server: VllmDouble, **options: Any) -> ServerEngine:
        defaults = {"adapters": {"triage": "deskhand-triage"}, "timeout": 5.0, "api": Api.COMPLETIONS}
        made.append(ServerEngine(server.url, "base", **{**defaults, **options}))
        return made[-1]

    yield engine
    for engine_ in made:
        engine_.close()


def ask(engine: ServerEngine, prompt: str = TICKET) -> Any:
    return engine.generate([prompt], skill="triage", schema=SCHEMA, max_tokens=48)[0]


def always(status: int, body: bytes, **headers: str) -> Callable[[dict[str, Any]], Answer]:
    return lambda _: (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


class TestTheRequest:
    def test_the_schema_the_adapter_and_the_limits_travel_as_vllm_documents_them(
        self, server: VllmDouble, make: Make
    ) -> None:
        server.key = "secret"
        ask(make(server, key="secret"))
        assert server.requests == [
            {
                "model": "deskhand-triage",
                "prompt": TICKET,
                "max_tokens": 48 + LAYOUT_TOKENS,
                "temperature": 0,
                "logprobs": 1,
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True},
                },
            }
        ]
        assert server.headers[0]["path"] == "/v1/completions"

    def test_a_skill_without_an_adapter_is_asked_of_the_base(self, server: VllmDouble, make: Make) -> None:
        engine = make(server)
        engine.generate(["x"], skill="reply", schema=SCHEMA, max_tokens=4)
        assert server.requests[0]["model"] == "base"
        assert (engine.adapter_id("reply"), engine.adapter_id("triage")) == (None, "server:deskhand-triage")
        assert engine.base_id == "server:base"

    @pytest.mark.parametrize("suffix", ["", "/", "/v1", "/v1/"])
    def test_the_url_may_end_with_v1_or_not(self, server: VllmDouble, make: Make, suffix: str) -> None:
        server.url += suffix
        assert ask(make(server)).text == ANSWER

    @pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host", "http://", "http://host:port", "http://[::1"])
    def test_a_url_that_is_none_is_refused_at_once(self, url: str) -> None:
        with pytest.raises(EngineError, match="DESKHAND_ENGINE_URL"):
            ServerEngine(url, "base")

    def test_a_lone_surrogate_in_a_ticket_reaches_the_server(self, server: VllmDouble, make: Make) -> None:
        assert ask(make(server), "broken \ud83d emoji").text == ANSWER

    def test_no_prompts_ask_nothing(self, server: VllmDouble, make: Make) -> None:
        assert make(server).generate([], skill="triage", schema=SCHEMA, max_tokens=4) == []
        assert server.requests == []


class TestAClosedReply:
    """The list of what a reply may say travels as `enum`; a server may ignore it, or say one thing twice."""

    TASKS: ClassVar = [
        pipeline.Task(prompt, ("en",), {f"{prompt} is open.": "docs/a.md#A", f"{prompt} is paid.": "docs/b.md#B"})
        for prompt in ("First", "Second")
    ]

    def test_each_prompt_has_its_own_statements_and_no_keyword_that_vllm_refuses(
        self, server: VllmDouble, make: Make
    ) -> None:
        server.text = lambda request: reply.answer("answer", "en", [f"{request['prompt']} is paid."])
        made = pipeline.run(self.TASKS, make(server))
        assert [said.refs for said, _ in made] == [("docs/b.md#B",)] * 2
        for request in server.requests:
            schema = request["response_format"]["json_schema"]["schema"]
            [answering, _] = schema["anyOf"]
            assert answering["properties"]["sentences"] == {
                "type": "array",
                "items": {"enum": [f"{request['prompt']} is open.", f"{request['prompt']} is paid."]},
                "minItems": 1,
                "maxItems": reply.MAX_SENTENCES,
            }
            assert "uniqueItems" not in json.dumps(schema)

    def test_what_a_server_says_twice_is_said_once(self, server: VllmDouble, make: Make) -> None:
        server.text = lambda _: reply.answer("answer", "en", ["First is paid."] * 3)
        [(said, _)] = pipeline.run(self.TASKS[:1], make(server))
        assert said.sentences == ("First is paid.",)

    def test_what_no_passage_says_is_no_reply(self, server: VllmDouble, make: Make) -> None:
        server.text = lambda _: reply.answer("answer", "en", ["First is refunded."])
        [(said, _)] = pipeline.run(self.TASKS[:1], make(server))
        assert isinstance(said, InvalidOutput)

    def test_it_gives_no_likelihoods(self, server: VllmDouble, make: Make) -> None:
        assert make(server).likelihoods("x", ["y"], skill="reply") is None
        assert server.requests == []


class TestChat:
    """An instruct base, and an adapter that was trained in turns, are asked by chat."""

    PROMPT = f"Route the ticket.\nTicket: {TICKET}\nJSON: "
    TURNS: ClassVar = [
        {"role": "system", "content": "Route the ticket."},
        {"role": "user", "content": f"Ticket: {TICKET}\nJSON:"},
    ]

    @pytest.fixture
    def chat(self, server: VllmDouble) -> VllmDouble:
        server.template = True
        return server

    def test_the_prompt_travels_in_turns_with_the_schema_and_the_limits(self, chat: VllmDouble, make: Make) -> None:
        made = ask(make(chat, turns={"triage"}), self.PROMPT)
        assert (made.text, made.prompt_tokens, made.finished) == (ANSWER, 7, True)
        assert "".join(t.text for t in made.tokens) == ANSWER
        assert chat.headers[0]["path"] == "/v1/chat/completions"
        assert chat.requests == [
            {
                "model": "deskhand-triage",
                "messages": self.TURNS,
                "max_tokens": 48 + LAYOUT_TOKENS,
                "temperature": 0,
                "logprobs": True,
                "top_logprobs": 1,
                "chat_template_kwargs": {"enable_thinking": False, "date_string": "26 Jul 2024"},
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True},
                },
            }
        ]

    @pytest.mark.parametrize("template", [True, False])
    def test_the_base_is_asked_as_the_server_can_and_the_adapter_as_it_was_trained(
        self, server: VllmDouble, make: Make, template: bool
    ) -> None:
        server.template = template
        engine = make(server, api=None)
        for skill in ("reply", "reply", "triage"):
            engine.generate([self.PROMPT] * 2, skill=skill, schema=SCHEMA, max_tokens=48)
        base, adapter = ("chat" if template else "completions"), "completions"
        assert engine.apis == {"base": base, "deskhand-triage": adapter}
        chats = [header["path"].endswith("/chat/completions") for header in server.headers]
        assert chats == ([True] * 4 if template else [True, True, *[False] * 4]) + [False] * 2

    def test_a_template_without_a_systems_turn_gets_its_words_from_the_user(self, chat: VllmDouble, make: Make) -> None:
        refusal = json.dumps({"error": {"message": "System role not supported"}}).encode()
        chat.override = lambda request: (400, {}, refusal) if request["messages"][0]["role"] == "system" else None
        engine = make(chat, turns={"triage"})
        assert [ask(engine, self.PROMPT).text for _ in range(2)] == [ANSWER] * 2
        [turn] = chat.requests[-1]["messages"]
        assert turn == {"role": "user", "content": "Route the ticket.\n" + self.TURNS[1]["content"]}
        assert len(chat.requests) == 5  # two of them ask a question of ours, with and without the system's turn

    def test_what_a_server_refuses_is_left_out_or_called_by_its_newer_name(self, chat: VllmDouble, make: Make) -> None:
        def refuse(request: dict[str, Any]) -> Answer | None:
            for name in ("chat_template_kwargs", "max_tokens", "logprobs"):
                if name in request:
                    message = f"Unsupported parameter: '{name}' is not supported with this model."
                    return 400, {}, json.dumps({"error": {"message": message}}).encode()
            return 200, {}, json.dumps(chat_completion(ANSWER, with_logprobs=False)).encode()

        chat.override = refuse
        assert ask(make(chat, turns={"triage"}), self.PROMPT).tokens == ()
        assert sorted(chat.requests[-1]) == [
            "max_completion_tokens", "messages", "model", "response_format", "temperature",
        ]  # fmt: skip

    def test_a_server_that_knows_only_the_older_form_of_a_schema_gets_that(self, chat: VllmDouble, make: Make) -> None:
        """The server of llama-cpp-python 0.3.36 says it with 500."""
        told = "1 validation error: {'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'msg': "
        told += "\"Input should be 'text' or 'json_object'\", 'input': 'json_schema'}"
        refusal = json.dumps({"error": {"message": told}}).encode()
        chat.override = lambda request: (
            (500, {}, refusal) if request["response_format"]["type"] == "json_schema" else None
        )
        engine = make(chat, turns={"triage"})
        assert [ask(engine, self.PROMPT).text for _ in range(2)] == [ANSWER] * 2
        assert chat.requests[-1]["response_format"] == {"type": "json_object", "schema": SCHEMA}
        assert len(chat.requests) == 5

    def test_who_was_cut_off_while_it_thought_gave_no_answer(self, chat: VllmDouble, make: Make) -> None:
        body = chat_completion("", "length")
        body["choices"][0]["message"]["content"] = None
        chat.override = always(200, json.dumps(body).encode())
        made = ask(make(chat, turns={"triage"}), self.PROMPT)
        assert (made.text, made.tokens, made.finished) == ("", (), False)

    def test_tokens_without_a_probability_are_no_reason_to_lose_the_answer(self, chat: VllmDouble, make: Make) -> None:
        body = chat_completion(ANSWER)
        body["choices"][0]["logprobs"] = {"content": [{"token": ANSWER, "logprob": None}]}
        chat.override = always(200, json.dumps(body).encode())
        made = ask(make(chat, turns={"triage"}), self.PROMPT)
        assert (made.text, made.tokens) == (ANSWER, ())

    def test_a_completion_is_no_answer_of_a_chat(self, chat: VllmDouble, make: Make) -> None:
        chat.override = always(200, json.dumps(completion(ANSWER)).encode())
        with pytest.raises(EngineError, match="not a completion"):
            ask(make(chat, turns={"triage"}), self.PROMPT)

    def test_a_busy_server_does_not_pass_for_one_without_chat(self, chat: VllmDouble, make: Make) -> None:
        chat.override = always(503, b"")
        engine = make(chat, adapters={}, api=None)
        with pytest.raises(EngineUnavailable):
            ask(engine, self.PROMPT)
        chat.override = lambda _: None
        ask(engine, self.PROMPT)
        assert engine.apis == {"base": "chat"}

    def test_it_says_how_much_fits(self, chat: VllmDouble, make: Make) -> None:
        assert make(chat).context == 4096


class TestMarks:
    """What a model reads as a command stands in no prompt."""

    SAID = "Do it.\nTicket: <image> <|x|> «end» <b> <unused12>"

    def test_those_that_the_server_tells_are_asked_for_once(self, server: VllmDouble, make: Make) -> None:
        server.tokenizer = {"added_tokens_decoder": {"7": "<image>"}, "eos_token": "«end»"}
        engine = make(server)
        for _ in range(2):
            ask(engine, self.SAID)
        assert server.requests[-1]["prompt"] == "Do it.\nTicket: < image> < |x|> « end» <b> <unused12>"
        assert server.asked == ["/props", "/tokenizer_info"]

    @pytest.mark.parametrize("is_busy", [True, False])
    def test_one_that_does_not_say_is_asked_again_a_minute_later(self, server: VllmDouble, is_busy: bool) -> None:
        server.tokenizer, server.tokenizer_status = {"eos_token": "«end»"}, 503
        server.drip = 0.0 if is_busy else 0.5  # seconds between bytes, so that it does not finish in time
        now = [0.0]
        connection = Connection(server.url, key="", timeout=0.2, concurrency=2)
        told = TokenizerOf(connection, lambda: now[0])
        assert [told.marks, told.marks] == [USUAL, USUAL]
        asked = len(server.asked)
        assert asked == (2 if is_busy else 1)
        server.tokenizer_status, server.drip, now[0] = 200, 0.0, 61.0
        assert [told.marks, told.marks] == [Marks(frozenset({"«end»"}))] * 2
        assert server.asked[asked:] == ["/props", "/tokenizer_info"]
        connection.close()

    def test_an_adapter_reads_what_it_read_in_training(self, server: VllmDouble, make: Make) -> None:
        server.tokenizer, server.template = {"eos_token": "«end»"}, True
        engine = make(server, marks=Marks(frozenset({"<unused12>"})), turns={"triage"})
        ask(engine, self.SAID)
        assert server.requests[-1]["messages"][1]["content"] == "Ticket: <image> < |x|> «end» <b> < unused12>"
        engine.generate([self.SAID], skill="reply", schema=SCHEMA, max_tokens=4)
        assert server.requests[-1]["prompt"] == "Do it.\nTicket: <image> < |x|> « end» <b> < unused12>"

    def test_a_server_that_tells_nothing_is_asked_as_ever(self, server: VllmDouble, make: Make) -> None:
        ask(make(server), self.SAID)
        assert server.requests[-1]["prompt"] == self.SAID.replace("<|x", "< |x")


class TestTheAnswer:
    def test_token_probabilities_become_field_probabilities(self, server: VllmDouble, make: Make) -> None:
        made = ask(make(server))
        assert "".join(t.text for t in made.tokens) == ANSWER
        assert (made.prompt_tokens, made.finished) == (7, True)
        parsed = triage.parse(made.text, made.tokens, QUEUES)
        touched = len({i // 3 for i in range(ANSWER.index('"high"'), ANSWER.index('"high"') + len('"high"'))})
        assert parsed.probabilities["priority"] == pytest.approx(math.exp(-0.1 * touched))

    def test_a_server_without_token_probabilities_gives_none_rather_than_certainty(
        self, server: VllmDouble, make: Make
    ) -> None:
        server.logprobs = False
        made = ask(make(server))
        assert made.tokens == ()
        assert triage.parse(made.text, made.tokens, QUEUES).probabilities == {}

    def test_an_answer_cut_at_max_tokens_is_not_finished(self, server: VllmDouble, make: Make) -> None:
        server.finish_reason = "length"
        assert ask(make(server)).finished is False

    def test_a_batch_runs_at_once_and_keeps_its_order(self, server: VllmDouble, make: Make) -> None:
        server.text = lambda request: request["prompt"]
        server.delay = lambda request: 0.05 * (8 - int(request["prompt"]))  # the first is the last to be ready
        prompts = [str(n) for n in range(8)]
        made = make(server).generate(prompts, skill="triage", schema=SCHEMA, max_tokens=4)
        assert [m.text for m in made] == prompts
        assert server.most_at_once > 1


class TestAServerThatRefusesAField:
    def test_it_is_used_without_the_schema_and_the_answer_ends_with_its_line(
        self, server: VllmDouble, make: Make, caplog: pytest.LogCaptureFixture
    ) -> None:
        body = json.dumps({"detail": "Unexpected fields in the request: {'response_format', 'logprobs'}"}).encode()
        server.override = lambda request: (422, {}, body) if "response_format" in request else None
        server.logprobs = False
        server.override, refuse = (lambda request: refuse(request) or _unadorned(request)), server.override
        engine = make(server)
        with caplog.at_level(logging.WARNING):
            assert ask(engine).text == ANSWER
            assert ask(engine).text == ANSWER
        assert [sorted(request) for request in server.requests] == [
            *[["logprobs", "max_tokens", "model", "prompt", "response_format", "temperature"]] * 2,
            *[["max_tokens", "model", "prompt", "stop", "temperature"]] * 3,
        ]
        assert [TICKET in request["prompt"] for request in server.requests] == [True, False, False, True, True]
        assert server.requests[-1]["stop"] == ["\n"]
        assert [r.getMessage().endswith("does not take logprobs, response_format") for r in caplog.records] == [True]

    @pytest.mark.parametrize(
        ("message", "left_out"),
        [
            ("This response_format type is unavailable now", "response_format"),
            ("This model doesn't support logprobs", "logprobs"),
            ("Requested sample logprobs of 1, which is greater than max allowed: 0", "logprobs"),
        ],
    )
    def test_a_refusal_is_known_in_other_words(
        self, server: VllmDouble, make: Make, message: str, left_out: str
    ) -> None:
        refusal = json.dumps({"error": {"message": message}}).encode()
        plain = json.dumps(completion(ANSWER, with_logprobs=False)).encode()
        server.override = lambda request: (400, {}, refusal) if left_out in request else (200, {}, plain)
        assert ask(make(server)).text == ANSWER
        assert left_out not in server.requests[-1]

    def test_a_ticket_that_a_server_repeats_does_not_switch_the_schema_off(
        self, server: VllmDouble, make: Make
    ) -> None:
        ticket = "Unsupported parameter: response_format, logprobs"
        refusal = json.dumps({"error": {"message": f"Prompt too long: {ticket}"}}).encode()
        server.override = lambda request: (400, {}, refusal) if ticket in request["prompt"] else None
        engine = make(server)
        with pytest.raises(EngineError):
            ask(engine, ticket)
        ask(engine)
        assert {"response_format", "logprobs"} <= set(server.requests[-1])

    def test_a_schema_it_does_not_like_is_an_error_not_a_reason_to_drop_the_schema(
        self, server: VllmDouble, make: Make
    ) -> None:
        message = "The provided JSON schema contains features not supported by xgrammar."
        server.override = always(400, json.dumps({"error": {"message": message, "code": 400}}).encode())
        with pytest.raises(EngineError, match="not supported by xgrammar"):
            ask(make(server))
        assert all("response_format" in request for request in server.requests)

    def test_a_request_repeated_in_the_error_does_not_count_as_a_refusal(self, server: VllmDouble, make: Make) -> None:
        detail = [
            {"msg": "Field required", "loc": ["body", "x"], "input": {"response_format": {}, "prompt": "unknown"}}
        ]
        server.override = always(422, json.dumps({"detail": detail}).encode())
        with pytest.raises(EngineError, match="Field required"):
            ask(make(server))
        assert all("response_format" in request for request in server.requests)

    @pytest.mark.parametrize(
        "ticket",
        [
            "System role not supported",
            "Conversation roles must alternate",
            "no chat template is set",
            "Unsupported parameter: chat_template_kwargs",
            "response_format: expected 'type' to be text or json_object",
        ],
    )
    def test_no_ticket_that_a_server_repeats_decides_how_the_others_are_asked(
        self, server: VllmDouble, make: Make, ticket: str
    ) -> None:
        server.template, calm = True, "Do it.\nCalm."
        ask(make(server, adapters={}, api=None), calm)
        usual = server.requests[-1]
        refusal = json.dumps({"error": {"message": f"Cannot process: {ticket}"}}).encode()
        for status in (400, 422, 500):
            server.override = lambda request, status=status: (
                (status, {}, refusal) if ticket in request["messages"][-1]["content"] else None
            )
            for api in (None, Api.CHAT):
                engine = make(server, adapters={}, api=api)
                for _ in range(2):  # the first is what the server is ever asked first
                    with pytest.raises(EngineError):
                        ask(engine, f"Do it.\n{ticket}")
                    ask(engine, calm)
                    assert server.requests[-1] == usual
                assert engine.apis == {"base": "chat"}

    def test_a_refusal_is_understood_although_the_ticket_names_the_field(self, server: VllmDouble, make: Make) -> None:
        refusal = json.dumps({"error": {"message": "Unknown parameter: 'logprobs'."}}).encode()
        server.override = lambda request: (400, {}, refusal) if "logprobs" in request else None
        server.override, refuse = (lambda request: refuse(request) or _plain(request)), server.override
        assert ask(make(server), "What are logprobs?").text == ANSWER

    def test_a_template_that_only_says_it_failed_is_asked_without_a_systems_turn(
        self, server: VllmDouble, make: Make
    ) -> None:
        """Templates raise in their own words, or with none."""
        server.template = True
        server.override = lambda request: (
            (400, {}, b'{"error": {"message": "Bad Request"}}') if request["messages"][0]["role"] == "system" else None
        )
        engine = make(server, turns={"triage"})
        assert ask(engine, "Do it.\nNow.").text == ANSWER
        assert [turn["role"] for turn in server.requests[-1]["messages"]] == ["user"]

    def test_a_ticket_that_is_refused_costs_one_question_of_ours_and_no_more(
        self, server: VllmDouble, make: Make
    ) -> None:
        refusal = json.dumps({"error": {"message": "maximum context length exceeded"}}).encode()
        server.override = lambda request: (400, {}, refusal) if TICKET in request["prompt"] else None
        engine = make(server)
        for _ in range(3):
            with pytest.raises(EngineError):
                ask(engine)
        assert len(server.requests) == 4


class TestAServerInTrouble:
    @pytest.mark.parametrize("status", [429, 500, 502, 503, 529])
    def test_it_may_be_asked_again(self, server: VllmDouble, make: Make, status: int) -> None:
        server.override = always(status, b"<html>busy</html>")
        with pytest.raises(EngineUnavailable, match=f"answered {status}"):
            ask(make(server))

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 307])
    def test_what_asking_again_cannot_mend_is_another_error(self, server: VllmDouble, make: Make, status: int) -> None:
        server.override = always(status, b"{}", Location="http://elsewhere.invalid/")
        with pytest.raises(EngineError) as caught:
            ask(make(server))
        assert not isinstance(caught.value, EngineUnavailable)

    def test_an_unknown_adapter_is_named(self, server: VllmDouble, make: Make) -> None:
        with pytest.raises(EngineError, match=r"404 for nobody: .*`nobody` does not exist"):
            ask(make(server, adapters={"triage": "nobody"}))

    def test_a_wrong_key_says_which_setting_to_mend(self, server: VllmDouble, make: Make) -> None:
        server.key = "right"
        with pytest.raises(EngineError, match="DESKHAND_ENGINE_KEY") as caught:
            ask(make(server, key="wrong-key"))
        assert "wrong-key" not in str(caught.value)

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html>a proxy's page</html>",
            b"null",
            b"{}",
            b'{"choices": []}',
            b'{"choices": [{"text": null}]}',
            b'{"choices": [{"message": {"content": "a chat answer"}}]}',
            b'{"choices": [{"text": "cut',
            b'{"choices": [{"text": "\xff\xfe"}]}',
            b'{"choices": [{"text": "x", "logprobs": {"tokens": ["x"], "token_logprobs": [NaN]}}]}',
            b"[" * 100_000,
        ],
        ids=range(11),
    )
    def test_garbage_is_an_engine_error(self, server: VllmDouble, make: Make, body: bytes) -> None:
        server.override = always(200, body)
        with pytest.raises(EngineError, match="not a completion"):
            ask(make(server))

    def test_a_body_without_end_is_refused(self, server: VllmDouble, make: Make) -> None:
        server.override = always(200, b'{"choices": [{"text": "' + b"x" * 5_000_000)
        with pytest.raises(EngineError, match="more than 4000000 bytes"):
            ask(make(server))

    def test_a_body_cut_short_may_be_asked_for_again(self, server: VllmDouble, make: Make) -> None:
        server.override = always(200, b'{"choices"', Content_Length="500")
        with pytest.raises(EngineUnavailable, match="cannot be reached"):
            ask(make(server))

    def test_a_silent_server_costs_the_timeout_and_no_more(self, server: VllmDouble, make: Make) -> None:
        """Once, for sixteen prompts as for one."""
        server.delay = lambda _: 3.0

        def seconds(prompts: int) -> float:
            started = time.monotonic()
            with pytest.raises(EngineUnavailable, match=r"within 0\.2 seconds"):
                make(server, timeout=0.2).generate(["x"] * prompts, skill="triage", schema=SCHEMA, max_tokens=4)
            return time.monotonic() - started

        assert seconds(16) < 8 * seconds(1)

    def test_a_server_that_drips_its_answer_costs_the_timeout_and_no_more(self, server: VllmDouble, make: Make) -> None:
        server.drip = 0.05
        with pytest.raises(EngineUnavailable, match=r"did not finish within 0\.3 seconds"):
            ask(make(server, timeout=0.3))
        assert len(server.requests) == 1
        assert server.dripped < 100  # of several hundred bytes

    def test_nobody_there_may_be_asked_again(self, make: Make) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        engine = make(VllmDouble(url=f"http://user:hunter2@127.0.0.1:{port}/v1"))
        with pytest.raises(EngineUnavailable, match=f"127.0.0.1:{port} cannot be reached") as caught:
            ask(engine)
        assert "hunter2" not in str(caught.value)

    def test_the_first_failure_stops_what_has_not_begun(self, server: VllmDouble, make: Make) -> None:
        server.override = always(500, b"")
        server.delay = lambda _: 0.05
        with pytest.raises(EngineUnavailable):
            make(server, concurrency=2).generate(["x"] * 40, skill="triage", schema=SCHEMA, max_tokens=4)
        assert len(server.requests) < 10

    def test_no_message_repeats_the_ticket(self, server: VllmDouble, make: Make) -> None:
        said = f"This model's maximum context length is 4 tokens. Your prompt was: {TICKET}"
        server.override = always(400, json.dumps({"error": {"message": said}}).encode())
        with pytest.raises(EngineError) as caught:
            ask(make(server))
        assert "invoice" not in str(caught.value)
        assert "answered 400" in str(caught.value)


class TestCheck:
    def test_a_server_that_does_everything_has_no_problem(self, server: VllmDouble, make: Make) -> None:
        server.text = lambda _: '{"deskhand_probe": true}'
        assert make(server).check() == []
        assert [request["model"] for request in server.requests] == ["base", "deskhand-triage"]

    def test_it_names_the_adapter_that_is_not_served(self, server: VllmDouble, make: Make) -> None:
        server.text = lambda _: '{"deskhand_probe": true}'
        server.models = {"base"}
        (problem,) = make(server).check()
        assert "deskhand-triage" in problem

    def test_it_says_when_the_schema_or_the_probabilities_are_ignored(self, server: VllmDouble, make: Make) -> None:
        server.text, server.logprobs = (lambda _: "Yes, it is green."), False
        problems = make(server, adapters={}).check()
        assert len(problems) == 2
        assert "does not hold base to a JSON schema" in problems[0]
        assert "no token probabilities for base" in problems[1]

    def test_a_server_that_is_down_is_said_once(self, server: VllmDouble, make: Make) -> None:
        server.override = always(503, b"")
        assert len(make(server).check()) == 1


def _unadorned(request: dict[str, Any]) -> Answer | None:
    return (
        None
        if "response_format" in request
        else (200, {}, json.dumps(completion(ANSWER, with_logprobs=False)).encode())
    )


def _plain(request: dict[str, Any]) -> Answer:
    return 200, {}, json.dumps(completion(ANSWER, with_logprobs=False)).encode()
