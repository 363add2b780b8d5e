"""Everything within everybody's reach: keyboard, names, live region, languages, night, nothing that jumps."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.page.tabs import SHEETS
from tests.browser.driving import BOX, Visitor
from tests.browser.serving import Server
from tests.documents import made

pytestmark = pytest.mark.browser

STOPS = """() => [...document.querySelectorAll(
  'button, input, select, textarea, summary, a[href], [tabindex="0"]')].filter((x) => x.offsetParent
  && !x.disabled && x.tabIndex >= 0 && x.checkVisibility()).length"""
STOP = """() => { const x = document.activeElement; if (!x || x === document.body) return null;
  x.dataset.reached ??= String(window.reached = (window.reached ?? 0) + 1); return x.dataset.reached; }"""
FOREIGN = """() => { const found = [];
  // An English sentence may name a thing of the contract by its Chinese name.
  const chinese = (words) => /[\\u4e00-\\u9fff]/.test(words) && !/[A-Za-z]{3}/.test(words);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const node = walk.currentNode, holder = node.parentElement;
    if (!chinese(node.textContent) || holder.closest('script, style')) continue;
    if (!holder.closest('[lang]')?.lang.startsWith('zh')) found.push(holder.outerHTML.slice(0, 160)); }
  for (const e of document.querySelectorAll('[aria-label], [title]')) {
    const words = (e.getAttribute('aria-label') ?? '') + (e.title ?? '');
    if (chinese(words) && !e.closest('[lang]')?.lang.startsWith('zh')) found.push(e.outerHTML.slice(0, 160)); }
  return found; }"""
POOR = """() => {
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const parse = (c) => { const v = c.match(/[\\d.]+/g).map(Number); return v.length > 3 && v[3] === 0 ? null : v.slice(0, 3); };
  const ground = (e) => { for (; e; e = e.parentElement) { const s = getComputedStyle(e).backgroundColor;
    const c = s.startsWith('rgb') ? parse(s) : null; if (c) return c; } return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll('#mast *, #chat *, #sheets *, #note *, #tabs *, #actions *, .pop *')) {
    if (!e.checkVisibility() || ![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    if (e.closest('[disabled], .visually-hidden, .who, .skip, option')) continue;
    const a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push([Math.round(ratio * 100) / 100, e.className, e.innerText.slice(0, 20)]);
  } return poor; }"""
SHIFTS = """() => { window.jumped = 0; window.moved = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.jumped += entry.value;
    for (const { node } of entry.sources) {  // what lies in the conversation and on the paper grows; all else stands
      const element = node?.nodeType === 1 ? node : node?.parentElement;
      if (element && !element.closest('.chat, .paper')) window.moved.push(element.id || element.className || element.tagName);
    } } }).observe({type: 'layout-shift', buffered: true}); }"""


def drafted(visitor: Visitor) -> Visitor:
    """A visitor with an answer, a value, warnings and much that is open."""
    visitor.say("起草训练数据合作协议，甲方是合肥云帆数据科技有限公司，保密期五十年")
    visitor.say("泄密要赔多少？")
    return visitor


@pytest.mark.parametrize("sheet", ["contract", "review"])
def test_the_tab_key_reaches_everything(visitor: Visitor, sheet: str) -> None:
    page = drafted(visitor).page
    visitor.tab(sheet)
    page.evaluate("document.activeElement.blur()")
    page.focus("#mast .skip")
    wanted, reached, presses = page.evaluate(STOPS), set[str](), 0
    while presses < wanted + 40:
        if stop := page.evaluate(STOP):
            reached.add(stop)
        page.keyboard.press("Tab")
        presses += 1
    assert len(reached) >= wanted > 30


def test_a_blank_is_filled_without_a_mouse_and_focus_comes_back(visitor: Visitor) -> None:
    page = drafted(visitor).page
    fill = page.locator("#contract .fill[data-slot=party_b_name]").first
    fill.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'fill-party_b_name'")
    for _ in range(12):  # the key stays inside
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.pop') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".pop").count() == 0
    assert page.evaluate("document.activeElement.dataset.slot") == "party_b_name"
    page.keyboard.press("Enter")
    page.keyboard.type("杭州观澜智能科技有限公司")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pop", state="detached")
    assert "杭州观澜智能科技有限公司" in visitor.contract()


def test_names_roles_and_a_live_region(visitor: Visitor) -> None:
    page = drafted(visitor).page
    assert page.locator("#chat [role=log]").count() == 1
    live = page.locator("#niyue-live[role=status][aria-live=polite]")
    assert live.count() == 1
    reply = visitor.say("保密期三年")
    assert "保密年限" in live.inner_text() and "泄密" not in live.inner_text()
    assert reply.split()[0] in live.inner_text()
    assert page.get_by_label("要说的话").count() == 1
    page.focus("#tab-contract")
    for name in (*SHEETS[1:], SHEETS[0]):
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.id") == f"tab-{name}"
        assert page.locator(f"#{name}[role=tabpanel][aria-labelledby=tab-{name}]").is_visible()
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('button, input, select, textarea, summary, [role=button]')].filter((x) =>
            x.checkVisibility() && !(x.textContent.trim() || x.getAttribute('aria-label') || x.title || x.labels?.length))
            .map((x) => x.outerHTML.slice(0, 120))"""
        )
        assert nameless == []


def test_in_english_only_contracts_and_replies_are_chinese(visitor: Visitor) -> None:
    page = visitor.page
    page.click("#mast [data-language=en]")
    page.wait_for_selector("#mast [data-language=zh]")
    page.wait_for_timeout(200)
    allowed = "中文"
    assert [x for x in page.evaluate(FOREIGN) if allowed not in x] == []
    data = made("data_coop", party_b_uscc=None, confidentiality_years=50).data
    assert data
    visitor.give("x.docx", data)
    visitor.say("对")
    visitor.say("泄密要赔多少？")
    visitor.download()
    for sheet in SHEETS:
        visitor.tab(sheet)
        left = [x for x in page.evaluate(FOREIGN) if allowed not in x]
        assert left == [], sheet


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(visit: Callable[..., Visitor], server: Server, scheme: str) -> None:
    visitor = drafted(visit(server, color_scheme=scheme))
    for sheet in SHEETS:
        visitor.tab(sheet)
        assert visitor.page.evaluate(POOR) == [], sheet
    visitor.tab("contract")
    visitor.page.click("#contract .fill >> nth=2")
    visitor.page.click("#mast .history summary")
    assert visitor.page.evaluate(POOR) == []


def test_nothing_jumps_while_the_page_comes_up_and_the_contract_grows(visitor: Visitor) -> None:
    page = visitor.page
    page.context.add_init_script(f"({SHIFTS})()")
    visitor.reload()
    page.wait_for_timeout(400)
    place = page.locator(BOX).bounding_box()
    loading = page.evaluate("window.jumped")
    page.evaluate("window.moved = []")
    for words in ("起草训练数据合作协议", "甲方是合肥云帆数据科技有限公司", "保密期五年", "模型归甲方", "补充一条：乙方每月报一次进度"):
        visitor.say(words)
    page.wait_for_timeout(300)
    print(f"layout shift: {loading:.4f} while loading, {page.evaluate('window.jumped') - loading:.4f} while the contract grows")
    assert page.evaluate("window.moved") == []
    assert loading < 0.01
    assert page.locator(BOX).bounding_box() == place


def test_the_clause_just_changed_is_in_view_and_marked(visitor: Visitor) -> None:
    page = drafted(visitor).page
    visitor.tab("contract")
    for words in ("补充一条：乙方每月报一次进度", "争议去合肥仲裁委员会仲裁"):
        visitor.say(words)
        page.wait_for_function(
            """() => { const paper = document.querySelector('#contract .paper').getBoundingClientRect();
            const fresh = document.querySelector('#contract .fresh')?.getBoundingClientRect();
            return fresh && fresh.top > paper.top && fresh.bottom < paper.bottom; }"""
        )


def test_a_narrow_phone_shows_one_pane_without_scrolling_sideways(
    visit: Callable[..., Visitor], server: Server
) -> None:
    visitor = drafted(visit(server, viewport={"width": 360, "height": 740}, has_touch=True))
    page = visitor.page
    wide = """() => [document.documentElement, ...document.querySelectorAll('.chat, .sheet, .paper, .mast, .pop')]
      .filter((x) => x.checkVisibility() && x.scrollWidth > x.clientWidth + 1).map((x) => x.className || x.tagName)"""
    assert page.evaluate(wide) == []
    assert page.locator("#chat-pane").is_visible()
    assert not page.locator("#paper-pane").is_visible()
    page.click("#mast [data-show=paper]")
    assert page.locator("#contract .paper").is_visible()
    assert not page.locator("#chat-pane").is_visible()
    for sheet in SHEETS:
        visitor.tab(sheet)
        assert page.evaluate(wide) == []
    visitor.tab("contract")
    page.click("#contract .fill >> nth=2")
    assert page.evaluate(wide) == []
    box = page.locator(".pop").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360 and box["y"] + box["height"] <= 740
