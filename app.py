"""拟约:the page. ``python app.py`` installs what is missing, opens the page and prints its address."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    from assistant.starting import ensure_environment

    ensure_environment()


def serve(host: str = "127.0.0.1", port: int = 0) -> None:
    """Open the page on ``host``; port 0 takes the first free one from 7860 on. Returns when it is closed."""
    # Read by the libraries while they are imported; without them they would look things up on the network.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    from assistant.page.launching import launch

    launch(host, port)


if __name__ == "__main__":
    import argparse

    parser = argparse.ArgumentParser(description="拟约：起草和核对人工智能模型训练合同")
    parser.add_argument("--host", default="127.0.0.1", help="默认只有本机能打开")
    parser.add_argument("--port", type=int, default=0, help="默认从 7860 起找一个空闲的端口")
    options = parser.parse_args()
    try:
        serve(options.host, options.port)
    except OSError as error:
        sys.exit(f"页面打不开：{error}。换一个端口试试：python app.py --port 7900")
