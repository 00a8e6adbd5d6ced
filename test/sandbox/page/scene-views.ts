import type { PagePanel, PageView, SlackJson } from '../../../src/sandbox/page-api.js';

const plain = (text: string): SlackJson => ({ type: 'plain_text', text, emoji: true });
const mrkdwn = (text: string): SlackJson => ({ type: 'mrkdwn', text });

export const HOME: PageView = {
  id: 'V0HOME',
  callbackId: 'home',
  title: '',
  submit: '',
  close: '',
  hash: '1',
  depth: 0,
  blocks: [
    { type: 'header', block_id: 'a', text: plain('Good afternoon') },
    { type: 'section', block_id: 'b', text: mrkdwn(':large_green_circle: *Faultline is well.* Connected for 3 hours, 2 incidents today.') },
    { type: 'divider', block_id: 'c' },
    { type: 'header', block_id: 'd', text: plain('Open incidents') },
    {
      type: 'section',
      block_id: 'e',
      text: mrkdwn(
        '*Connection refused on api-1:8080*\nRoot cause confirmed, opened <!date^1795269661^{date_short_pretty} at {time}|today>',
      ),
      accessory: { type: 'button', action_id: 'open', text: plain('Open'), value: 'inc-1' },
    },
    { type: 'context', block_id: 'f', elements: [mrkdwn('Asked by <@U0ANA> in <#C0INC>')] },
    {
      type: 'table',
      block_id: 'g',
      column_settings: [{}, { align: 'right' }],
      rows: [
        [
          { type: 'raw_text', text: 'Host' },
          { type: 'raw_text', text: 'Checks' },
          { type: 'raw_text', text: 'State' },
        ],
        [
          { type: 'raw_text', text: 'api-1' },
          { type: 'raw_text', text: '23' },
          { type: 'raw_text', text: ':red_circle: down' },
        ],
        [
          { type: 'raw_text', text: 'db-1' },
          { type: 'raw_text', text: '19' },
          { type: 'raw_text', text: ':large_green_circle: up' },
        ],
      ],
    },
    {
      type: 'markdown',
      block_id: 'md',
      text: '### How to ask\n1. Type `/diagnose`\n2. Say **what you see**, not what you think\n\n- [Playbooks](https://example.com/playbooks)\n- ~~Guess~~',
    },
    { type: 'video', block_id: 'vid', alt_text: 'A talk', title: plain('Finding faults') },
  ],
};

export const MODAL: PageView = {
  id: 'V0MODAL',
  callbackId: 'diagnose',
  title: 'What do you see?',
  submit: 'Diagnose',
  close: 'Cancel',
  hash: '1',
  depth: 0,
  blocks: [
    { type: 'section', block_id: 's', text: mrkdwn('Some things are missing. *Which host* is it?') },
    {
      type: 'input',
      block_id: 'host',
      label: plain('Host'),
      element: {
        type: 'static_select',
        action_id: 'host',
        placeholder: plain('Choose a host'),
        options: ['api-1', 'api-2', 'db-1'].map(value => ({ text: plain(value), value })),
      },
    },
    {
      type: 'input',
      block_id: 'port',
      label: plain('Port'),
      hint: plain('Where the client connects, for example 8080'),
      element: { type: 'plain_text_input', action_id: 'port', placeholder: plain('8080') },
    },
    {
      type: 'input',
      block_id: 'words',
      optional: true,
      label: plain('What people see'),
      element: { type: 'plain_text_input', action_id: 'words', multiline: true, initial_value: 'connection refused' },
    },
    {
      type: 'input',
      block_id: 'window',
      label: plain('How long to look'),
      element: {
        type: 'radio_buttons',
        action_id: 'window',
        initial_option: { text: plain('5 seconds'), value: '5' },
        options: [
          { text: plain('5 seconds'), value: '5', description: plain('Enough for most faults') },
          { text: plain('30 seconds'), value: '30' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'also',
      optional: true,
      label: plain('Also'),
      element: { type: 'checkboxes', action_id: 'also', options: [{ text: mrkdwn('Follow to the *next host*'), value: 'follow' }] },
    },
  ],
};

export const PANEL: PagePanel = {
  title: 'Break and mend',
  says: 'Real faults on small hosts of this machine. Break one, then ask Faultline.',
  groups: [
    {
      title: 'api-1',
      items: [
        {
          id: 'queue',
          title: 'Full accept queue',
          says: 'The server stops taking connections.',
          state: 'broken',
          button: 'Mend it',
          tryThis: '/diagnose connection timeout on api-1',
        },
        {
          id: 'crash',
          title: 'Crashed process',
          says: 'Nothing listens any more.',
          state: 'healthy',
          button: 'Break it',
          tryThis: '/diagnose connection refused on api-1',
        },
        { id: 'slow', title: 'Slow upstream', says: 'Answers take three seconds.', state: 'busy', button: 'Break it' },
        {
          id: 'fw',
          title: 'Firewall rule',
          says: 'Needs root, so it is replayed from a recording.',
          state: 'unavailable',
          button: 'Break it',
        },
      ],
    },
  ],
};
