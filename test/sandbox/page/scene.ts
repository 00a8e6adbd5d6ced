import type { PageMessage, PageState, PageUser, SlackJson } from '../../../src/sandbox/page-api.js';
import { HOME, PANEL } from './scene-views.js';

/** A workspace as the page could get it: people, a diagnosis in progress, one that is done, an alert of another tool. */
export const ANA: PageUser = { id: 'U0ANA', name: 'ana', realName: 'Ana Ortiz', isBot: false };
export const BEN: PageUser = { id: 'U0BEN', name: 'ben', realName: 'Ben Okafor', isBot: false };
export const BOT: PageUser = { id: 'U0BOT', name: 'faultline', realName: 'Faultline', isBot: true };

export const INCIDENTS = 'C0INC';
export const GENERAL = 'C0GEN';
export const RANDOM = 'C0RAND';
const OLD = 'C0OLD';
const BOT_DM = 'D0BOT';

/** 21 November 2026, 14:00 UTC. */
const NOON = 1_795_269_600;

export function at(seconds: number): string {
  return `${(NOON + seconds).toFixed(6)}`;
}

export function message(ts: string, more: Partial<PageMessage> = {}): PageMessage {
  return {
    channel: INCIDENTS,
    ts,
    user: ANA.id,
    text: '',
    blocks: [],
    attachments: [],
    files: [],
    edited: false,
    ephemeral: false,
    replies: 0,
    reactions: [],
    fromSlackbot: false,
    ...more,
  };
}

const plain = (text: string): SlackJson => ({ type: 'plain_text', text, emoji: true });
const mrkdwn = (text: string): SlackJson => ({ type: 'mrkdwn', text });
const words = (text: string, style: SlackJson = {}): SlackJson => ({ type: 'text', text, style });
const rich = (...elements: readonly SlackJson[]): SlackJson => ({ type: 'rich_text', block_id: 'rich', elements });
const line = (...elements: readonly SlackJson[]): SlackJson => ({ type: 'rich_text_section', elements });
const emoji = (name: string): SlackJson => ({ type: 'emoji', name });

export const CARD = at(61);

const card: SlackJson = {
  color: '#c61a4e',
  fallback: 'Connection refused on api-1: root cause confirmed',
  blocks: [
    { type: 'header', block_id: 'h', text: plain('Connection refused on api-1:8080') },
    {
      type: 'section',
      block_id: 'fields',
      fields: [
        mrkdwn('*State*\n:red_circle: Root cause confirmed'),
        mrkdwn('*Root cause*\nThe kernel killed `api.service` for lack of memory'),
        mrkdwn(`*Asked by*\n<@${ANA.id}>`),
        mrkdwn('*Took*\n5.4 s, 23 checks'),
      ],
    },
    {
      type: 'actions',
      block_id: 'card-actions',
      elements: [
        { type: 'button', action_id: 'details', text: plain('Show everything'), value: 'inc-1', style: 'primary' },
        {
          type: 'button',
          action_id: 'rerun',
          text: plain('Run again'),
          value: 'inc-1',
          confirm: {
            title: plain('Run the checks again?'),
            text: mrkdwn('23 read-only checks run on *api-1*. Nothing is changed.'),
            confirm: plain('Run again'),
            deny: plain('Not now'),
          },
        },
        {
          type: 'button',
          action_id: 'wrong',
          text: plain('Wrong cause'),
          value: 'inc-1',
          style: 'danger',
          confirm: {
            title: plain('Was it something else?'),
            text: plain('This is kept for calibration.'),
            confirm: plain('It was wrong'),
            deny: plain('Cancel'),
            style: 'danger',
          },
        },
        {
          type: 'overflow',
          action_id: 'more',
          options: [
            { text: plain('Copy as text'), value: 'copy' },
            { text: plain('Open the playbook'), value: 'book' },
          ],
        },
      ],
    },
    {
      type: 'context',
      block_id: 'ctx',
      elements: [mrkdwn(':information_source: Incident `inc-1`, last changed <!date^1795269667^{time_secs}|14:01>')],
    },
  ],
};

const progress = rich(
  line(words('Looking at api-1', { bold: true })),
  {
    type: 'rich_text_list',
    style: 'bullet',
    indent: 0,
    elements: [
      line(emoji('white_check_mark'), words(' Is anything listening on port 8080? '), words('no', { bold: true })),
      line(emoji('white_check_mark'), words(' What does systemd say of api.service? '), words('failed (oom-kill)', { code: true })),
    ],
  },
  { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [line(words('main process exited, code=killed, status=9/KILL'))] },
  {
    type: 'rich_text_list',
    style: 'bullet',
    indent: 0,
    elements: [line(emoji('hourglass_flowing_sand'), words(' Kernel log, two looks 5 s apart'))],
  },
);

const diagnosis: readonly SlackJson[] = [
  {
    type: 'section',
    block_id: 'd1',
    text: mrkdwn('*Root cause confirmed:* the kernel killed `api.service` on *api-1* because its memory limit of 512 MB was reached.'),
  },
  rich(
    {
      type: 'rich_text_list',
      style: 'ordered',
      indent: 0,
      elements: [
        line(words('oom-kill@api-1', { code: true }), words(' the memory limit was reached')),
        line(words('listener-absent@api-1', { code: true }), words(' nothing listens on port 8080')),
        line(words('Connection refused', { italic: true }), words(', which is what you see')),
      ],
    },
    {
      type: 'rich_text_preformatted',
      elements: [
        words(
          'api-1 $ journalctl -k --since -1h          exit 0, 14:01:03\n  Memory cgroup out of memory: Killed process 4242 (node) total-vm:1184204kB, anon-rss:523120kB, file-rss:0kB, shmem-rss:0kB\n\napi-1 $ ss -Hltn sport = :8080             exit 0, 14:01:03\n  (nothing)\n<!channel> *not bold* <https://evil.example|https://grafana.example>',
        ),
      ],
    },
  ),
  {
    type: 'section',
    block_id: 'd2',
    text: mrkdwn(
      '*Ruled out:* accept queue full, firewall, wrong address\n*Could not check:* `dmesg` (permission denied); give the user the group `systemd-journal`',
    ),
  },
  { type: 'divider', block_id: 'div' },
  {
    type: 'section',
    block_id: 'd3',
    text: mrkdwn('*Next:* raise `MemoryMax` of api.service or find the leak.\n> 512 MB was reached 14 times since Thursday'),
  },
  {
    type: 'actions',
    block_id: 'feedback',
    elements: [
      { type: 'button', action_id: 'right', text: plain(':thumbsup: Right cause'), value: '1' },
      { type: 'button', action_id: 'wrong-2', text: plain(':thumbsdown: Wrong cause'), value: '1' },
    ],
  },
];

export const MESSAGES: readonly PageMessage[] = [
  message(at(-90_000), {
    user: BEN.id,
    text: 'Deploy of checkout is done :tada:',
    reactions: [
      { name: 'eyes', users: [ANA.id, BEN.id] },
      { name: 'rocket', users: [BEN.id] },
    ],
  }),
  message(at(-89_940), {
    user: BEN.id,
    text: 'Release notes: <https://example.com/notes|checkout 4.2>. Ask <@U0ANA> or look in <#C0GEN>.',
    edited: true,
  }),
  message(at(-30), {
    user: 'Alertmanager',
    text: '*[FIRING]* HighErrorRate on `api-1`',
    attachments: [
      {
        color: 'warning',
        title: 'HighErrorRate',
        title_link: 'https://example.com/alerts/1',
        text: '14 % of requests fail with *connection refused*',
        fields: [
          { title: 'Severity', value: 'page', short: true },
          { title: 'Instance', value: 'api-1:8080', short: true },
        ],
        footer: 'Prometheus',
        ts: 1_795_269_570,
      },
    ],
  }),
  message(CARD, {
    user: BOT.id,
    text: 'Connection refused on api-1: root cause confirmed',
    attachments: [card],
    replies: 2,
    lastReply: at(69),
  }),
  message(at(70), { user: BOT.id, text: 'The evidence is in the thread.', ephemeral: true }),
];

export const THREAD: readonly PageMessage[] = [
  message(CARD, {
    user: BOT.id,
    text: 'Connection refused on api-1: root cause confirmed',
    attachments: [card],
    replies: 3,
    lastReply: at(69),
  }),
  message(at(62), { user: BOT.id, thread: CARD, text: 'Looking at api-1', blocks: [progress] }),
  message(at(67), { user: BOT.id, thread: CARD, text: 'Root cause confirmed', blocks: diagnosis }),
  message(at(69), {
    user: BOT.id,
    thread: CARD,
    text: 'Everything that was looked at',
    files: [
      {
        id: 'F0EVIDENCE',
        name: 'inc-1.txt',
        title: 'Full evidence of inc-1',
        mimetype: 'text/plain',
        size: 18_230,
        isImage: false,
        preview: 'Faultline, incident inc-1\n\napi-1 (10.0.0.11:8080), 23 checks, 5.4 s\n\n1 systemctl show api.service\n2 ss -Hltn',
        ready: true,
      },
      {
        id: 'F0GRAPH',
        name: 'memory.svg',
        title: 'Memory of api.service, last hour',
        mimetype: 'image/svg+xml',
        size: 900,
        isImage: true,
        preview: '',
        ready: true,
      },
    ],
  }),
];

export const STATE: PageState = {
  team: 'Acme Operations',
  me: ANA,
  users: [ANA, BEN, BOT],
  channels: [
    { id: INCIDENTS, name: 'incidents', kind: 'channel', archived: false, botIsMember: true, topic: 'What is broken, and why' },
    { id: GENERAL, name: 'general', kind: 'channel', archived: false, botIsMember: true, topic: '' },
    { id: RANDOM, name: 'random', kind: 'private', archived: false, botIsMember: false, topic: '' },
    { id: OLD, name: 'old-incidents', kind: 'channel', archived: true, botIsMember: true, topic: '' },
    { id: BOT_DM, name: 'Faultline', kind: 'direct', archived: false, botIsMember: true, topic: '' },
    { id: 'D0BEN', name: 'Ben Okafor', kind: 'direct', archived: false, botIsMember: false, topic: '' },
  ],
  commands: [
    { command: '/diagnose', description: 'Find out why a service is failing', usageHint: 'WORDS [on HOST] [key=value…]' },
    { command: '/faultline', description: 'Hosts, playbooks, audits and help', usageHint: 'status|hosts|playbooks|audit HOST|help' },
  ],
  shortcuts: [
    { callbackId: 'diagnose_message', name: 'Diagnose this', kind: 'message' },
    { callbackId: 'diagnose_now', name: 'Diagnose a host', kind: 'global' },
  ],
  bot: BOT,
  botOnline: true,
  home: HOME,
  panel: PANEL,
};
