"""Settings: environment before file, mistakes told with place, where text goes, a key that never prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import FILE, Key, ModelSettings, SettingsError, model_settings


def test_without_anything_set_there_is_no_model(tmp_path: Path) -> None:
    assert model_settings(tmp_path, {}) is None
    assert model_settings(tmp_path, {"NIYUE_MODEL_URL": "http://x/v1", "OPENAI_API_KEY": "k"}) is None


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        '[model]\nname = "openai:qwen-plus"\nurl = "https://dashscope.aliyuncs.com/v1"\nkey = "k1"\nseconds = 12\n',
        encoding="utf-8")
    found = model_settings(tmp_path, {"NIYUE_MODEL_KEY": "k2"})
    assert found == ModelSettings("openai", "qwen-plus", "https://dashscope.aliyuncs.com/v1", Key("k2"), 12.0)


@pytest.mark.parametrize(
    ("name", "provider", "model", "url"),
    [
        ("qwen-plus", "openai", "qwen-plus", "https://api.openai.com/v1"),
        ("openai:gpt-x", "openai", "gpt-x", "https://api.openai.com/v1"),
        ("ollama:qwen3:8b", "ollama", "qwen3:8b", "http://127.0.0.1:11434"),
        ("ollama:llama3", "ollama", "llama3", "http://127.0.0.1:11434"),
        ("mistralai:large", "mistralai", "large", ""),
    ],
)
def test_a_name_says_who_provides_it(tmp_path: Path, name: str, provider: str, model: str, url: str) -> None:
    found = model_settings(tmp_path, {"NIYUE_MODEL": name})
    assert found is not None
    assert (found.provider, found.name, found.url) == (provider, model, url)


@pytest.mark.parametrize(
    ("url", "destination", "leaves"),
    [
        ("http://127.0.0.1:8000/v1", "127.0.0.1:8000", False),
        ("http://127.9.9.9/v1", "127.9.9.9", False),
        ("http://localhost:11434", "localhost:11434", False),
        ("http://[::1]:8000/v1", "[::1]:8000", False),
        ("http://192.168.1.5:8000/v1", "192.168.1.5:8000", True),
        ("http://localhost.example.com/v1", "localhost.example.com", True),
        ("http://0.0.0.0:8000/v1", "0.0.0.0:8000", True),
        ("https://me:sk-secret@api.example.com/v1", "api.example.com", True),
        ("", "openai 的服务器", True),
    ],
)
def test_where_text_goes(url: str, destination: str, leaves: bool) -> None:
    found = ModelSettings("openai", "m", url)
    assert (found.destination, found.leaves) == (destination, leaves)


@pytest.mark.parametrize(
    ("file", "environment", "message"),
    [
        ("[model]\nname = ", {}, "读不了"),
        ('[model]\nnmae = "x"\n', {}, "nmae"),
        ('model = "x"\n', {}, "应是一个表"),
        ("", {"NIYUE_MODEL": "openai:"}, "写得不全"),
        ("", {"NIYUE_MODEL": "m", "NIYUE_MODEL_URL": "localhost:8000"}, "http://"),
        ("", {"NIYUE_MODEL": "m", "NIYUE_MODEL_SECONDS": "long"}, "1 到 300"),
        ("", {"NIYUE_MODEL": "m", "NIYUE_MODEL_SECONDS": "9999"}, "1 到 300"),
    ],
)
def test_what_cannot_be_used_is_told(
    tmp_path: Path, file: str, environment: dict[str, str], message: str
) -> None:
    (tmp_path / FILE).write_text(file, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        model_settings(tmp_path, environment)


def test_a_key_prints_as_dots() -> None:
    found = ModelSettings("openai", "m", "https://x.example/v1", Key("sk-secret"))
    assert found.key.reveal() == "sk-secret"
    assert "secret" not in f"{found!r} {found} {found.key!r} {found.key} {vars(found)}"


def test_a_key_in_a_wrong_address_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        model_settings(tmp_path, {"NIYUE_MODEL": "m", "NIYUE_MODEL_URL": "ftp://me:sk-secret@x"})
    assert "secret" not in str(told.value)
