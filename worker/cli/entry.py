"""This module is where the program `deskhand` begins. It imports nothing of ours before a Ctrl-C has somebody to catch it."""

import sys

INTERRUPTED = 130  # what a shell expects after Ctrl-C


def main() -> None:
    """Run the program. A Ctrl-C while its modules are imported ends it as one later does: with a word, not with a traceback."""
    try:
        from worker.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("deskhand: interrupted\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
