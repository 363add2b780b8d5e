"""The structure, read off the source: who may import whom, one home for each heavy library."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "knowledge", "prompts")
MAY_IMPORT = {
    "app": {"assistant", "knowledge", "prompts"},
    "assistant": {"assistant", "knowledge", "prompts"},
    "knowledge": {"knowledge"},
    "prompts": {"prompts"},
}
RETRIEVAL = ("knowledge/index*.py", "knowledge/embedding*.py", "knowledge/training*.py")
PAGE = ("app.py", "assistant/page/*.py")
COMMAND_LINE = ("assistant/__main__.py", "assistant/commands.py")  # an entrance, like app: `serve`
MODEL = ("assistant/model*.py",)
HOMES = {
    "docx": ("assistant/exporting/*.py",),
    "gradio": PAGE,
    "fastapi": ("assistant/entrances/*.py",),
    "mcp": ("assistant/entrances/tools.py",),
    "mcp_types": ("assistant/entrances/tools.py",),
    "sqlite3": ("assistant/storing*.py", "knowledge/index*.py"),  # chromadb lets its errors through
    "psycopg": ("assistant/storing*.py",),
    "sqlalchemy": ("assistant/storing*.py",),
    "chromadb": RETRIEVAL,
    "langchain_chroma": RETRIEVAL,
    "langchain_huggingface": RETRIEVAL,
    "sentence_transformers": RETRIEVAL,
    "tokenizers": RETRIEVAL,
    "safetensors": RETRIEVAL,
    "torch": RETRIEVAL,
    "transformers": RETRIEVAL,
    "langchain.chat_models": MODEL,
    "langchain_openai": MODEL,
    "langchain_ollama": MODEL,
    "openai": MODEL,
    "ollama": MODEL,
}
STARTERS = ("assistant/__init__.py", "assistant/starting.py", "assistant/installing.py")
TEXT = {".py", ".md", ".toml", ".txt", ".json", ".jsonl", ".lock", ".yml", ".yaml", ".sh", ""}
MACHINE_PATH = re.compile(r"(?<![\w.:/~}-])/(?:home|root|work|opt|tmp|mnt|srv|Users)/\w")
LONGEST = 400


def sources() -> list[str]:
    """The program's modules, as paths from the project's folder."""
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    found += [path for path in [ROOT / "app.py"] if path.exists()]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def texts() -> Iterator[Path]:
    """Every text file of the project; not what its users leave lying about at the top."""
    tops = [ROOT / name for name in ("app.py", "README.md", "pyproject.toml", "requirements.lock")]
    folders = [ROOT / name for name in (*PACKAGES, "tests", ".ci")]
    for path in [*tops, *sorted(path for folder in folders for path in folder.rglob("*"))]:
        if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts:
            yield path


def imported(source: str, file: str) -> Iterator[tuple[str, int]]:
    """Each module that a file imports, anywhere in it, by its absolute name, with the line."""
    package = file.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def imports_of(file: str) -> list[tuple[str, int]]:
    return list(imported((ROOT / file).read_text(encoding="utf-8"), file))


def within(module: str, name: str) -> bool:
    return module == name or module.startswith(f"{name}.")


def strays(file: str, imports: list[tuple[str, int]]) -> list[str]:
    """Heavy libraries that a file imports without being their home."""
    return [
        f"{file}:{line} imports {module}; its home is {' or '.join(homes)}"
        for module, line in imports
        for name, homes in HOMES.items()
        if within(module, name) and not any(fnmatch(file, home) for home in homes)
    ]


def climbs(file: str, imports: list[tuple[str, int]]) -> list[str]:
    """Imports of ours that point the wrong way."""
    layer = file.split("/")[0].removesuffix(".py")
    ours = {"app", "tests", *PACKAGES}
    return [
        f"{file}:{line} imports {module}; {layer} may import {sorted(MAY_IMPORT[layer])}"
        for module, line in imports
        if (top := module.split(".")[0]) in ours
        and top not in MAY_IMPORT[layer]
        and not (top == "app" and file in COMMAND_LINE)
    ]


@pytest.mark.parametrize("file", sources())
def test_imports_point_one_way(file: str) -> None:
    assert climbs(file, imports_of(file)) == []


@pytest.mark.parametrize("file", sources())
def test_heavy_libraries_have_one_home(file: str) -> None:
    assert strays(file, imports_of(file)) == []


def test_the_page_is_only_opened_from_outside() -> None:
    """Nothing that thinks depends on pixels: only the page itself and the command line know it."""
    knowing = [
        f"{file}:{line}"
        for file in sources()
        if file not in COMMAND_LINE and not any(fnmatch(file, home) for home in PAGE)
        for module, line in imports_of(file)
        if within(module, "assistant.page")
    ]
    assert knowing == []


@pytest.mark.parametrize("file", STARTERS)
def test_what_runs_before_the_installation_needs_only_the_standard_library(file: str) -> None:
    starters = tuple(path.removesuffix(".py").replace("/", ".") for path in STARTERS)
    foreign = [
        f"{file}:{line} imports {module}"
        for module, line in imports_of(file)
        if module.split(".")[0] not in sys.stdlib_module_names
        and not any(within(module, starter) for starter in starters)
    ]
    assert foreign == []


def test_no_file_is_too_long() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in texts()
        if path.suffix == ".py"
    }
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST} == {}


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("file", "line", "objection"),
    [
        ("knowledge/template.py", "from assistant.draft import Draft", True),
        ("knowledge/kinds/money.py", "def late():\n    import assistant", True),
        ("prompts/__init__.py", "from knowledge import library", True),
        ("assistant/dialogue.py", "import app", True),
        ("assistant/commands.py", "import app", False),
        ("assistant/dialogue.py", "from knowledge.template import Slot", False),
        ("assistant/reading/rules.py", "from ..draft import Draft", False),
        ("assistant/checking/checker.py", "from docx import Document", True),
        ("assistant/exporting/tables.py", "from docx.shared import Pt", False),
        ("assistant/wording.py", "import gradio as gr", True),
        ("assistant/page/chat.py", "import gradio as gr", False),
        ("assistant/answering/answerer.py", "from langchain import chat_models", True),
        ("assistant/answering/answerer.py", "from langchain.chat_models import init_chat_model", True),
        ("assistant/model.py", "from langchain.chat_models import init_chat_model", False),
        ("knowledge/library.py", "import torch.nn", True),
        ("knowledge/index.py", "import torchless", False),
    ],
)
def test_the_rules_object_to_what_they_should(file: str, line: str, objection: bool) -> None:
    imports = list(imported(line, file))
    assert bool(climbs(file, imports) + strays(file, imports)) is objection


@pytest.mark.parametrize("path", sources())
def test_a_module_binds_a_name_once_and_uses_its_private_ones(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    tree = ast.parse(text)
    bound: list[str] = []
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        bound += [t.id for t in targets if isinstance(t, ast.Name)]
        bound += [node.name] if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.decorator_list else []
    assert {n for n in bound if bound.count(n) > 1} == set(), "the later pattern would stand for both"
    private = {n for n in bound if n.startswith("_") and not n.startswith("__")}
    assert {n for n in private if len(re.findall(rf"\b{n}\b", text)) < 2} <= _taken_elsewhere(), "nothing uses it"


@cache
def _taken_elsewhere() -> frozenset[str]:
    """Private names that other modules or tests import."""
    trees = [ast.parse(p.read_text(encoding="utf-8")) for folder in (*PACKAGES, "tests") for p in (ROOT / folder).rglob("*.py")]
    imported = (a.name for t in trees for n in ast.walk(t) if isinstance(n, ast.ImportFrom) for a in n.names)
    attributes = (n.attr for t in trees for n in ast.walk(t) if isinstance(n, ast.Attribute))
    return frozenset((*imported, *attributes))
