"""Makes ``.venv`` beside the program and fills it from the lock.

Only the standard library. Everything is written inside the project's folder: ``.venv``, and
``.cache`` for pip's downloads and its log.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CACHE = ROOT / ".cache"
LOG = CACHE / "install.log"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "tests" / "requirements.lock"
UNFINISHED = VENV / "niyue-unfinished"
"""There while ``.venv`` is being made or written to; left behind by a death, it asks for a new one."""

OLDEST, NEWEST = (3, 11), (3, 14)
FREE_GB = 2.6
ATTEMPTS = 3
WARM_UP = (
    "import torch, sentence_transformers",
    "import gradio, chromadb, langchain_chroma, langchain_huggingface",
)
_DISK = r"No space left|Errno 28|WinError 112|not enough space"
_DENIED = r"Permission denied|Errno 13|WinError 5\b|Read-only file system"
_NETWORK = (
    r"NewConnectionError|NameResolution|Temporary failure in name|getaddrinfo|Max retries"
    r"|[Tt]imed? ?out|ProxyError|SSLError|CERTIFICATE|Connection(Reset|Refused|Aborted)?Error"
    r"|IncompleteRead|Connection (reset|refused|aborted|broken)|ProtocolError"
    r"|Network is unreachable|50[234] Server"
)


class Trouble(Exception):
    """Why the environment can't be made, in Chinese and English: what, and what to do next."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def say(chinese: str, english: str) -> None:
    """One line of progress, on stderr: stdout belongs to the command."""
    print(chinese, english, file=sys.stderr, flush=True)


def check_python() -> None:
    """Raise Trouble when this Python is not one that the locked packages have builds for."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        now, span = (
            "{}.{}".format(*sys.version_info[:2]),
            "{}.{}–{}.{}".format(*OLDEST, *NEWEST),
        )
        raise Trouble(
            f"需要 Python {span}，现在是 {now}。请装一个合适的版本，用它再运行一次。",
            f"Python {span} is needed, this is {now}. Install one and run it with that.",
        )


def pinned(*locks: Path) -> dict[str, str]:
    """Names and versions in lock files."""
    text = "".join(lock.read_text(encoding="utf-8") for lock in locks)
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))


def mark(lock: Path) -> Path:
    """The file in ``.venv`` that holds the digest of the lock once all of it is installed."""
    return VENV / ("niyue-tests.sha256" if lock == TEST_LOCK else "niyue.sha256")


def done(locks: list[Path]) -> bool:
    """Whether ``.venv`` is whole and holds what these locks say."""
    return PYTHON.exists() and not UNFINISHED.exists() and all(map(_current, locks))


def install(locks: list[Path]) -> None:
    """Make and fill ``.venv``; Trouble or OSError (see ``explain``) when that fails."""
    started = time.monotonic()
    CACHE.mkdir(exist_ok=True)
    with _alone():
        if done(locks):
            return  # another window has just done it
        _make()
        for lock in locks:
            if not _current(lock):
                _fill(lock)
        shutil.rmtree(CACHE / "pip", ignore_errors=True)
        shutil.rmtree(CACHE / "tmp", ignore_errors=True)
    seconds = round(time.monotonic() - started)
    say(f"装好了，用时 {seconds} 秒。", f"Ready after {seconds} s.")


def explain(log: str) -> Trouble:
    """The usual reasons for an installation to fail, read off what pip or the system said."""
    if re.search(_DISK, log):
        return Trouble(
            f"磁盘空间不够。请腾出 {FREE_GB} GB 以上（带 CUDA 的 Linux 6 GB），再运行一次。",
            f"Not enough disk space. Free at least {FREE_GB} GB (Linux with CUDA: 6 GB) and run it again.",
        )
    if re.search(_DENIED, log):
        return Trouble(
            f"不能在 {ROOT} 里写文件。请把整个文件夹移到自己可写的地方（例如「文档」）再运行。",
            f"{ROOT} can't be written to. Move the folder to a place of your own and run it again.",
        )
    if re.search(_NETWORK, log):
        return Trouble(
            "下载不到软件包。请检查网络、代理（HTTPS_PROXY）或 pip 的镜像设置，再运行一次。"
            f"详细记录:{LOG}",
            "Packages can't be downloaded. Check the network, the proxy (HTTPS_PROXY) or pip's index "
            f"settings and run it again. Details: {LOG}",
        )
    missing = re.search(r"No matching distribution found for (\S+)", log)
    if missing:
        return Trouble(
            f"没有适合这台机器的 {missing[1]}。支持 64 位的 Linux、Windows 和苹果芯片的 "
            f"Mac(macOS 14 以上)。详细记录：{LOG}",
            f"No build of {missing[1]} for this machine. 64-bit Linux, Windows and Macs with Apple's "
            f"chips (macOS 14 or later) are supported. Details: {LOG}",
        )
    last = "\n".join(log.strip().splitlines()[-5:])
    return Trouble(
        f"安装没有成功。详细记录：{LOG}", f"The installation failed. Details: {LOG}\n{last}"
    )


def _current(lock: Path) -> bool:
    return mark(lock).exists() and mark(lock).read_text(encoding="utf-8") == _digest(lock)


def _digest(lock: Path) -> str:
    # As text, because line ends differ between checkouts.
    content = lock.read_text(encoding="utf-8")
    return hashlib.sha256(content.encode()).hexdigest()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One installation at a time: a second window waits; a killed one leaves nothing to clean up."""
    with (CACHE / "install.lock").open("a+b") as handle:
        if not _locked(handle.fileno()):
            say("另一个窗口正在安装,等它装完……", "Another window is installing; waiting ...")
            while not _locked(handle.fileno()):
                time.sleep(1)
        os.set_inheritable(handle.fileno(), True)  # a pip that outlives us still holds the lock
        yield


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass  # a file system without locks: better unguarded than never
    return True


def _make() -> None:
    """Leave a ``.venv`` to be filled: a sound one is kept, a half-made one made anew."""
    if PYTHON.exists() and not UNFINISHED.exists():
        return
    import venv
    from importlib.util import find_spec

    if VENV.exists():
        say("清理没有装完的环境……", "Removing an unfinished environment ...")
        shutil.rmtree(VENV)
    if shutil.disk_usage(ROOT).free < FREE_GB * 1e9:
        raise explain("No space left")
    say(
        "第一次运行：把需要的软件装进本文件夹的 .venv（约 1.6 GB,通常几分钟）。",
        "First run: installing into .venv in this folder (about 1.6 GB, a few minutes).",
    )
    VENV.mkdir()
    UNFINISHED.touch()
    # Debian's Python comes without ensurepip: then the outer pip fills the environment.
    with_pip = find_spec("ensurepip") is not None
    try:
        venv.create(VENV, with_pip=with_pip, symlinks=os.name != "nt", prompt="niyue")
    except subprocess.CalledProcessError as error:
        raise explain(str(error.output)) from error
    UNFINISHED.unlink()


def _fill(lock: Path) -> None:
    """Install a lock; the mark with its digest comes last."""
    for attempt in range(1, ATTEMPTS + 1):
        # --no-deps: the lock is complete, so nothing is resolved, and on Linux torch's gigabytes of
        # CUDA packages stay away. --no-compile: the warm-up compiles what is really used.
        log = _pip("--no-deps", "--no-compile", "-r", str(lock), total=len(pinned(lock)))
        if log is None:
            break
        broke_off = "Downloading" in log and re.search(_NETWORK, log)
        if not broke_off or UNFINISHED.exists() or attempt == ATTEMPTS:
            raise explain(log)
        say("网络断了一下,接着下载……", "The connection broke; continuing ...")
    if lock == LOCK:
        _warm_up()
    mark(lock).write_text(_digest(lock), encoding="utf-8")
    UNFINISHED.unlink(missing_ok=True)


def _warm_up() -> None:
    """Import the large packages once: shows that they work, and compiles exactly what is used."""
    say("检查并预热(约 15 秒)……", "Checking (about 15 s) ...")
    errors = _import_all()
    if errors and sys.platform == "linux":
        # The CPU build of torch needs none of the CUDA packages. Where pip's settings lead to the
        # CUDA build only, it does not import without them: fetch them after all.
        say("只找到带 CUDA 的 torch,补装它的依赖(数 GB)……", "Adding torch's CUDA packages ...")
        log = _pip(f"torch=={pinned(LOCK)['torch']}")
        if log is not None:
            raise explain(log)
        errors = _import_all()
    if errors:
        LOG.write_text(errors, encoding="utf-8")
        raise explain(errors)


def _import_all() -> str:
    environment = {
        **_environment(),
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_OFFLINE": "1",
    }
    running = [
        subprocess.Popen(
            [str(PYTHON), "-c", line],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        for line in WARM_UP
    ]
    outcomes = [(process.communicate()[1], process.returncode) for process in running]
    return "\n".join(error for error, code in outcomes if code)


def _environment() -> dict[str, str]:
    """The user's environment with pip's settings, but pip's files in the project's folder."""
    environment = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER"):
        environment.pop(name, None)
    (CACHE / "tmp").mkdir(parents=True, exist_ok=True)
    # Kept until all is done, so that a second try goes on from where the first one broke off.
    environment.setdefault("PIP_CACHE_DIR", str(CACHE / "pip"))
    return {**environment, "TMPDIR": str(CACHE / "tmp"), "PYTHONIOENCODING": "utf-8"}


def _pip(*arguments: str, total: int = 0) -> str | None:
    """Run ``pip install`` in ``.venv``, with progress up to ``total``; None when done, else its words."""
    command = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*command, "--version"], check=False, capture_output=True).returncode:
        command = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    command += ["install", "--disable-pip-version-check", "--no-input", "--no-user"]
    process = subprocess.Popen(
        [*command, "--progress-bar", "off", *arguments],
        env=_environment(),
        close_fds=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    lines: list[str] = []
    seen = 0
    with process, LOG.open("w", encoding="utf-8") as log:
        for line in process.stdout:
            log.write(line)
            lines.append(line)
            seen += line.startswith("Collecting ")
            _progress(line, seen, total)
    return "".join(lines) if process.returncode else None


def _progress(line: str, seen: int, total: int) -> None:
    if line.startswith("Installing collected packages"):
        UNFINISHED.touch()  # from here on packages are written; before, there were only downloads
        say("下载完毕,正在安装(约半分钟)……", "Downloaded; installing (half a minute) ...")
    elif line.startswith("Collecting torch=="):
        say("  下载 torch,最大的一个……", "downloading torch, the largest ...")
    elif total >= 20 and line.startswith("Collecting ") and seen % (total // 8) == 0:
        say(f"  下载 {seen}/{total}", "downloading")
