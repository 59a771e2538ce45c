"""Files are fetched over real HTTP from a server that misbehaves as servers on the internet do."""

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from tests.support.file_double import (
    FileDouble,
    broken_off,
    drip,
    drip_headers,
    endless,
    file_server,
    gzip_bomb,
    lying,
)  # fmt: skip
from worker.errors import NotFetched
from worker.helpdesks import downloads, file_addresses
from worker.helpdesks.downloads import Limits, download
from worker.helpdesks.vendor import FileHosts

LIMITS = Limits(bytes=1_000_000, seconds=1.0, http=True)
TOKEN = ("agent@example.com/token", SecretStr("token-123"))


@pytest.fixture
def desk() -> Iterator[FileDouble]:
    with file_server() as double:
        yield double


@pytest.fixture
def other() -> Iterator[FileDouble]:
    with file_server() as double:
        yield double


def own(desk: FileDouble, *listed: str) -> FileHosts:
    return FileHosts(own=desk.url, credentials=TOKEN, listed=listed)


def test_a_file_of_the_helpdesk_is_fetched_with_its_credentials(desk: FileDouble) -> None:
    got = download(desk.put("/log.txt", b"E-4411", "text/plain; charset=utf-8"), own(desk), LIMITS)
    assert (got.raw, got.type) == (b"E-4411", "text/plain")
    [(path, credentials)] = desk.requests
    assert path == "/log.txt"
    assert credentials is not None and credentials.startswith("Basic ")


def test_a_redirect_to_a_listed_host_does_not_take_the_credentials_with_it(desk: FileDouble, other: FileDouble) -> None:
    url = desk.redirect("/token/x", other.put("/content", b"text") + "?signed=1")
    assert download(url, own(desk, other.host), LIMITS).raw == b"text"
    assert desk.requests[0][1] is not None
    assert other.requests == [("/content?signed=1", None)]


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/latest/meta-data/",
        "https://evil.example/x",
        "http://localhost:1/x",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//evil.example/x",
        "https://user:secret@evil.example/",
        "http://[::1]/",
        "https://evil.example\\@127.0.0.1/",
        "http://0x7f000001/",
        "http://127.0.0.1:70000/",
    ],
)
def test_a_redirect_elsewhere_is_refused_and_nobody_is_asked(desk: FileDouble, target: str) -> None:
    with pytest.raises(NotFetched):
        download(desk.redirect("/x", target), own(desk, "*.zdusercontent.com"), LIMITS)
    assert len(desk.requests) == 1


def test_a_redirect_that_never_ends_is_followed_three_times(desk: FileDouble) -> None:
    with pytest.raises(NotFetched, match="redirects more than 3 times"):
        download(desk.redirect("/round", "/round"), own(desk), LIMITS)
    assert len(desk.requests) == 4


@pytest.mark.parametrize("slow", [drip, drip_headers])
def test_a_server_that_sends_byte_after_byte_is_cut_off_at_the_limit(
    desk: FileDouble, slow: Callable[[Any], None]
) -> None:
    start = time.monotonic()
    with pytest.raises(NotFetched, match="longer than 1 s"):
        download(desk.do("/slow", slow), own(desk), LIMITS)
    assert time.monotonic() - start < 5


def test_a_server_that_never_answers_is_cut_off_at_the_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/x"
        with pytest.raises(NotFetched, match="longer than 1 s"):
            download(url, FileHosts(own=url), LIMITS)


def test_a_stream_of_100_mb_is_cut_off_at_the_size_limit(desk: FileDouble) -> None:
    with pytest.raises(NotFetched, match="larger than 1 MB"):
        download(desk.do("/endless", endless), own(desk), LIMITS)
    assert desk.sent < 50_000_000


def test_a_declared_size_above_the_limit_is_not_read(desk: FileDouble) -> None:
    with pytest.raises(NotFetched, match="larger than 1 MB"):
        download(desk.put("/large", b"x" * 1_000_001), own(desk), LIMITS)


def test_what_comes_after_the_declared_size_is_not_read(desk: FileDouble) -> None:
    assert download(desk.do("/lying", lying), own(desk), LIMITS).raw == b"0123456789"


def test_half_a_file_is_no_file(desk: FileDouble) -> None:
    with pytest.raises(NotFetched, match=r"broke off|cannot be read"):
        download(desk.do("/half", broken_off), own(desk), LIMITS)


def test_a_compressed_file_is_inflated_up_to_the_limit(desk: FileDouble) -> None:
    url = desk.put("/log", gzip.compress(b"E-4411\n" * 1000), Content_Encoding="gzip")
    assert download(url, own(desk), LIMITS).raw == b"E-4411\n" * 1000
    with pytest.raises(NotFetched, match="larger than 1 MB"):
        download(desk.put("/bomb", gzip_bomb(), Content_Encoding="gzip"), own(desk), LIMITS)
    with pytest.raises(NotFetched, match="damaged"):
        download(desk.put("/torn", b"no gzip", Content_Encoding="gzip"), own(desk), LIMITS)
    with pytest.raises(NotFetched, match="not known"):
        download(desk.put("/br", b"x", Content_Encoding="br"), own(desk), LIMITS)


@pytest.mark.parametrize(("status", "said"), [(404, "404"), (401, "wants a login"), (500, "500"), (206, "206")])
def test_any_other_answer_is_told_with_its_status(desk: FileDouble, status: int, said: str) -> None:
    with pytest.raises(NotFetched, match=said):
        download(desk.do("/x", lambda handler: handler.answer(status, {}, b"no")), own(desk), LIMITS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/x",
        "http://",
        "https://",
        "https:///x",
        "ftp://a.example/x",
        "https://a b/",
        "https://ä.example/x",
        "https://x.example/\nHost: y",
    ],
)
def test_an_address_that_is_none_is_told(desk: FileDouble, url: str) -> None:
    with pytest.raises(NotFetched):
        download(url, own(desk, "*.example"), LIMITS)


def test_without_the_setting_http_is_refused_even_at_the_helpdesks_own_address(desk: FileDouble) -> None:
    with pytest.raises(NotFetched, match="https"):
        download(desk.put("/x", b"x"), own(desk), Limits(1_000_000, 1.0))
    assert desk.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.7", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",  # noqa: S104
        "fe80::1", "fc00::1", "::ffff:10.0.0.7", "64:ff9b::a9fe:a9fe", "2002:0a00:0007::1", "240.0.0.1", "fd00:ec2::254",
    ],
)  # fmt: skip
def test_a_listed_name_that_leads_into_a_private_network_is_refused(monkeypatch: Any, address: str) -> None:
    """Somebody else's name server chose the address; a public one beside it does not help."""
    answers = [(0, 0, 0, "", (found, 443)) for found in ("93.184.216.34", address)]
    monkeypatch.setattr(file_addresses.socket, "getaddrinfo", lambda *_, **__: answers)
    monkeypatch.setattr(downloads.socket, "create_connection", lambda *_: pytest.fail("it was asked"))
    with pytest.raises(NotFetched, match="private network"):
        download("https://p1.files.example/x", FileHosts(listed=("*.files.example",)), Limits(1_000, 1.0))


def test_a_name_is_looked_up_once_so_that_its_next_answer_leads_nowhere(monkeypatch: Any) -> None:
    asked, connected = [], []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(0, 0, 0, "", ("93.184.216.34" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(address: tuple[str, int], _: float) -> Any:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(file_addresses.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(downloads.socket, "create_connection", connect)
    with pytest.raises(NotFetched, match="cannot be read"):
        download("https://p1.files.example/x", FileHosts(listed=("*.files.example",)), Limits(1_000, 1.0))
    assert (len(asked), connected) == (1, [("93.184.216.34", 443)])


def test_the_helpdesk_itself_may_have_a_private_address_but_no_link_local_one(monkeypatch: Any) -> None:
    hosts = FileHosts(own="https://desk.internal.example")
    for address, allowed in (("10.1.2.3", True), ("127.0.0.1", True), ("169.254.169.254", False)):
        monkeypatch.setattr(
            file_addresses.socket, "getaddrinfo", lambda *_, found=address, **__: [(0, 0, 0, "", (found, 443))]
        )
        where = file_addresses.place("https://desk.internal.example/x", hosts)
        if allowed:
            assert file_addresses.resolve(where, 1.0) == [address]
        else:
            with pytest.raises(NotFetched):
                file_addresses.resolve(where, 1.0)


@pytest.mark.parametrize(
    ("url", "listed", "allowed"),
    [
        ("https://p1.zdusercontent.com/a", "*.zdusercontent.com", True),
        ("https://P1.ZDusercontent.com./a", "*.zdusercontent.com", True),
        ("https://zdusercontent.com/a", "*.zdusercontent.com", False),
        ("https://evilzdusercontent.com/a", "*.zdusercontent.com", False),
        ("https://p1.zdusercontent.com.evil.example/a", "*.zdusercontent.com", False),
        ("https://evil.example/p1.zdusercontent.com", "*.zdusercontent.com", False),
        ("https://evil.example#.zdusercontent.com/", "*.zdusercontent.com", False),
        ("https://p1.zdusercontent.com:8443/a", "*.zdusercontent.com", False),
        ("https://p1.zdusercontent.com@evil.example/a", "*.zdusercontent.com", False),
        ("https://files.example:8443/a", "files.example:8443", True),
        ("https://files.example/a", "files.example:8443", False),
        ("http://files.example/a", "files.example", False),
    ],
)
def test_the_list_of_hosts_is_exact(url: str, listed: str, allowed: bool) -> None:
    if allowed:
        assert not file_addresses.place(url, FileHosts(listed=(listed,))).is_own
    else:
        with pytest.raises(NotFetched):
            file_addresses.place(url, FileHosts(listed=(listed,)))
