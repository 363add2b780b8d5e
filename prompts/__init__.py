"""What would be said to a language model: texts in files beside this one, filled by name.

A prompt is a ``.md`` file; ``$name`` marks a place. Missing and unknown names raise, so that a prompt and
the code that fills it cannot drift apart.
"""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent
_FENCE = re.compile(r"`{3,}|~{3,}")


class PromptError(LookupError):
    """A prompt that does not exist, or names that do not fit it."""


def load(name: str, folder: Path = _FOLDER) -> str:
    """Return the text of the prompt ``name``; raises PromptError naming the prompts there are."""
    path = folder / f"{name}.md"
    if not re.fullmatch(r"[a-z][a-z_]*", name) or not path.is_file():
        known = "、".join(sorted(p.stem for p in folder.glob("*.md"))) or "（还没有）"
        raise PromptError(f"没有叫「{name}」的提示词。现有：{known}")
    return path.read_text(encoding="utf-8")


def fill(text: str, **names: str) -> str:
    """Return ``text`` with every ``$name`` filled; what is filled in can't close a code fence around it."""
    template = Template(text)
    wanted = set(template.get_identifiers())
    if missing := wanted - names.keys():
        raise PromptError(f"提示词还缺：{'、'.join(sorted(missing))}")
    if unknown := names.keys() - wanted:
        raise PromptError(f"提示词里没有：{'、'.join(sorted(unknown))}")
    return template.substitute({k: _FENCE.sub("'''", v) for k, v in names.items()})
