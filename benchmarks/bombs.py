"""This benchmark sends large hostile documents through the sandbox: the outcome, the time and the memory of each.

    python -m benchmarks.bombs [--json]

A worker process parses them one after the other, each followed by a valid document. A worker that dies is counted, and
another continues with the next bomb. Peak memory is that of the parser process.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from benchmarks import hostile
from knowledge.errors import BadDocumentError
from knowledge.parsing.sandbox import Sandbox

MB = 1_000_000
GOOD = ("good.md", b"# Refunds\n\nA refund takes five days.\n")
BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "DOCX inflating 1000-fold (1 GB)": ("a.docx", lambda: hostile.inflating_docx(1_000 * MB)),
    "DOCX inflating 1000-fold (40 MB)": ("a.docx", lambda: hostile.inflating_docx(40 * MB)),
    "DOCX whose directory lies about it": ("a.docx", lambda: hostile.lying_docx(40 * MB)),
    "DOCX with 20,000 files": ("a.docx", lambda: hostile.many_files(20_000)),
    "DOCX with a billion laughs": ("a.docx", lambda: hostile.docx_with(b"<w:p>&l9;</w:p>", before=hostile.entities())),
    "DOCX nested 10,000 deep": (
        "a.docx", lambda: hostile.docx_with(b"<w:sdt><w:sdtContent>" * 10_000 + b"</w:sdtContent></w:sdt>" * 10_000),
    ),
    "DOCX of 2 million empty runs": ("a.docx", lambda: hostile.docx_with(b"<w:p>" + b"<w:r/>" * 2_000_000 + b"</w:p>")),
    "zip of 1 GB of zeros as DOCX": ("a.docx", lambda: hostile.zip_in_zip(1_000 * MB)),
    "noise as DOCX": ("a.docx", lambda: hostile.noise(MB)),
    "HTML nested 10,000 deep": ("a.html", lambda: hostile.nested_html(10_000)),
    "HTML nested 1.5 million deep": ("a.html", lambda: hostile.nested_html(1_500_000)),
    "HTML of 2 million tags": ("a.html", lambda: hostile.wide_html(2_000_000)),
    "HTML cells that span a million": ("a.html", lambda: hostile.spanning_html(20_000)),
    "HTML table that grows to 10 GB": ("a.html", lambda: hostile.growing_html(1_000, 1_000)),
    "text of 200 MB": ("a.txt", lambda: b"word " * (40 * MB)),
    "text of 20 MB": ("a.txt", lambda: b"word " * (4 * MB)),
    "Markdown of 5 million brackets": ("a.md", lambda: b"[" * (5 * MB)),
    "Markdown of 50,000 brackets": ("a.md", lambda: b"[" * 50_000),
    "Markdown of links that never close": ("a.md", lambda: b"[a](" * 500_000),
    "Markdown of a million quotes": ("a.md", lambda: b">" * MB),
    "Markdown of emphasis": ("a.md", lambda: b"*a **a " * 500_000),
    "Markdown table of 20,000 columns": (
        "a.md", lambda: b"|a" * 20_000 + b"\n" + b"|-" * 20_000 + b"\n" + (b"|b" * 20 + b"\n") * 2_000,
    ),
    "RST nested 2,000 deep": ("a.rst", lambda: hostile.nested_rst(2_000)),
    "RST with a billion laughs": ("a.rst", lambda: hostile.laughing_rst(10)),
    "RST of unclosed markup": ("a.rst", lambda: b"*a `b |c [d]_ " * 100_000),
    "PDF whose page tree loops": ("a.pdf", hostile.looping_pdf),
    "PDF of 2**40 pages": ("a.pdf", lambda: hostile.branching_pdf(40)),
    "PDF that never ends (70 MB of operators)": ("a.pdf", lambda: hostile.endless_pdf(10_000_000)),
    "PDF that inflates beyond 75 MB": ("a.pdf", lambda: hostile.endless_pdf(30_000_000)),
    "PDF form that draws itself": ("a.pdf", hostile.recursive_pdf),
    "noise as PDF": ("a.pdf", lambda: b"%PDF-1.7\n" + hostile.noise(MB)),
    "Latin-1 as Markdown": ("a.md", lambda: "# Rückerstattung\n\nFünf Tage.".encode("latin-1")),
    "UTF-16 without its mark": ("a.md", lambda: "# Rückerstattung\n\nFünf Tage.".encode("utf-16-le")),
    "UTF-16 cut in the middle": ("a.md", lambda: "# Rückerstattung".encode("utf-16")[:-1]),
    "HTML that lies about its encoding": ("a.html", lambda: b"<meta charset=utf-16><p>R\xfcckerstattung</p>"),
    "NUL bytes": ("a.md", lambda: b"\0" * MB),
}  # fmt: skip


def one(name: str, sandbox: Sandbox) -> dict[str, object]:
    """Parse one bomb. Return its outcome, and whether the next document was read."""
    file, make = BOMBS[name]
    raw = make()
    sandbox.parse(*GOOD)  # so that the start of a parser is not counted as the bomb's time
    with suppress(OSError):
        Path(f"/proc/{sandbox.pid}/clear_refs").write_text("5")  # the peak is measured from here
    starts, peak, done = sandbox.starts, [0], threading.Event()
    watch = threading.Thread(target=_watch, args=(sandbox, peak, done))
    watch.start()
    start = time.perf_counter()
    try:
        parsed = sandbox.parse(file, raw)
        outcome, reason = "read", f"{sum(len(s.text) for s in parsed.sections):,} characters"
    except BadDocumentError as error:
        outcome, reason = "quarantined", str(error)
    seconds = time.perf_counter() - start
    done.set()
    watch.join()
    peak[0] = max(peak[0], _high_mark(sandbox.pid))
    good = sandbox.parse(*GOOD).title == "Refunds"
    return {
        "bomb": name,
        "bytes": len(raw),
        "outcome": outcome,
        "reason": reason[:110],
        "seconds": round(seconds, 2),
        "peak_mb": round(peak[0] / MB),
        "parser_restarted": sandbox.starts > starts,
        "next_document_read": good,
    }


def _watch(sandbox: Sandbox, peak: list[int], done: threading.Event) -> None:
    """Keep the highest mark seen, because the mark of a parser is lost when it ends."""
    while not done.wait(0.005):
        peak[0] = max(peak[0], _high_mark(sandbox.pid))


def _high_mark(pid: int | None) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return max((int(line.split()[1]) * 1024 for line in status.split("\n") if line.startswith("VmHWM")), default=0)


def worker(names: list[str]) -> None:
    with Sandbox() as sandbox:
        for name in names:
            print(json.dumps(one(name, sandbox)), flush=True)


def run() -> tuple[list[dict[str, object]], int]:
    """Return the rows, and how many workers died."""
    rows: list[dict[str, object]] = []
    deaths = 0
    while len(rows) < len(BOMBS):
        left = list(BOMBS)[len(rows) :]
        command = [sys.executable, "-m", "benchmarks.bombs", "--worker", json.dumps(left)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        rows += [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode != 0:
            deaths += 1
            rows.append({"bomb": list(BOMBS)[len(rows)], "outcome": "WORKER DIED", "reason": f"exit {done.returncode}"})
    return rows, deaths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--worker", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker is not None:
        worker(options.worker)
        return
    rows, deaths = run()
    if options.as_json:
        print(json.dumps({"rows": rows, "worker_deaths": deaths}, indent=2))
        return
    for row in rows:
        figures = f"{row.get('seconds', 0):6.2f} s {row.get('peak_mb', 0):5} MB"
        print(f"{row['bomb']:42} {row['outcome']:12} {figures}  {row['reason']}")
    unread = sum(not row.get("next_document_read") for row in rows)
    print(f"\n{len(rows)} bombs, next document not read after {unread}, worker deaths {deaths}")


if __name__ == "__main__":
    main()
