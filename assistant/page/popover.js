// A blank is filled where it stands: a small dialog beside it with a copy of its field, and ways to ask about it.
niyue.popover = (() => {
  const { one, all, words } = niyue;
  let open = null;  // { box, slot, control, waiting }

  const make = (tag, more = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), more);
    made.append(...children);
    return made;
  };

  // The clause a blank stands in, for its guide.
  const clause = (slot) => {
    const place = all('#contract [data-slot]').find((x) => x.dataset.slot === slot);
    let line = place?.closest('[data-address]');
    for (; line; line = line.previousElementSibling) {
      const guide = one('[data-do=guide]', line);
      if (guide) return guide;
      if (line.matches('h3')) return null;
    }
    return null;
  };

  const place = (box, anchor) => {
    const near = anchor?.getBoundingClientRect();
    if (matchMedia('(max-width: 760px)').matches || !near) return;
    const wide = box.offsetWidth, high = box.offsetHeight;
    const below = near.bottom + 8 + high < innerHeight;
    box.style.left = Math.max(8, Math.min(near.left, innerWidth - wide - 12)) + 'px';
    box.style.top = Math.max(8, below ? near.bottom + 8 : near.top - high - 8) + 'px';
  };

  const close = (back = true) => {
    if (!open) return;
    const { box, slot, anchor } = open;
    const held = box.contains(document.activeElement) || document.activeElement === document.body;
    open = null;
    box.remove();
    if (!back || !held) return;
    const ways = [anchor, ...all('[data-do=fill]').filter((x) => x.dataset.slot === slot), one('#tabs [aria-selected=true]')];
    ways.find((x) => x?.isConnected && x.checkVisibility())?.focus({ preventScroll: true });
  };
  // The step failed: what was typed stays, to be tried again.
  const release = () => { if (open) open.waiting = false; };

  const say = (note, bad) => {
    const line = one('.note', open.box);
    line.textContent = note;
    line.classList.toggle('bad', bad);
    open.control.toggleAttribute('aria-invalid', bad);
  };

  const commit = () => {
    if (!open || open.waiting) return;
    if (open.control.value === open.control.dataset.value) { close(); return; }
    open.waiting = true;
    niyue.step({ do: 'edit', slot: open.slot, text: open.control.value });
  };

  // What came of it: the reason why not stays beside the field; a value that was written closes the dialog.
  const answered = () => {
    if (!open?.waiting) return;
    open.waiting = false;
    const field = document.getElementById('field-' + open.slot);
    if (field?.hasAttribute('aria-invalid')) {
      say(document.getElementById('note-' + open.slot)?.textContent ?? '', true);
      open.control.focus();
    } else close();
  };

  const button = (label, kind, act) => {
    const made = make('button', { type: 'button', className: kind, textContent: label });
    made.addEventListener('click', act);
    return made;
  };

  const fill = (slot, anchor) => {
    close(false);
    const field = document.getElementById('field-' + slot);
    const row = field?.closest('.field');
    if (!row) { niyue.goto(slot); return; }
    const control = field.cloneNode(true);
    control.id = 'fill-' + slot;
    control.value = field.value;
    control.setAttribute('aria-describedby', 'fill-note');
    const label = make('label', { htmlFor: control.id, textContent: one('label', row).textContent, lang: 'zh-CN' });
    const note = make('small', { className: 'note', id: 'fill-note', textContent: one('small', row)?.textContent ?? '' });
    note.setAttribute('role', 'status');
    const guide = clause(slot);
    const ways = make('div', { className: 'ways' },
      button(words().save, 'chip main', commit),
      button(words().advise, 'chip', () => { const ask = one('.ask', row); close(false); ask.click(); }));
    if (guide) ways.append(button(words().aboutClause, 'chip', () => { close(false); guide.click(); }));
    ways.append(button(words().allFields, 'chip', () => { close(false); niyue.field(slot); }));
    const shut = button('×', 'shut', () => close());
    shut.setAttribute('aria-label', words().close);
    const box = make('div', { className: 'pop' }, label, shut, control, note, ways);
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-label', label.textContent);
    document.body.append(box);
    open = { box, slot, control, anchor, waiting: false };
    if (control.hasAttribute('aria-invalid')) note.classList.add('bad');
    place(box, anchor);
    control.focus({ preventScroll: true });
    if (control.select) control.select();
    box.addEventListener('keydown', (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === 'Escape') { event.stopPropagation(); close(); }
      if (event.key === 'Enter' && event.target === control && (!control.matches('textarea') || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        commit();
      }
      if (event.key !== 'Tab') return;
      const stops = all('button, input, select, textarea', box);
      const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
      if (document.activeElement !== edge) return;
      event.preventDefault();
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
    });
  };

  document.addEventListener('pointerdown', (event) => {
    if (open && !open.box.contains(event.target)) close(false);
  });
  return { fill, answered, release, close };
})();
