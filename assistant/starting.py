"""First start: ``ensure_environment()`` comes before every other import of a program that can be started.

Only the standard library, and nothing that an older Python could not parse: it has to say so there.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

from assistant.installing import (
    LOCK,
    PYTHON,
    ROOT,
    TEST_LOCK,
    UNFINISHED,
    VENV,
    Trouble,
    check_python,
    done,
    explain,
    install,
    mark,
    pinned,
    say,
)

__all__ = ["ROOT", "ensure_environment"]

AGAIN = "NIYUE_STARTED_AGAIN"


def ensure_environment(tests: bool = False) -> None:
    """Return when every requirement is there; else install and run the same command in ``.venv``.

    ``tests`` asks for the test tools too. When the environment can't be made, the process ends with
    code 3 and plain words, never a traceback.
    """
    if not LOCK.exists():
        return  # installed as a package: its requirements came with it
    locks = [LOCK, TEST_LOCK] if tests else [LOCK]
    try:
        check_python()
        if _ready(locks):
            os.environ.pop(AGAIN, None)
            return
        if not done(locks):
            install(locks)
        _start_again()
    except (Trouble, OSError) as reason:
        print(reason if isinstance(reason, Trouble) else explain(str(reason)), file=sys.stderr)
        raise SystemExit(3) from None
    except KeyboardInterrupt:
        say("已停下。再运行同样的命令会接着来。", "Stopped. Run the same command to go on.")
        raise SystemExit(130) from None


def _ready(locks: list[Path]) -> bool:
    """Whether this very process can go on."""
    inside = VENV.exists() and Path(sys.prefix).resolve() == VENV.resolve()
    if inside and UNFINISHED.exists():
        raise Trouble(
            "上次安装没有做完。请用系统里的 Python（不是 .venv 里的）把刚才的命令再运行一次。",
            "The last installation did not finish. Run the command with the system's Python.",
        )
    if inside and mark(LOCK).exists():
        return done(locks)
    return _present(locks)


def _present(locks: list[Path]) -> bool:
    """Whether this Python (conda, another venv) has all we ask for, in the lock's major versions."""
    import tomllib
    from importlib import metadata

    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    tools = project["optional-dependencies"]["test"] if TEST_LOCK in locks else []
    versions = pinned(*locks)
    for requirement in project["dependencies"] + tools:
        name = re.split(r"[^\w.-]", requirement)[0]
        try:
            if metadata.version(name).split(".")[0] != versions[name].split(".")[0]:
                return False
        except metadata.PackageNotFoundError:
            return False
    return True


def _start_again() -> None:
    """Replace this process by the same command in ``.venv``; never returns."""
    if os.environ.get(AGAIN) == str(PYTHON):
        raise Trouble(
            f"{PYTHON} 启动后不在自己的环境里。请删除 .venv 文件夹，再运行一次。",
            f"{PYTHON} does not start in its own environment. Delete .venv and run it again.",
        )
    command = [str(PYTHON), *sys.orig_argv[1:]]
    environment = {**os.environ, AGAIN: str(PYTHON)}
    environment.pop("__PYVENV_LAUNCHER__", None)  # macOS: else the outer Python's environment wins
    if os.name != "nt":
        os.execve(command[0], command, environment)
    # Windows has no exec that keeps the console; Ctrl-C reaches the child as well, which decides.
    process = subprocess.Popen(command, env=environment)
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            raise SystemExit(process.wait())
