"""``python -m tests [--fast] [pytest's arguments]``: ruff, mypy and pytest, in this order.

All three run even when one fails; the exit code is 0 only when all are content. The whole of the tests is dealt out to the
cores by files; with arguments of its own pytest runs in one process, so that what tests print is seen.
"""

from __future__ import annotations

from assistant.starting import ROOT, ensure_environment

ensure_environment(tests=True)

import subprocess  # noqa: E402 - nothing may be imported before the environment is there
import sys  # noqa: E402

WHOLE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder") if set(sys.argv[1:]) <= {"--fast"} else ()
CHECKS = (("ruff", "check", "--output-format=concise", "."), ("mypy",), ("pytest", *WHOLE, *sys.argv[1:]))


def main() -> int:
    """Run the checks from the project's folder; pytest's closing line is the last on stdout."""
    failed = []
    for tool, *arguments in CHECKS:
        print(f"== {tool}", flush=True)
        if subprocess.run(
            [sys.executable, "-m", tool, *arguments], cwd=ROOT, check=False
        ).returncode:
            failed.append(tool)
    if failed:
        print(f"没有通过 failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
