"""This module keeps the files that people attach in the double, and lists them as the API does."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from urllib.parse import quote

from worker.cli.demo.zendesk_double.account import Account
from worker.cli.demo.zendesk_double.tickets import Json


@dataclass(frozen=True)
class File:
    """A file is what somebody attaches to a comment."""

    name: str
    type: str = "image/png"
    content: bytes = b"file"


def kept(account: Account, files: Sequence[File]) -> list[Json]:
    """Keep files, and return them as the API lists them: their `content_url` may be on another host, and whoever has it
    needs no login (Attachments API)."""
    shown = []
    for file in files:
        token = token_hex(8)
        account.files[token] = (file.type, file.content)
        url = f"{account.files_url}/attachments/token/{token}/?name={quote(file.name)}"
        one = {"id": account.new_id(), "file_name": file.name, "content_type": file.type, "content_url": url}
        shown.append({**one, "size": len(file.content), "inline": False, "deleted": False})
    return shown
