import type { PartsEnv } from '../actions.js';
import { commandOf } from '../chat/completion.js';
import { threadKey } from '../chat/model.js';
import { h, on } from '../draw/element.js';
import { iconButton } from '../draw/icon-button.js';
import { openMenu } from '../draw/menu.js';
import { createCompletionList } from './completion-list.js';

export interface Composer {
  readonly element: HTMLElement;
  /** Shows the box of a channel or thread, with what was typed there before. */
  readonly show: (to: {
    readonly channel: string;
    readonly thread?: string;
    readonly placeholder: string;
    readonly locked?: string;
  }) => void;
  readonly focus: () => void;
  /** Types the words letter by letter (at once where motion is reduced) and then sends them. */
  readonly type: (text: string, sends: boolean) => Promise<void>;
}

const LETTER_MS = 14;

/** The message box: Enter sends, Shift and Enter begins a line. */
export function createComposer(where: 'channel' | 'thread', env: PartsEnv): Composer {
  const label = where === 'channel' ? 'Message' : 'Reply in thread';
  const box = h('textarea', {
    class: 'box',
    rows: 1,
    'aria-label': label,
    autocomplete: 'off',
    spellcheck: 'true',
    'data-key': `box ${where}`,
  });
  const usage = h('p', { class: 'usage', hidden: true });
  const refusal = h('p', { class: 'refusal', role: 'alert' });
  const lockedWords = h('p', { class: 'locked', hidden: true });
  const texts = new Map<string, string>();
  let target: { readonly channel: string; readonly thread?: string } | undefined;
  let isSending = false;

  const send = on(
    iconButton('send', where === 'channel' ? 'Send' : 'Send the reply', () => void submit(), 'send'),
    'pointerdown',
    event => event.preventDefault(),
  );
  const shortcuts = iconButton('bolt', 'Shortcuts', () => {
    const { state } = env.model();
    openMenu(
      shortcuts,
      'Shortcuts',
      state.shortcuts
        .filter(({ kind }) => kind === 'global')
        .map(({ name, callbackId }) => ({ label: name, detail: state.bot.realName, choose: () => env.actions.shortcut(callbackId) })),
    );
  });
  shortcuts.setAttribute('aria-haspopup', 'menu');
  const completion = createCompletionList(box, where === 'channel', env);
  const frame = h('div', { class: 'composer-frame' }, box, h('div', { class: 'composer-tools' }, shortcuts, send));
  const element = h('div', { class: 'composer' }, completion.element, usage, frame, lockedWords, refusal);

  const keyOf = (to: typeof target): string => `${to?.channel}/${to?.thread ?? ''}`;
  const refresh = (): void => {
    send.disabled = box.value.trim() === '' || isSending;
    texts.set(keyOf(target), box.value);
    const command = where === 'channel' ? commandOf(box.value, env.model().state.commands) : undefined;
    usage.hidden = !command;
    usage.replaceChildren(...(command ? [h('strong', {}, command.command), ` ${command.usageHint}`] : []));
  };
  /** Slackbot says most refusals in the channel; the same words under the box would only repeat it. */
  const forgetRepeated = (): void => {
    const { messages, threads } = env.model();
    const said = target?.thread === undefined ? messages.get(target?.channel ?? '') : threads.get(threadKey(target.channel, target.thread));
    if (said?.some(({ fromSlackbot, text }) => fromSlackbot && text === refusal.textContent)) refusal.textContent = '';
  };
  const submit = async (): Promise<void> => {
    const text = box.value.trim();
    if (text === '' || isSending || !target) return;
    const to = target;
    completion.close();
    refusal.textContent = '';
    isSending = true;
    element.setAttribute('aria-busy', 'true');
    refresh();
    const answer = await env.actions.say(to.channel, to.thread, text);
    isSending = false;
    element.removeAttribute('aria-busy');
    if (answer.ok) texts.delete(keyOf(to));
    else if (keyOf(target) === keyOf(to)) refusal.textContent = answer.says;
    if (answer.ok && keyOf(target) === keyOf(to)) box.value = '';
    forgetRepeated();
    refresh();
  };
  on(box, 'input', () => {
    refusal.textContent = '';
    completion.update();
    refresh();
  });
  on(box, 'click', () => completion.update());
  on(box, 'blur', () => completion.close());
  on(box, 'keydown', event => {
    if (completion.takesKey(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  return {
    element,
    show: ({ placeholder, locked, ...to }) => {
      const isOther = keyOf(to) !== keyOf(target);
      target = to;
      if (isOther) {
        box.value = texts.get(keyOf(to)) ?? '';
        refusal.textContent = '';
        completion.close();
      }
      forgetRepeated();
      box.placeholder = placeholder;
      box.setAttribute('aria-label', placeholder);
      frame.hidden = locked !== undefined;
      lockedWords.hidden = locked === undefined;
      lockedWords.textContent = locked ?? '';
      shortcuts.hidden = !env.model().state.shortcuts.some(({ kind }) => kind === 'global') || where === 'thread';
      refresh();
    },
    focus: () => box.focus(),
    type: async (text, sends) => {
      const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      box.focus();
      for (let length = isCalm ? text.length : 1; length <= text.length; length += 1) {
        box.value = text.slice(0, length);
        box.setSelectionRange(length, length);
        if (length < text.length) await new Promise(resolve => setTimeout(resolve, LETTER_MS));
      }
      box.dispatchEvent(new Event('input', { bubbles: true }));
      if (sends) await submit();
    },
  };
}
