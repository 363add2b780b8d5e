"""The real program in a process of its own, on a free port, with folders of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parent.parent.parent
WATCH = Path(__file__).parent / "watching"
"""On the server's path: what it imports there writes down every reach for the network, and what is loaded when."""


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _computed(pid: int) -> float:
    """Seconds a process has computed so far, where the system tells (else 0)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    """``python app.py`` with ``folder`` as home of everything it may write, and further settings in its environment."""

    def __init__(self, folder: Path, **settings: str):
        self.folder, self.home, self.settings = folder, folder / "niyue", settings
        self.attempts, self.loaded = folder / "attempts.txt", folder / "loaded.txt"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.seconds = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        """Start and return when the page answers; ``seconds`` tells how long that took."""
        user = self.folder / "user"
        user.mkdir(parents=True, exist_ok=True)
        environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        environment |= {
            "NIYUE_HOME": str(self.home), "HOME": str(user), "XDG_CACHE_HOME": str(user / ".cache"),
            "TMPDIR": str(user), "NIYUE_ATTEMPTS": str(self.attempts),
            "NIYUE_LOADED": str(self.loaded),
            "PYTHONPATH": os.pathsep.join([str(WATCH), os.environ.get("PYTHONPATH", "")]),
            **self.settings,
        }
        self.loaded.unlink(missing_ok=True)  # of this start only
        began = time.perf_counter()
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "app.py", "--port", str(self.port)],
                cwd=ROOT, env=environment, stdout=log, stderr=log,
            )
        while self._process.poll() is None and time.perf_counter() - began < 60:
            try:
                with urllib.request.urlopen(self.url, timeout=5) as answer:
                    if answer.status == 200:
                        self.seconds = time.perf_counter() - began
                        return self
            except (URLError, ConnectionError):
                time.sleep(0.05)
        raise RuntimeError(f"the page did not open:\n{self.log}")

    def computed(self) -> float:
        """Seconds the program has computed since it was started."""
        return _computed(self._process.pid) if self._process else 0.0

    @property
    def log(self) -> str:
        """What the program printed."""
        return (self.folder / "log.txt").read_text(encoding="utf-8")

    def stop(self) -> None:
        """Close the program as Ctrl+C does."""
        if self._process and self._process.poll() is None:
            if os.name == "nt":
                self._process.terminate()  # Windows can't send Ctrl+C to one process
            else:
                self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def outside(self) -> list[str]:
        """Return the addresses out of this machine that the program reached for."""
        if not self.attempts.exists():
            return []
        hosts = self.attempts.read_text(encoding="utf-8").split()
        return [h for h in hosts if not re.fullmatch(r"localhost|127\.[\d.]+|0\.0\.0\.0|::1?|None", h)]

    def written(self) -> list[str]:
        """Return the files that stand outside the data folder, from the test's folder."""
        places = (p.relative_to(self.folder) for p in self.folder.rglob("*") if p.is_file())
        return sorted(p.as_posix() for p in places if p.parts[0] == "user")
