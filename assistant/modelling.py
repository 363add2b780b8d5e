"""Commands about the language model: which one, whether text may go there, and how it does beside the offline mode."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands import Output, library_of, open_rows
from assistant.dialogue import Assistant
from assistant.entrances.doing import InputError
from assistant.settings import ModelSettings, SettingsError, model_settings
from assistant.storing import Store
from knowledge.places import data_home

if TYPE_CHECKING:
    from assistant.measuring import Table

NONE = "没有设置语言模型，一切离线完成。要用的话：NIYUE_MODEL=openai:模型名、NIYUE_MODEL_URL=地址、NIYUE_MODEL_KEY=密钥。"
NOT_YET = "模型 {name} 在 {where}，要先允许才会把文字发过去：python -m assistant model --allow。现在离线工作。"


def _settings() -> ModelSettings | None:
    try:
        return model_settings()
    except SettingsError as error:
        raise InputError(str(error)) from error


def _store() -> Store:
    return Store(data_home() / "conversations.sqlite")


def _allowed(settings: ModelSettings) -> bool | None:
    return _store().allowed(settings.destination) if settings.leaves else True


def accompanied(offline: Assistant) -> Assistant:
    """Return the assistant with the model that is set, when text may go there; else as it is."""
    settings = _settings()
    if settings is None:
        return offline
    if not _allowed(settings):
        print(NOT_YET.format(name=settings.name, where=settings.destination), file=sys.stderr)
        return offline
    from assistant.partner import Accompanied, Partner

    return Accompanied(offline, Partner(settings))


def model(options: Namespace) -> Output:
    """Say which model is set and where text goes; ``--allow`` and ``--forbid`` decide about text that leaves."""
    settings = _settings()
    if settings is None:
        return Output({"model": None}, NONE)
    if options.allow or options.forbid:
        _store().allow(settings.destination, options.allow)
    allowed = _allowed(settings)
    data = {"model": settings.name, "provider": settings.provider, "destination": settings.destination,
            "leaves": settings.leaves, "allowed": allowed}
    where = f"文字会发往 {settings.destination}" if settings.leaves else "在这台电脑上，文字不离开"
    state = "已允许" if allowed else "还没有允许，用 --allow 允许"
    return Output(data, f"模型 {settings.name}（{settings.provider}）：{where}。{state}。")


def measure(options: Namespace) -> Output:
    """Measure the offline mode on questions, values and dialogues, and with ``--model`` the model beside it."""
    from assistant.measuring import Prices, measured
    from assistant.wiring import make_assistant

    library, _ = library_of(options)
    offline = make_assistant(library)
    partner = None
    if options.model:
        assistant = accompanied(offline)
        partner = getattr(assistant, "partner", None)
        if partner is None:
            raise InputError("没有可用的模型。" + (NONE if _settings() is None else "请先允许发送。"))

    def rows(path: Path | None) -> list[dict[str, object]]:
        return list(open_rows(path)) if path else []

    table: Table = measured(
        offline, partner, rows(options.questions), rows(options.values), rows(options.dialogues),
        options.today, Prices(options.price_in, options.price_out))
    return Output(table.data(), table.text())
