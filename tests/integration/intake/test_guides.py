"""What the guides have people type and paste, typed and pasted."""

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.rows import row
from worker.cli.demo.rehearsal import new_secret, processes
from worker.intake import webhooks

GUIDE = (ROOT / "docs/guides/webhooks.md").read_text(encoding="utf-8")
SCRIPTS = re.findall(r"^```bash\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
[TRIGGER] = re.findall(r"^```json\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ZENDESK_SAYS = {
    "ticket.id": "35436",
    "ticket.latest_public_comment.id": "54509304133531",
    "ticket.updated_at_with_timestamp": "2026-08-17T07:34:48Z",
    "ticket.title": "Reset",
    "ticket.latest_public_comment.value": "It never arrives.",
    "ticket.via": "Mail",
    "ticket.requester.email": "femke@brightloaf.example",
    "ticket.requester.name": "Femke",
    "current_user.id": "20978392",
}


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("curl")), reason="the examples need openssl and curl")
def test_the_examples_in_curl_are_accepted_once_by_a_running_web_process(
    stack: Any, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    monkeypatch.setenv("DESKHAND_ZENDESK_SECRETS", json.dumps([secret]))
    with processes(stack.settings, secret, ("web",)) as url:
        for script, external_id in zip(SCRIPTS, ("T-1001", "35436"), strict=True):
            script = re.sub(r"^url=.*$", f"url={url}", script, flags=re.MULTILINE)  # noqa: PLW2901
            script = re.sub(r"^secret=.*$", f"secret={secret}", script, flags=re.MULTILINE)  # noqa: PLW2901
            first, second = (json.loads(run(script)) for _ in range(2))
            assert (first["status"], second["status"]) == ("new", "duplicate")
            stored = row(database.app, first["ticket_id"])
            assert (stored["external_id"], stored["subject"]) == (external_id, "Password reset")


def run(script: str) -> str:
    return subprocess.run(["bash", "-eu", "-c", script], capture_output=True, text=True, check=True, timeout=30).stdout


def pasted(**said: str) -> Any:
    values = {**ZENDESK_SAYS, **{name.replace("__", "."): value for name, value in said.items()}}
    body = re.sub(r"{{(.*?)}}", lambda match: values[match[1]], TRIGGER)
    return webhooks.zendesk(json.loads(body), invocation_id=None, digest="d", own_agent_id="777", now=NOW)


def test_the_body_to_paste_into_a_trigger_is_what_intake_reads() -> None:
    ticket = pasted()

    assert (ticket.external_id, ticket.version) == ("35436", "54509304133531")
    assert (ticket.subject, ticket.body, ticket.channel) == ("Reset", "It never arrives.", "Mail")
    assert (ticket.requester_email, ticket.requester_name) == ("femke@brightloaf.example", "Femke")
    assert ticket.occurred_at == datetime(2026, 8, 17, 7, 34, 48, tzinfo=UTC)
    assert not ticket.from_staff
    assert not ticket.requester_verified


def test_by_the_same_body_our_own_comment_is_known_as_ours() -> None:
    assert pasted(current_user__id="777").from_staff
