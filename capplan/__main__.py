"""`capplan` and `python -m capplan`: the command line's way in."""

import sys

INTERRUPTED = 130


def main() -> int:
    """Runs one command; the exit code says how it went.

    Loading is inside the net, too: an interrupt while it lasts is told in one line.
    """
    try:
        from capplan.cli.run import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        print("capplan: interrupted", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
