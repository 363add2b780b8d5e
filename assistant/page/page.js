// What runs in the browser, first part: messages and steps, one after the other, none lost.
// Every click that means something carries data-do; the server decides what follows from it.
window.niyue = (() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const box = () => one('#message textarea');
  const words = () => one('#mast .mast')?.dataset ?? {};
  const longest = 8000;          // characters of one message
  const waiting = [];            // steps taken and not sent yet: one is sent when the one before is shown
  let inflight = null;           // the step that was sent and has no answer yet
  let say = null;                // sends a step for the message box

  const write = (text) => {
    const area = box();
    if (!area) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, text);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };

  const steps = () => [inflight, ...waiting].filter((step) => step?.words);
  const unanswered = () => steps().map((step) => step.words);
  const unkept = () => [...steps().filter((step) => step.data.do !== 'check').map((step) => step.words), box()?.value]
    .filter(Boolean).join('\n');
  // Words without an answer outlive a reload of this tab.
  const remember = () => {
    try { sessionStorage.setItem('niyue-unsent', unkept()); } catch { /* storage is off */ }
  };

  const bubble = (who, label, text, kind) => {
    const turn = document.createElement('article');
    turn.className = 'turn ' + who + ' pending';
    const name = document.createElement('h3');
    name.className = 'who';
    name.textContent = label;
    const said = document.createElement('div');
    said.className = 'said';
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    paragraph.className = kind;
    paragraph.style.whiteSpace = 'pre-wrap';
    said.append(paragraph);
    turn.append(name, said);
    return turn;
  };

  // What was said and has no answer yet stands under the conversation, the oldest first.
  const pending = () => {
    const chat = one('#chat .chat'), said = unanswered();
    all('.turn.pending', chat ?? document).forEach((turn) => turn.remove());
    all('#chat .chips').forEach((chips) => { chips.style.visibility = said.length ? 'hidden' : ''; });
    if (!chat || !said.length) return;
    one('.welcome', chat)?.remove();
    const added = said.map((text) => bubble('user', words().you, text, ''));
    chat.append(...added, bubble('assistant', words().niyue, stageWords(), 'stage'));
    if (words().model) {  // only a turn that asks a model takes long enough to be stopped
      const stop = document.createElement('button');
      Object.assign(stop, { type: 'button', className: 'chip', textContent: words().stop, disabled: halting });
      stop.dataset.do = 'stop';
      one('.pending.assistant .said', chat)?.append(stop);
    }
    chat.scrollTop = chat.scrollHeight;
  };

  // While a model is asked, what the turn is at is looked up now and then.
  let stage = '', halting = false, looking = 0;
  const stageWords = () => halting ? words().stopping : words()['stage' + stage.charAt(0).toUpperCase() + stage.slice(1)] ?? words().thinking;
  const look = () => {
    clearTimeout(looking);
    looking = inflight && words().model ? setTimeout(() => { say?.('peek', {}); look(); }, 700) : 0;
  };
  const at = (now) => {
    stage = inflight ? now : '';
    const line = one('#chat .pending .stage');
    if (line) line.textContent = stageWords();
  };
  const halt = (trigger) => {
    halting = true;
    at(stage);
    all('#chat [data-do=stop]').forEach((button) => { button.disabled = true; });
    trigger('halt', {});
  };

  // Every press and every message is a step; a step that follows from what is shown waits until it is shown.
  const take = (trigger, data, said = '') => {
    waiting.push({ trigger, data, words: said });
    if (said) {
      one('#trouble .trouble')?.remove();
      pending();
      remember();
    }
    next();
  };
  const next = () => {
    if (inflight || !waiting.length) return;
    inflight = waiting.shift();
    filing = true;
    stage = '';
    halting = false;
    inflight.trigger('act', inflight.data);
    look();
  };
  const shown = () => {
    inflight = null;
    clearTimeout(looking);
    pending();
    remember();
    niyue.popover.answered();
    next();
  };
  const step = (data) => { if (say) take(say, data); };
  const send = () => {
    const text = box()?.value ?? '';
    if (!say || !text.trim()) return;
    if (text.length <= longest) write('');
    take(say, { do: 'say', say: text }, text);
    if (matchMedia('(hover: hover)').matches) box().focus();
  };

  // A file to check: its bytes go to this computer's own program like a message; one that is too large is cut.
  const largest = 5_000_000;
  const bring = (file) => {
    if (!file || !say) return;
    const reader = new FileReader();
    reader.onload = () => {
      niyue.reading(false);
      const data = { do: 'check', name: file.name, file: String(reader.result).split(',')[1] ?? '' };
      take(say, data, words().file + file.name);
    };
    reader.readAsDataURL(file.slice(0, largest + 1));
  };
  const picker = document.createElement('input');
  picker.type = 'file';
  picker.accept = '.docx,.txt,.md';
  picker.addEventListener('change', () => { bring(picker.files[0]); picker.value = ''; });
  document.addEventListener('click', (event) => { if (event.target.closest?.('[data-do=file]')) picker.click(); });
  for (const kind of ['dragover', 'dragleave', 'drop']) {
    document.addEventListener(kind, (event) => {
      if (![...(event.dataTransfer?.types ?? [])].includes('Files')) return;
      event.preventDefault();
      document.body.classList.toggle('dropping', kind === 'dragover');
      if (kind === 'drop') bring(event.dataTransfer.files[0]);
    });
  }

  // The Word file is written right after a turn; a press in between waits for it.
  let filing = false, wanted = null;
  const filed = () => {
    filing = false;
    const button = wanted;
    wanted = null;
    if (button) setTimeout(() => press(button), 50);
  };
  document.addEventListener('keydown', (event) => {
    if (event.target !== box() || event.key !== 'Enter' || event.shiftKey) return;
    if (event.isComposing || event.keyCode === 229) return;  // it picks a word in an input method
    event.preventDefault();
    event.stopImmediatePropagation();
    send();
  }, true);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (event.target.matches?.('span[role=button][data-do]')) { event.preventDefault(); event.target.click(); }
  });
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('#message button')) {
      event.stopImmediatePropagation();
      send();
      return;
    }
    const button = event.target.closest?.('#draft-file, #final-file');
    if (!button) return;
    if (!filing) {  // it goes its way, and is kept as a version
      const final = button.id === 'final-file' ? '1' : '0';
      setTimeout(() => step({ do: 'keep', final }), 400);
      return;
    }
    wanted = button.id;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  // The gate before a final version is a sheet of its own.
  document.addEventListener('click', (event) => {
    if (!event.target.closest?.('#make-final')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    niyue.tab('review');
  }, true);
  const fetched = () => setTimeout(() => press('version-file'), 60);
  const press = (id) => (one('a#' + id + ', #' + id + ' a, button#' + id + ', #' + id + ' button'))?.click();

  // Something went wrong: what has no answer goes back into the message box, before what is typed there.
  const giveBack = () => {
    const back = unkept();
    inflight = null;
    waiting.length = 0;
    niyue.popover.release();
    pending();
    filed();
    if (box() && box().value !== back) write(back);
  };
  const failed = () => {
    giveBack();
    const trouble = one('#trouble .html-container > div');
    if (trouble && !one('.trouble', trouble)) {
      const note = document.createElement('div');
      note.className = 'trouble';
      note.setAttribute('role', 'alert');
      note.textContent = words().failed;
      trouble.replaceChildren(note);
    }
  };
  // The framework waits for a lost server in silence; a message that could not be sent is told at once.
  const ask = window.fetch;
  window.fetch = (...request) => ask(...request).catch((error) => {
    if (String(request[0]?.url ?? request[0]).includes('/run/')) failed();
    throw error;
  });

  // The log is written anew with every turn; a reader of the screen is told the reply alone.
  const live = document.createElement('div');
  Object.assign(live, { id: 'niyue-live', className: 'sr' });
  live.setAttribute('role', 'status');
  live.setAttribute('aria-live', 'polite');
  live.lang = 'zh-CN';
  const announce = (log) => { live.textContent = all('.turn.assistant', log).at(-1)?.innerText ?? ''; };

  const chat = (element, trigger, watch) => {
    niyue.click(element, trigger);
    say = trigger;
    document.body.append(live);
    let seen = '';
    const show = () => {
      const log = one('.chat', element);
      if (!log) return;
      if (inflight) inflight.words = '';
      pending();
      const id = log.dataset.conversation;
      try { sessionStorage.setItem('niyue', id); } catch { /* storage is off: this tab resumes the latest */ }
      const turns = all('.turn', log);
      const now = id + turns.length;
      if (now === seen) return;
      if (seen) remember();
      const opened = !seen.startsWith(id);
      seen = now;
      if (!opened) announce(log);
      const users = all('.turn.user', log);
      const last = users[users.length - 1];
      if (!last) log.scrollTop = 0;
      else if (opened) log.scrollTop = log.scrollHeight;
      else log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
    };
    watch('value', show);
    show();
  };

  const trouble = (element, trigger, watch) => {
    niyue.click(element, trigger);
    watch('value', () => {
      if (one('.trouble', element)) giveBack();
    });
  };
  const progress = (element, trigger, watch) => {
    watch('value', () => at(one('.at', element)?.dataset.stage ?? ''));
  };
  // What belongs to this tab alone survives a reload: its conversation, and words not sent yet.
  const tabbed = (keep) => {
    let id = null;
    try {
      id = sessionStorage.getItem('niyue');
      const left = sessionStorage.getItem('niyue-unsent');
      if (left && box() && !box().value) write(left);
    } catch { /* storage is off */ }
    return id ? { ...keep, id } : keep;
  };
  document.addEventListener('input', (event) => {
    if (event.target === box()) remember();
  });
  return { one, all, box, words, write, take, halt, press, shown, filed, fetched, failed, tabbed, step, chat, trouble, stage: progress };
})();
