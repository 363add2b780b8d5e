"""``python -m tests.browser.pictures``: takes the pictures of the README, from the running program."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.driving import FLAGS, Visitor, chromium
from tests.browser.serving import ROOT, Server

PICTURES = ROOT / ".pictures"
TALK = (
    "我们出质检图像数据，对方训练缺陷识别模型，起草训练数据合作协议",
    "甲方是苏州澄湖质检技术有限公司，乙方是杭州浅山智能科技有限公司，保密期五年",
    "模型归甲方。不对，保密改成三年",
    "训练出来的模型归谁？",
)


def main() -> int:
    """Write ``first.png`` and ``drafting.png``; returns 1 when there is no browser to take them with."""
    from playwright.sync_api import sync_playwright

    if not chromium():
        print("没有找到 Chromium，拍不了图。no Chromium on this system", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder)).start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1360, "height": 850}, locale="zh-CN")
        visitor = Visitor(context.new_page(), server.url).open()
        visitor.page.wait_for_timeout(500)
        visitor.page.screenshot(path=PICTURES / "first.png")
        for words in TALK:
            visitor.say(words)
        visitor.page.locator("#chat button.source").first.click()
        visitor.page.wait_for_selector("#evidence .quote")
        visitor.tab(0)
        visitor.page.evaluate("niyue.goto('4.2')")
        visitor.page.wait_for_timeout(600)
        visitor.page.screenshot(path=PICTURES / "drafting.png")
        browser.close()
        server.stop()
        _contract(Path(folder))
    return 0


def _contract(folder: Path) -> None:
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
    sheet.save(PICTURES / "contract.png")


if __name__ == "__main__":
    sys.exit(main())
