"""Settings: which language model, if any. Read in one place, from the environment and ``settings.toml``.

Without a model there is nothing to set. The key is kept out of every text: it prints as dots.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from knowledge.places import data_home

FILE = "settings.toml"
NAMES = {
    "name": "NIYUE_MODEL", "url": "NIYUE_MODEL_URL", "key": "NIYUE_MODEL_KEY",
    "seconds": "NIYUE_MODEL_SECONDS",
}
"""What can be set in the file's ``[model]`` table, and the variable that goes before it."""

SECONDS = 30.0
_OWN = {
    "openai": "https://api.openai.com/v1",
    "ollama": "http://127.0.0.1:11434",
    "anthropic": "https://api.anthropic.com",
    "deepseek": "https://api.deepseek.com",
}
"""Where a provider is when nothing is set; passed on, so that no variable of its library sends text elsewhere."""


class SettingsError(ValueError):
    """Settings that cannot be used: which, where, and what to write instead."""


@dataclass(frozen=True, repr=False)
class Key:
    """A key that prints as dots wherever it is printed; ``reveal`` gives it to the one who sends it."""

    secret: str = ""

    def __repr__(self) -> str:
        return "······" if self.secret else "（无）"

    def reveal(self) -> str:
        """Return the key itself."""
        return self.secret


@dataclass(frozen=True)
class ModelSettings:
    """A chat model: provider and name as LangChain knows them, where it is, the key, seconds a turn may take."""

    provider: str
    name: str
    url: str = ""
    key: Key = Key()
    seconds: float = SECONDS

    @property
    def destination(self) -> str:
        """The host (and port) that text goes to; never a user name or a key from the address."""
        parts = urlsplit(self.url)
        if not parts.hostname:
            return f"{self.provider} 的服务器"
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return f"{host}:{parts.port}" if parts.port else host

    @property
    def leaves(self) -> bool:
        """Whether text leaves this computer; an address that merely might be here counts as leaving."""
        host = urlsplit(self.url).hostname or ""
        if host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(host).is_loopback
        except ValueError:
            return True


def model_settings(home: Path | None = None, environment: Mapping[str, str] = os.environ) -> ModelSettings | None:
    """Return the model that is set, or None; raises SettingsError for what cannot be used."""
    given = _file((home or data_home()) / FILE)
    given |= {name: environment[v] for name, v in NAMES.items() if environment.get(v)}
    if not given.get("name"):
        return None
    provider, _, name = str(given["name"]).strip().rpartition(":")
    provider = provider or "openai"
    if not name:
        raise SettingsError(f"模型名「{given['name']}」写得不全，例如 openai:qwen-plus、ollama:qwen3:8b。")
    if provider.startswith("ollama:"):  # ollama's own names hold a colon
        provider, _, rest = provider.partition(":")
        name = f"{rest}:{name}"
    url = str(given.get("url") or _OWN.get(provider, ""))
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise SettingsError(f"模型地址「{_shown(url)}」用不了，应以 http:// 或 https:// 开头。")
    return ModelSettings(provider, name, url, Key(str(given.get("key", ""))), _seconds(given.get("seconds", SECONDS)))


def _file(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"设置文件 {path} 读不了：{error}") from error
    table = data.get("model", {})
    if not isinstance(table, dict) or (unknown := table.keys() - NAMES.keys()):
        what = f"里没有这样的设置：{'、'.join(sorted(unknown))}" if isinstance(table, dict) else "的 model 应是一个表"
        raise SettingsError(f"设置文件 {path} {what}。[model] 下可以写：{'、'.join(NAMES)}。")
    return dict(table)


def _seconds(given: Any) -> float:
    try:
        seconds = float(given)
    except (TypeError, ValueError):
        seconds = 0.0
    if not 1 <= seconds <= 300:
        raise SettingsError(f"每轮最多等的秒数「{given}」用不了，请写 1 到 300 之间的数。")
    return seconds


def _shown(url: str) -> str:
    """An address without what stands before the @, where a key may be."""
    return url.rpartition("@")[2][:80]
