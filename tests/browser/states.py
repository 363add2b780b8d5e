"""Every state of the page, each brought about as a visitor would and photographed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.page.tabs import SHEETS
from tests.browser.driving import BOX, Visitor
from tests.browser.serving import Server
from tests.documents import made
from tests.test_returned import edited

TALK = (
    "我们出质检图像数据，对方训练缺陷识别模型，起草训练数据合作协议",
    "甲方是苏州澄湖质检技术有限公司，乙方是杭州浅山智能科技有限公司，保密期五年",
    "模型归甲方。不对，保密改成三年",
    "训练出来的模型归谁？",
)
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "device_scale_factor": 2}


@dataclass
class Studio:
    """A browser, the running programs by mode, and the folder the pictures go to."""

    browser: Any
    folder: Path
    servers: Mapping[str, Server]
    taken: list[str] = field(default_factory=list)

    @contextmanager
    def visitor(self, server: str = "offline", **options: Any) -> Iterator[Visitor]:
        """A first-time visitor in a context of its own; the program starts when it is first visited."""
        context = self.browser.new_context(**{"viewport": {"width": 1360, "height": 850}, "locale": "zh-CN", **options})
        running = self.servers[server]
        if not running.seconds:
            running.start()
        yield Visitor(context.new_page(), running.url).open()
        context.close()

    def take(self, visitor: Visitor, name: str) -> None:
        """Photograph what the visitor sees, once nothing moves any more."""
        visitor.page.mouse.move(2, 2)
        visitor.page.wait_for_timeout(350)
        visitor.page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
        self.taken.append(name)


def filled(visitor: Visitor, **more: Any) -> Visitor:
    """The visitor with a whole draft, brought as a file; a slot given as None is left empty."""
    data = made("data_coop", **more).data
    assert data
    visitor.give("谈好的稿子.docx", data)
    visitor.say("对")
    return visitor


def drafting(studio: Studio) -> None:
    """First screen, begin, fill, correct, question, sources, marked clause."""
    with studio.visitor() as visitor:
        studio.take(visitor, "first")
        visitor.press("button.start >> nth=0")
        studio.take(visitor, "begin")
        visitor.say(TALK[1])
        studio.take(visitor, "fill")
        visitor.say(TALK[2])
        studio.take(visitor, "correct")
        visitor.say(TALK[3])
        visitor.page.locator("#chat button.source").first.click()
        visitor.page.wait_for_selector("#evidence .quote.chosen")
        studio.take(visitor, "question")
        visitor.tab("contract")
        visitor.page.evaluate("niyue.goto('4.2')")
        studio.take(visitor, "drafting")
        visitor.page.locator("#contract [data-do=guide]").nth(8).click()
        visitor.page.wait_for_selector("#evidence .guide")
        studio.take(visitor, "guide")
        visitor.tab("fields")
        studio.take(visitor, "overview")
        visitor.tab("contract")
        visitor.reload()
        studio.take(visitor, "resumed")
        visitor.page.click("#mast .manage summary")
        studio.take(visitor, "manage")


def deciding(studio: Studio) -> None:
    """Choices, warnings, proposals, offers, refusals, and the findings."""
    with studio.visitor() as visitor:
        visitor.say(TALK[0])
        visitor.say("甲方是苏州澄湖质检技术有限公司，乙方是杭州浅山智能科技有限公司")
        visitor.say("每天罚千分之八，争议去苏州仲裁委")
        studio.take(visitor, "warned")
        visitor.say("保密期五十年，电话12，验收期一般填什么？")
        studio.take(visitor, "refused")
        visitor.tab("findings")
        studio.take(visitor, "findings")
        visitor.say("先空着")
        visitor.say("今天天气怎么样？")
        studio.take(visitor, "out-of-scope")


def returning(studio: Studio) -> None:
    """A contract that came back, a foreign one, and a file that can't be used."""
    with studio.visitor() as visitor:
        sent = made("data_coop").data
        assert sent
        filled(visitor)
        studio.take(visitor, "brought")
        visitor.give("对方改过的稿.docx", edited(sent))
        studio.take(visitor, "came-back")
        visitor.give("别家.txt", "甲方：甲公司\n第一条 费用\n费用为______元（¥120,000）。\n第三条 其他\n".encode())
        studio.take(visitor, "foreign")
        visitor.give("坏的.docx", b"no file")
        studio.take(visitor, "unusable")


def finishing(studio: Studio) -> None:
    """From a few open slots over the review to the final file and its versions."""
    with studio.visitor() as visitor:
        page = visitor.page
        filled(visitor, arbitration_institution=None, party_b_uscc=None, confidentiality_years=50)
        page.click("#contract .fill[data-slot=party_b_uscc] >> nth=0")
        page.fill(".pop input", "91510107MA6QR3T45")
        page.click(".pop .chip.main")
        page.wait_for_selector(".pop .note.bad")
        studio.take(visitor, "in-place")
        page.keyboard.press("Escape")
        visitor.download()
        page.click("#make-final")
        page.wait_for_selector("#review .versions li")
        studio.take(visitor, "review")
        visitor.press("#review [data-do=fix]")
        for slot, value in (("party_b_uscc", "91510107MA6QR3T458"), ("arbitration_institution", "合肥仲裁委员会")):
            page.click(f"#review [data-do=fill][data-slot={slot}] >> nth=0")
            page.fill(".pop input", value)
            page.keyboard.press("Enter")
            page.wait_for_selector(".pop", state="detached")
        page.wait_for_selector("#review [data-do=final]:enabled")
        studio.take(visitor, "review-ready")
        visitor.press("#review [data-do=final]")
        visitor.download("#final-file")
        page.wait_for_selector("#review .versions [data-do=compare]")
        page.click("#review [data-do=compare]")
        page.wait_for_selector("#review .compared li")
        studio.take(visitor, "final")
        visitor.reload()
        page.click("#mast [data-do=new]")
        page.wait_for_selector(".welcome")
        visitor.say(TALK[0])
        page.click("#mast .history summary")
        studio.take(visitor, "conversations")


def together(studio: Studio) -> None:
    """Two people at once: each sees what is theirs and nothing else."""
    with studio.visitor() as first, studio.visitor() as second:
        drafted = "甲方是苏州澄湖质检技术有限公司，乙方是杭州浅山智能科技有限公司"
        for words in (TALK[0], drafted):
            first.say(words)
        second.say("起草模型训练合同，甲方是成都青穗智能科技有限公司")
        for name, visitor in (("user-one", first), ("user-two", second)):
            visitor.page.click("#mast .history summary")
            studio.take(visitor, name)


def small(studio: Studio) -> None:
    """A phone of 360 pixels, each of its sheets."""
    with studio.visitor(**PHONE) as visitor:
        studio.take(visitor, "phone-first")
        for words in TALK:
            visitor.say(words)
        studio.take(visitor, "phone-chat")
        visitor.page.click("#mast [data-show=paper]")
        for sheet in SHEETS:
            visitor.tab(sheet)
            studio.take(visitor, f"phone-{sheet}")


def dark(studio: Studio) -> None:
    """The same by night."""
    with studio.visitor(color_scheme="dark") as visitor:
        studio.take(visitor, "dark-first")
        for words in TALK:
            visitor.say(words)
        studio.take(visitor, "dark")
        for sheet in SHEETS[1:]:
            visitor.tab(sheet)
            studio.take(visitor, f"dark-{sheet}")


def english(studio: Studio) -> None:
    """The page in English; contracts and replies stay Chinese."""
    with studio.visitor(locale="en-US") as visitor:
        visitor.page.click("#mast [data-language=en]")
        visitor.page.wait_for_selector("#mast [data-language=zh]")
        studio.take(visitor, "english-first")
        for words in TALK:
            visitor.say(words)
        studio.take(visitor, "english")
        for sheet in SHEETS[1:]:
            visitor.tab(sheet)
            studio.take(visitor, f"english-{sheet}")


def modelled(studio: Studio) -> None:
    """A model on this machine; one elsewhere, before and after it is allowed."""
    with studio.visitor("near") as visitor:
        studio.take(visitor, "model-here")
        visitor.say(TALK[0])
        visitor.say("保密期几年合适？")
        studio.take(visitor, "model-answer")
        visitor.page.fill(BOX, "慢慢想：模型归谁？")
        visitor.page.press(BOX, "Enter")
        visitor.page.wait_for_selector("#chat [data-do=stop]")
        visitor.page.wait_for_timeout(1500)
        studio.take(visitor, "model-working")
        visitor.page.click("#chat [data-do=stop]")
        visitor.page.wait_for_function("!document.querySelector('#chat .pending')")
        studio.take(visitor, "model-stopped")
    with studio.visitor("away") as visitor:
        studio.take(visitor, "model-consent")
        visitor.page.click("#mast [data-do=consent][data-given='1']")
        visitor.page.wait_for_timeout(400)
        studio.take(visitor, "model-away")
    with studio.visitor("away", **PHONE) as visitor:
        studio.take(visitor, "phone-consent")


def troubled(studio: Studio) -> None:
    """A message that can't be kept, and a program that was closed."""
    server = studio.servers["offline"]
    with studio.visitor() as visitor:
        visitor.say(TALK[0])
        kept = server.home / "conversations.sqlite"
        kept.rename(kept.with_suffix(".away"))
        kept.mkdir()
        visitor.page.fill(BOX, "保密期改成六年")
        visitor.page.press(BOX, "Enter")
        visitor.page.wait_for_selector("#trouble .trouble")
        studio.take(visitor, "not-kept")
        kept.rmdir()
        kept.with_suffix(".away").rename(kept)
        server.stop()
        visitor.page.press(BOX, "Enter")
        visitor.page.wait_for_timeout(1500)
        studio.take(visitor, "closed")
        server.start()


SCENES: tuple[Callable[[Studio], None], ...] = (
    drafting, deciding, returning, finishing, together, small, dark, english, modelled, troubled,
)
"""In this order; ``troubled`` restarts the program and comes last."""
