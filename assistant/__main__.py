"""``python -m assistant COMMAND``: exit 0 done, 1 done and errors stand, 2 the input can't be used."""

from __future__ import annotations

import sys

from assistant.starting import ensure_environment


def main() -> int:
    """Run the command line; the first time this installs what is missing."""
    ensure_environment()
    from assistant.commandline import main as run  # what it imports is there only now

    return run()


if __name__ == "__main__":
    sys.exit(main())
