"""The scripted model of the pictures and the browser tests: honest, and silent when it is asked to take its time."""

from __future__ import annotations

import json

from tests.model_server import Answer, Request, Trouble
from tests.test_model_turns import reading, sources, told

SLOWLY = "慢慢想"


def script(request: Request) -> Answer:
    """Hear nothing that the rules don't hear; explain with sentences of the sources."""
    if SLOWLY in request.data:
        return Trouble("silence", seconds=60)
    if reading(request):
        return json.dumps({"moves": []})
    return told(*((text, [number]) for number, text in sources(request)[:3]))
