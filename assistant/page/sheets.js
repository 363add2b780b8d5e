// Second part: the sheets beside the conversation, finding places in them, presses, fields.
Object.assign(niyue, (() => {
  const { one, all, box, words, write, take, halt, press } = niyue;
  const typed = new Map();       // fields that are being typed in, by slot

  const reading = (paper) => {
    one('#panes')?.classList.toggle('reading', paper);
    all('.mast .switch button').forEach((button) => {
      button.setAttribute('aria-pressed', String((button.dataset.show === 'paper') === paper));
    });
  };
  // Which sheet is open is kept on the body, which no new markup replaces.
  const open = (name) => {
    document.body.dataset.sheet = name;
    for (const button of all('#tabs [role=tab]')) {
      const chosen = button.dataset.sheet === name;
      button.setAttribute('aria-selected', String(chosen));
      button.tabIndex = chosen ? 0 : -1;
    }
  };
  const tab = (name) => { reading(true); open(name); };
  const tabs = (element, trigger, watch) => {
    const show = () => {
      open(document.body.dataset.sheet ?? 'contract');
      for (const button of all('[role=tab]', element)) {
        const sheet = document.getElementById(button.dataset.sheet);
        sheet?.setAttribute('role', 'tabpanel');
        sheet?.setAttribute('aria-labelledby', button.id);
      }
    };
    element.addEventListener('click', (event) => {
      const button = event.target.closest('[role=tab]');
      if (button) open(button.dataset.sheet);
    });
    element.addEventListener('keydown', (event) => {
      const buttons = all('[role=tab]', element), at = buttons.indexOf(event.target);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      const next = buttons[(to + buttons.length) % buttons.length];
      open(next.dataset.sheet);
      next.focus();
    });
    watch('value', show);
    show();
  };
  const reveal = (place) => {
    const pane = place.closest('.paper, .sheet');
    if (pane) pane.scrollTop += place.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  };
  const mark = (places) => {
    if (!places.length) return;
    all('.sought').forEach((old) => old.classList.remove('sought'));
    places.forEach((place) => place.classList.add('sought'));
    reveal(places[0]);
    setTimeout(() => places.forEach((place) => place.classList.remove('sought')), 4000);
  };
  const later = (step) => setTimeout(step, 60);
  const goto = (where) => {
    tab('contract');
    later(() => {
      const named = all('#contract [data-address]').filter((x) => x.dataset.address === where);
      mark(named.length ? named : all('#contract [data-slot]').filter((x) => x.dataset.slot === where).slice(0, 1));
    });
  };
  const field = (slot) => {
    tab('fields');
    later(() => {
      const control = document.getElementById('field-' + slot);
      if (!control) return;
      reveal(control);
      control.focus({ preventScroll: true });
    });
  };

  // Clicks: some only move about on this page, the others go to the server as they are.
  const here = {
    goto: (data) => goto(data.where), field: (data) => field(data.slot), show: (data) => reading(data.show === 'paper'),
    fill: (data, button) => niyue.popover.fill(data.slot, button), review: () => tab('review'),
    whole: (data, button) => { button.closest('.part').classList.remove('long'); },
    write: () => box()?.focus(), file: () => {}, download: (data) => press(data.file),
  };
  const click = (element, trigger) => element.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (!button || !element.contains(button)) return;
    const data = { ...button.dataset };
    if (here[data.do]) { here[data.do](data, button); return; }
    if (data.sure && !confirm(data.sure)) return;
    if (data.prompt) {
      data.text = prompt(data.prompt, data.text);
      if (data.text === null) return;
    }
    if (data.do === 'fetch') { trigger('fetch', data); return; }
    if (data.do === 'compare') all('[data-pick]', element).forEach((choice) => { data[choice.dataset.pick] = choice.value; });
    if (data.do === 'stop') { halt(trigger); return; }
    if (data.do === 'say') { reading(false); if (matchMedia('(hover: hover)').matches) box()?.focus(); }
    if (data.do === 'cite' || data.do === 'guide') tab('evidence');
    if (data.do === 'amend') { write(data.text); box()?.focus(); }
    button.closest('details')?.removeAttribute('open');
    take(trigger, data, ['say', 'amend'].includes(data.do) ? data.say : '');
  });

  const mast = (element, trigger, watch) => {
    click(element, trigger);
    document.addEventListener('click', (event) => {
      all('details[open]', element).forEach((menu) => { if (!menu.contains(event.target)) menu.removeAttribute('open'); });
    });
    element.addEventListener('keydown', (event) => {
      const menu = event.target.closest('details[open]');
      if (event.key !== 'Escape' || !menu) return;
      menu.removeAttribute('open');
      one('summary', menu).focus();
    });
    const show = () => {
      const { lang } = words();
      if (lang) document.documentElement.lang = lang;
      reading(Boolean(one('#panes.reading')));
    };
    watch('value', show);
    show();
  };

  const paper = (element, trigger, watch) => {
    click(element, trigger);
    let seen = '', due = false;
    const point = () => {
      const sheet = one('.paper', element), fresh = one('.fresh', element);
      due = Boolean(fresh) && !sheet.clientHeight;  // another sheet is open: when this one is shown again
      if (!fresh || due) return;
      const top = fresh.getBoundingClientRect().top - sheet.getBoundingClientRect().top;
      if (top < 40 || top > sheet.clientHeight - 60) reveal(fresh);
    };
    const show = () => {
      const side = one('[data-pick=side]', element);
      if (side) side.value = side.dataset.value;
      const now = one('.paper', element)?.dataset.turn ?? '';
      if (now === seen) return;
      seen = now;
      point();
    };
    element.addEventListener('change', (event) => {
      if (event.target.matches('[data-pick=side]')) take(trigger, { do: 'side', side: event.target.value });
    });
    new ResizeObserver(() => { if (due) point(); }).observe(element);
    watch('value', show);
    show();
  };

  const fields = (element, trigger, watch) => {
    click(element, trigger);
    let focused = '';
    const control = (event) => event.target.closest('input[data-slot], select[data-slot], textarea[data-slot]');
    const commit = (it) => {
      typed.delete(it.dataset.slot);
      if (it.value === it.dataset.value) return;
      take(trigger, { do: 'edit', slot: it.dataset.slot, text: it.value });
    };
    element.addEventListener('focusin', (event) => { focused = control(event)?.dataset.slot ?? ''; });
    element.addEventListener('focusout', (event) => {
      const it = control(event);
      focused = '';
      if (it) commit(it);
    });
    element.addEventListener('input', (event) => {
      const it = control(event);
      if (it) typed.set(it.dataset.slot, it.value);
    });
    element.addEventListener('change', (event) => { if (event.target.matches('select')) commit(event.target); });
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing && event.target.matches('input')) commit(event.target);
    });
    // Elements are reused when the list changes: every control gets its own value back, then the typed one its focus.
    const show = () => {
      const keep = focused;
      const controls = all('input[data-slot], select[data-slot], textarea[data-slot]', element);
      for (const it of controls) {
        const value = typed.get(it.dataset.slot) ?? it.dataset.value ?? '';
        if (it.value !== value) it.value = value;
      }
      const it = controls.find((x) => x.dataset.slot === keep);
      if (it && document.activeElement !== it) it.focus();
    };
    watch('value', show);
    show();
  };

  const sheet = (element, trigger, watch) => {
    click(element, trigger);
    watch('value', () => {
      all('select[data-pick]', element).forEach((choice) => { choice.value = choice.dataset.value; });
    });
  };
  return { reading, goto, field, tab, tabs, click, mast, paper, fields, sheet: click, review: sheet };
})());
