"""What the guides have people type and paste, typed and pasted."""

import json
import re
import shutil
import subprocess
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.rows import row
from worker.cli.demo.rehearsal import new_secret, processes
from worker.helpdesks.registry import VENDORS

GUIDE = (ROOT / "docs/guides/webhooks.md").read_text(encoding="utf-8")
SCRIPTS = re.findall(r"^```bash\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("curl")), reason="the examples need openssl and curl")
def test_the_examples_in_curl_are_accepted_once_by_a_running_web_process(
    stack: Any, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = new_secret()
    for vendor in VENDORS:
        monkeypatch.setenv(f"DESKHAND_{vendor.secrets.upper()}", json.dumps([secret]))
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
