"""What would be said to a language model: texts in files beside this one, filled by name.

A prompt is a ``.md`` file: its version, what never changes, a line ``====``, and the data, where ``$name`` marks a
place. Missing and unknown names raise, so that a prompt and the code that fills it cannot drift apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent
_FENCE = re.compile(r"`{3,}|~{3,}")
_FILE = re.compile(r"<!-- 版本 (\d+) -->\n(.*?)\n?^====\n(.*)\Z", re.S | re.M)


class PromptError(LookupError):
    """A prompt that does not exist, or names that do not fit it."""


@dataclass(frozen=True)
class Prompt:
    """What is said to the model each time, and the data, still to be filled; nothing from outside is in ``system``."""

    name: str
    version: int
    system: str
    data: str


def names(folder: Path = _FOLDER) -> tuple[str, ...]:
    """Return the prompts there are."""
    return tuple(sorted(p.stem for p in folder.glob("*.md")))


def load(name: str, folder: Path = _FOLDER) -> Prompt:
    """Return the prompt ``name``; raises PromptError naming the prompts there are, or what is wrong with it."""
    if name not in names(folder):
        known = "、".join(names(folder)) or "（还没有）"
        raise PromptError(f"没有叫「{name}」的提示词。现有：{known}")
    path = folder / f"{name}.md"
    parts = _FILE.match(path.read_text(encoding="utf-8"))
    if parts is None:
        raise PromptError(f"{path}：第一行应是「<!-- 版本 1 -->」，规矩和材料之间应有一行「====」。")
    return Prompt(name, int(parts[1]), parts[2], parts[3])


def fill(text: str, **names: str) -> str:
    """Return ``text`` with every ``$name`` filled; what is filled in can't close a code fence around it."""
    template = Template(text)
    wanted = set(template.get_identifiers())
    if missing := wanted - names.keys():
        raise PromptError(f"提示词还缺：{'、'.join(sorted(missing))}")
    if unknown := names.keys() - wanted:
        raise PromptError(f"提示词里没有：{'、'.join(sorted(unknown))}")
    return template.substitute({k: _FENCE.sub("'''", v) for k, v in names.items()})
