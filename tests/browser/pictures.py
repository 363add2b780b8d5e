"""``python -m tests.browser.pictures [FOLDER]``: a picture of every state of the running program."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.driving import FLAGS, chromium
from tests.browser.modelling import script
from tests.browser.serving import ROOT, Server
from tests.browser.states import SCENES, Studio
from tests.model_server import serving

PICTURES = ROOT / ".pictures"


def main(arguments: list[str]) -> int:
    """Write a picture of every state into the folder given (or the README's own); 1 when there is no browser."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=PICTURES)
    parser.add_argument("--only", default="", help="the scenes whose names begin so")
    options = parser.parse_args(arguments)
    if not chromium():
        print("没有找到 Chromium，拍不了图。no Chromium on this system", file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, serving(script) as model, sync_playwright() as playwright:
        servers = {name: Server(Path(place) / name, **more) for name, more in _modes(model.url).items()}
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        studio = Studio(browser, options.folder, servers)
        try:
            for scene in SCENES:
                if scene.__name__.startswith(options.only):
                    scene(studio)
        finally:
            browser.close()
            for server in servers.values():
                server.stop()
        if not options.only:
            _contract(options.folder, Path(place))
    print("\n".join(str(options.folder / f"{name}.png") for name in studio.taken))
    return 0


def _modes(url: str) -> dict[str, dict[str, str]]:
    """The settings of each program: without a model, with one here, with one elsewhere."""
    here = {"NIYUE_MODEL": "openai:qwen3-8b", "NIYUE_MODEL_URL": url, "NIYUE_MODEL_KEY": "x"}
    away = {"NIYUE_MODEL": "openai:qwen-plus", "NIYUE_MODEL_URL": "https://dashscope.aliyuncs.com/compatible-mode/v1",
            "NIYUE_MODEL_KEY": "x"}  # fmt: skip
    return {"offline": {}, "near": here, "away": away}


def _contract(pictures: Path, folder: Path) -> None:
    """Write ``contract.png``: pages of a draft, as LibreOffice prints them; nothing when it is not here."""
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        print("没有 LibreOffice 或 poppler，合同的图没有更新。", file=sys.stderr)
        return
    from PIL import Image

    values = json.loads((ROOT / "tests" / "contracts" / "data_coop.json").read_text(encoding="utf-8"))
    for slot in ("arbitration_institution", "party_b_uscc", "confidentiality_penalty"):
        del values[slot]
    (folder / "values.json").write_text(json.dumps(values), encoding="utf-8")
    command = ["draft", "--template", "data_coop", "--values", str(folder / "values.json"),
               "--out", str(folder / "draft.docx")]  # fmt: skip
    subprocess.run([sys.executable, "-m", "assistant", *command], cwd=ROOT, check=False)
    subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "draft.docx"], cwd=folder, check=True)
    subprocess.run(["pdftoppm", "-r", "60", "-png", "draft.pdf", "page"], cwd=folder, check=True)
    pages = [Image.open(path) for path in sorted(folder.glob("page-*.png"))[:3]]
    width, height = pages[0].size
    sheet = Image.new("RGB", (width * len(pages), height), "white")
    for place, page in enumerate(pages):
        sheet.paste(page, (width * place, 0))
    sheet.save(pictures / "contract.png")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
