"""A vendor is one folder: put there, it has its route, its settings, its client and its line of `deskhand doctor`."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

import worker.helpdesks
from worker.helpdesks.registry import VENDORS, find_vendors
from worker.helpdesks.vendor import Vendor

INIT = """
    from worker.helpdesks.acme.settings import AcmeSettings, problems
    from worker.helpdesks.vendor import Vendor


    def make_webhook(settings):
        from worker.helpdesks.acme.webhook import AcmeWebhook

        return AcmeWebhook(settings)


    def make_client(settings):
        from worker.helpdesks.acme.client import AcmeClient

        return AcmeClient(settings.acme_url)


    VENDOR = Vendor("acme", AcmeSettings, make_webhook, make_client, problems)
"""
ACME = {
    "__init__.py": INIT,
    "settings.py": """
        from pydantic import SecretStr, model_validator

        from worker.helpdesks.settings import HelpdeskSettings


        class AcmeSettings(HelpdeskSettings):
            acme_url: str = ""
            acme_secrets: tuple[SecretStr, ...] = ()


        def problems(settings):
            if settings.helpdesk == "acme" and not settings.acme_url:
                yield "set DESKHAND_ACME_URL"
    """,
    "webhook.py": """
        from worker.helpdesks import payload, webhook_signatures


        class AcmeWebhook:
            def __init__(self, settings):
                self.secrets = [secret.get_secret_value().encode() for secret in settings.acme_secrets]

            @property
            def closed(self):
                return None if self.secrets else "set DESKHAND_ACME_SECRETS"

            def read(self, call):
                expected = [webhook_signatures.base64_hmac(secret, call.body) for secret in self.secrets]
                webhook_signatures.require_match(expected, [call.header("acme-signature")])
                payload.parse(call.body)
                return None
    """,
    "client.py": """
        from dataclasses import dataclass


        @dataclass
        class AcmeClient:
            url: str
    """,
}
CHECK = """
            @model_validator(mode="after")
            def _complete(self):
                return self

"""
LOOK = """
    import json, sys

    import worker.helpdesks

    worker.helpdesks.__path__.append(sys.argv[1])

    from tests.support.desk import serving
    from worker.bootstrap import make_helpdesk
    from worker.cli.doctor import setup
    from worker.cli.web import WEB_HELP
    from worker.db.session import make_engine
    from worker.helpdesks.webhook_signatures import base64_hmac
    from worker.settings import Settings

    settings, bare = Settings(_env_file=None), Settings(_env_file=None, helpdesk="memory", acme_secrets=())
    engine = make_engine("postgresql://deskhand_app@127.0.0.1:1/deskhand")  # nothing is asked of it
    with serving(settings, engine) as desk:
        body = b'{"said": "nothing"}'
        good = {"acme-signature": base64_hmac(b"a secret of acme", body)}
        taken, refused = (desk.post("/webhooks/acme", body, headers) for headers in (good, {"acme-signature": "x"}))
        counted = desk.get("/metrics").text
    print(json.dumps({
        "taken": [taken.status_code, taken.json()],
        "refused": refused.status_code,
        "counted": 'accepted_total{source="acme",status="ignored"} 1.0' in counted,
        "help": "POST /webhooks/acme" in WEB_HELP,
        "client": repr(make_helpdesk(settings, engine).desks["acme"]),
        "doctor": [diagnosis.message for diagnosis in setup.webhooks(settings)],
        "without": [diagnosis.message for diagnosis in setup.webhooks(bare)],
    }))
"""


def put(folder: Path, name: str, files: dict[str, str]) -> Path:
    (folder / name).mkdir(parents=True)
    for file, source in files.items():
        (folder / name / file).write_text(dedent(source))
    return folder


def test_a_folder_is_all_that_a_new_vendor_needs(tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(sys.path),
        "DESKHAND_HELPDESK": "acme",
        "DESKHAND_ACME_SECRETS": '["a secret of acme"]',
    }
    command = [sys.executable, "-c", dedent(LOOK), str(put(tmp_path, "acme", ACME))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])  # the lines before it are the log
    assert found["taken"] == [202, {"ticket_id": None, "status": "ignored"}]
    assert found["refused"] == 401
    assert found["counted"]
    assert found["help"]
    assert found["client"] == "AcmeClient(url='')"
    assert found["doctor"] == ["set DESKHAND_ACME_URL"]
    (said,) = found["without"]
    assert "all are refused, because no secret is configured: set DESKHAND_ACME_SECRETS or " in said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"__init__.py": ""}, "acme needs a VENDOR"),
        ({"__init__.py": INIT.replace('Vendor("acme"', 'Vendor("other"')}, "with the name 'acme'"),
        ({"settings.py": ACME["settings.py"].replace("acme_url", "url")}, r"begins with acme_: \['url'\]"),
        ({"settings.py": ACME["settings.py"].replace("acme_secrets", "acme_keys")}, "need the field acme_secrets"),
        (
            {"settings.py": ACME["settings.py"].replace('= ""', '= ""\n\n' + CHECK)},
            r"begins with acme_: \['_complete'\]",
        ),
    ],
)
def test_a_folder_that_is_not_complete_stops_every_command_with_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    monkeypatch.setattr(worker.helpdesks, "__path__", [*worker.helpdesks.__path__, str(tmp_path)])
    put(tmp_path, "acme", {**ACME, **changed})
    try:
        with pytest.raises(TypeError, match=said):
            find_vendors()
    finally:
        for name in [name for name in sys.modules if name.startswith("worker.helpdesks.acme")]:
            del sys.modules[name]
        vars(worker.helpdesks).pop("acme", None)


def test_every_vendor_of_ours_is_found_and_named_as_its_folder() -> None:
    folders = {path.parent.name for path in Path(worker.helpdesks.__file__ or "").parent.glob("*/*.py")}

    assert {vendor.name for vendor in VENDORS} == folders
    assert all(isinstance(vendor, Vendor) for vendor in VENDORS)


def test_what_reads_the_settings_and_the_webhooks_of_every_vendor_loads_no_http_client() -> None:
    code = """
        import sys
        import worker.intake.web
        from worker.helpdesks.registry import VENDORS
        from worker.settings import Settings
        [vendor.make_webhook(Settings(_env_file=None)) for vendor in VENDORS if vendor.make_webhook]
        print("httpx" in sys.modules)
    """
    printed = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, check=True).stdout

    assert printed == "False\n"
