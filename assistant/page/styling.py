"""The page's own look: calm, typographic, one accent colour; and the few lines of script it needs."""

from __future__ import annotations

CSS = """
:root { --ink:#1d2328; --soft:#5d6870; --line:#dfe3e6; --paper:#fffdf8; --page:#f4f4f1; --accent:#0d5c63;
  --accent-soft:#e3efef; --open:#fff1b8; --assumed:#e8eef7; --bad:#a3262a; --warn:#8a5a00; --fresh:#cdeae0; }
.dark { --ink:#e6e6e1; --soft:#a4adb3; --line:#3a4247; --paper:#1f2428; --page:#15191c; --accent:#6cc3ca;
  --accent-soft:#1d3437; --open:#5b4a10; --assumed:#25354a; --bad:#ff8f8f; --warn:#f0c060; --fresh:#1f4a40; }
.gradio-container { background:var(--page) !important; color:var(--ink); max-width:1500px !important;
  margin:0 auto !important; padding:10px 18px !important; }
footer { display:none !important; }
#masthead { border-bottom:1px solid var(--line); padding-bottom:6px; align-items:end; }
#masthead h1 { font:600 22px/1.2 "Songti SC","Noto Serif CJK SC","SimSun",serif; margin:0; letter-spacing:.08em; }
#masthead p { margin:2px 0 0; color:var(--soft); font-size:13px; }
#chat-pane, #paper-pane { min-width:320px !important; }
#chat .chat { height:calc(100vh - 250px); min-height:300px; overflow-y:auto; padding:4px 6px 12px; color:var(--ink); }
.turn { margin:0 0 14px; }
.turn .who { font-size:12px; color:var(--soft); font-weight:500; margin:0 0 3px; }
.turn .said p { margin:0 0 6px; line-height:1.65; }
.turn.user .said { background:var(--accent-soft); border-radius:10px; padding:8px 12px; display:inline-block;
  max-width:92%; overflow-wrap:anywhere; }
.turn.user { text-align:right; } .turn.user .said { text-align:left; }
.turn.user.undone .said { text-decoration:line-through; opacity:.6; }
.turn.assistant .said { border-left:2px solid var(--accent); padding-left:12px; overflow-wrap:anywhere; }
.chat h4 { font-size:13px; color:var(--soft); margin:8px 0 4px; font-weight:600; }
.chat ul, .chat ol { margin:0 0 6px; padding-left:20px; } .chat li { margin:2px 0; line-height:1.6; }
.chat small { color:var(--soft); display:block; font-size:12.5px; }
.noted li span { color:var(--soft); } .noted s { color:var(--soft); font-size:12.5px; }
.chips { display:flex; flex-wrap:wrap; gap:6px; margin:6px 0; }
button.chip, button.start { border:1px solid var(--accent); color:var(--accent); background:transparent;
  border-radius:999px; padding:3px 12px; font-size:13.5px; cursor:pointer; }
button.chip.main { background:var(--accent); color:var(--paper); }
.chips.quiet button.chip { border-color:var(--line); color:var(--soft); }
button.chip:hover, button.start:hover { background:var(--accent-soft); color:var(--accent); }
button:focus-visible, input:focus-visible, select:focus-visible { outline:2px solid var(--accent); outline-offset:1px; }
button.link { border:0; background:none; color:var(--accent); padding:0; cursor:pointer; font:inherit;
  text-decoration:underline dotted; text-underline-offset:3px; text-align:left; }
button.source { border:0; background:var(--accent-soft); color:var(--accent); border-radius:4px; padding:0 6px;
  margin-right:4px; font-size:12px; cursor:pointer; }
.answer .part { margin:4px 0; } .answer .layer { font-size:12px; color:var(--paper); background:var(--accent);
  border-radius:3px; padding:0 6px; margin-right:6px; float:left; line-height:1.6; }
.answer .part-结论 { font-weight:600; } .answer .part-条款 p { font-family:"Songti SC","Noto Serif CJK SC",serif; }
.finding { border-left:3px solid var(--soft); padding:4px 10px; margin:6px 0; font-size:14px; }
.finding.error { border-color:var(--bad); } .finding.error .severity { color:var(--bad); }
.finding.warn { border-color:var(--warn); } .finding.warn .severity { color:var(--warn); }
.finding p { margin:2px 0; } .finding small { color:var(--soft); }
.refused { border-left:3px solid var(--warn); padding-left:10px; margin:6px 0; }
.proposal { background:var(--accent-soft); border-radius:8px; padding:8px 12px; margin:6px 0; }
.stage { color:var(--soft); font-style:italic; }
.welcome { padding:24px 8px; } .welcome h2 { font-size:20px; margin:0 0 8px; } .welcome .lead { line-height:1.8; }
.welcome .starts { display:flex; flex-wrap:wrap; gap:8px; margin:16px 0; } button.start { padding:8px 16px; }
.welcome .promise, .empty { color:var(--soft); font-size:13.5px; } .empty { padding:24px; }
#contract .paper { background:var(--paper); color:var(--ink); border:1px solid var(--line); padding:36px 44px;
  height:calc(100vh - 200px); min-height:320px; overflow-y:auto; scrollbar-gutter:stable;
  font-family:"Songti SC","Noto Serif CJK SC","SimSun",serif; line-height:1.9; font-size:15.5px; }
#contract h1 { text-align:center; font-size:22px; margin:0 0 24px; } #contract h2 { font-size:16.5px; margin:20px 0 6px; }
#contract p.line { margin:4px 0; overflow-wrap:anywhere; } #contract .body { text-indent:2em; }
#contract .item { padding-left:2em; } #contract .option { padding-left:2em; } #contract .number { margin-right:.5em; }
#contract .signing { display:grid; grid-template-columns:1fr 1fr; gap:16px; margin:10px 0; }
#contract .fill { border:0; font:inherit; color:inherit; padding:0 2px; border-radius:3px; cursor:pointer; background:none;
  border-bottom:1px solid var(--accent); white-space:normal; text-align:left; }
#contract .fill.open { background:var(--open); border-bottom-color:transparent; }
#contract .fill.assumed { background:var(--assumed); border-bottom-style:dotted; }
#contract .fresh { background:var(--fresh) !important; }
#contract .sought { outline:2px solid var(--accent); outline-offset:3px; }
#contract .rows { overflow-x:auto; } #contract table { border-collapse:collapse; width:100%; font-size:13.5px; }
#contract th, #contract td { border:1px solid var(--line); padding:4px 6px; text-align:left; }
#contract table.open td { background:var(--open); }
.fields { margin:0 0 14px; } .fields h3 { font-size:14px; color:var(--soft); margin:8px 0 4px; }
.field { display:grid; grid-template-columns:minmax(110px,34%) 1fr auto auto; gap:8px; align-items:center; padding:3px 0;
  border-bottom:1px solid var(--line); font-size:14px; }
.field small { grid-column:2 / -1; color:var(--soft); }
.field input, .field select { border:1px solid var(--line); background:var(--paper); color:var(--ink); border-radius:5px;
  padding:4px 8px; min-width:0; width:100%; }
.field.open input, .field.open select { border-color:var(--warn); }
.state { font-size:12px; color:var(--soft); } .state.open { color:var(--warn); } .state.filled { color:var(--accent); }
button.ask { border:1px solid var(--line); border-radius:50%; width:22px; height:22px; background:none; color:var(--soft);
  cursor:pointer; }
.evidence .question { font-weight:600; } .evidence h3 { font-size:14px; color:var(--soft); margin:12px 0 4px; }
.evidence blockquote { border-left:3px solid var(--line); margin:8px 0; padding:4px 12px; }
.evidence blockquote.chosen { border-color:var(--accent); background:var(--accent-soft); }
.evidence mark { background:var(--open); color:inherit; } .statutes li { margin:6px 0; line-height:1.6; }
#fields, #evidence, #findings { max-height:calc(100vh - 200px); overflow-y:auto; }
@media (max-width:760px) {
  .gradio-container { padding:6px 8px !important; } #contract .paper { padding:18px 16px; height:60vh; }
  #chat .chat { height:52vh; } #chat-pane, #paper-pane { min-width:100% !important; }
  .field { grid-template-columns:1fr auto auto; } .field label { grid-column:1 / -1; }
  #contract .signing { grid-template-columns:1fr; }
}
"""

# What a click means: say something, open a source, find a clause or a field. Nothing else runs in the browser.
CLICKS = """
const write = (words) => {
  const box = document.querySelector('#message textarea');
  if (!box) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(box, words);
  box.dispatchEvent(new Event('input', {bubbles: true}));
  box.focus();
};
const find = (selector) => {
  const place = [...document.querySelectorAll('#contract ' + selector)][0];
  if (!place) return false;
  document.querySelectorAll('#contract .sought').forEach((x) => x.classList.remove('sought'));
  place.classList.add('sought');
  place.scrollIntoView({block: 'center'});
  return true;
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button || !element.contains(button)) return;
  const data = button.dataset;
  if (data.say !== undefined) trigger('click', {say: data.say, slot: data.slot || '', value: data.value || ''});
  else if (data.cite) trigger('click', {cite: data.cite});
  else if (data.goto) trigger('click', {goto: data.goto});
  else if (data.slot && button.classList.contains('fill')) {
    write((button.getAttribute('aria-label') || '').replace(/\\(.*$/, '') + ':');
  } else if (data.slot) find('[data-slot="' + data.slot + '"]');
});
"""

CHAT_SCRIPT = CLICKS + """
const settle = () => {
  const chat = element.querySelector('.chat');
  if (!chat) return;
  const turns = chat.querySelectorAll('.turn.user');
  const last = turns[turns.length - 1];
  if (last) chat.scrollTop = last.offsetTop - chat.offsetTop - 8;
};
new MutationObserver(settle).observe(element, {childList: true, subtree: true});
settle();
"""

PAPER_SCRIPT = CLICKS + """
let top_ = 0;
const bind = () => {
  const paper = element.querySelector('.paper');
  if (!paper || paper.dataset.bound) return;
  paper.dataset.bound = '1';
  paper.scrollTop = top_;
  const fresh = paper.querySelector('.fresh');
  if (fresh) paper.scrollTop = fresh.offsetTop - paper.offsetTop - paper.clientHeight / 3;
  top_ = paper.scrollTop;
  paper.addEventListener('scroll', () => { top_ = paper.scrollTop; });
};
new MutationObserver(bind).observe(element, {childList: true, subtree: true});
bind();
"""

FIELD_SCRIPT = CLICKS + """
element.addEventListener('change', (event) => {
  const field = event.target.closest('[data-slot]');
  if (field) trigger('submit', {slot: field.dataset.slot, text: field.value});
});
"""

GO_TO = """
(address) => {
  if (!address) return;
  setTimeout(() => {
    const all = [...document.querySelectorAll('#contract [data-address]')];
    const place = all.find((x) => x.dataset.address === address);
    if (!place) return;
    document.querySelectorAll('#contract .sought').forEach((x) => x.classList.remove('sought'));
    place.classList.add('sought');
    place.scrollIntoView({block: 'center'});
  }, 120);
}
"""
