"""The page's theme, style sheet and script; no font, script or picture is fetched from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

_HERE = Path(__file__).parent
_FONTS = ["system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def look() -> dict[str, Any]:
    """Return the arguments of ``launch`` that decide how the page looks."""
    theme = gr.themes.Base(neutral_hue=gr.themes.colors.stone, font=_FONTS, font_mono=_MONO).set(
        body_background_fill="var(--page)", body_background_fill_dark="var(--page)",
        body_text_color="var(--ink)", body_text_color_dark="var(--ink)",
        color_accent="var(--accent)", color_accent_soft="var(--accent-soft)",
        color_accent_soft_dark="var(--accent-soft)", block_background_fill="transparent",
        block_background_fill_dark="transparent", block_border_width="0px", block_border_width_dark="0px",
        block_shadow="none", block_padding="0px", layout_gap="8px",
        border_color_accent="var(--accent)", border_color_primary="var(--line)",
        border_color_primary_dark="var(--line)",
    )
    script = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("page.js", "sheets.js", "popover.js"))
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    return {"theme": theme, "css": style, "head": f"<script>{script}</script>"}
