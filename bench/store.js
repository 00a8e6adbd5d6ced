// node bench/store.js [INCIDENTS]: is a store with many incidents as quick as one with 100? Both measured in turns, in this run; exit 1 when
// one of the bounded ratios is above 1.2. Build first: it measures dist/. FAULTLINE_BENCH_POSTGRES=postgres://… measures PostgreSQL as well,
// in two schemas of its own that it removes again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { Client } from 'pg';
import { openStore } from '../dist/store/open-store.js';
import { median, timed } from './measure.js';

const FEW = 100;
const MANY = Number(process.argv[2] ?? 100_000);
const ROUNDS = 300;
const LIMIT = 1.2;
const NOW = Date.now() / 1000;
const clock = { now: () => Date.now() / 1000 };
const say = text => process.stdout.write(`${text}\n`);
let isAbove = false;

const group = key => ({ source: 'alertmanager', key, receiver: 'faultline', groupLabels: { alertname: key } });
const labels = key => ({ alertname: key, instance: 'api-1:9100', severity: 'critical' });
const alert = key => ({ fingerprint: key, state: 'firing', labels: labels(key), annotations: {}, startsAt: NOW });
const signal = key => ({
  id: `signal ${key}`,
  receivedAt: NOW,
  group: { ...group(key), commonLabels: labels(key), commonAnnotations: {}, alerts: [alert(key)], leftOut: 0 },
});
const story = (key, more = {}) => ({
  revision: 1,
  group: group(key),
  state: { kind: 'firing', since: NOW },
  severity: 'critical',
  alerts: [{ ...alert(key), refired: 0 }],
  leftOut: 0,
  refired: 0,
  because: [],
  silences: [],
  ...more,
});
const incident = (key, host) => ({
  id: `inc-${key}`,
  openedBy: { id: 'alerts' },
  openedAt: clock.now(),
  place: { channel: 'C0INCIDENTS' },
  question: { words: `${key}: too many errors`, symptom: 'host-audit', hosts: [host], params: [] },
  runs: [{ number: 1, by: { id: 'alerts' }, startedAt: clock.now(), state: { kind: 'looking' } }],
  story: story(key),
});
const investigation = {
  diagnosis: {
    symptom: 'host-audit',
    outcome: 'traced',
    verdicts: [],
    roots: [],
    tracedTo: [],
    chains: [],
    alsoFound: [],
    gaps: [],
    checks: [],
    frontiers: [],
    readings: [],
  },
  capture: {
    schema: 'faultline.capture/1',
    symptom: 'host-audit',
    startedAt: NOW,
    durationMs: 1,
    windowSeconds: 1,
    hosts: [],
    services: [],
    visits: [],
  },
};
const OPENED = [{ at: NOW, kind: 'opened', says: 'Opened by 1 alert.' }];

/** The whole life of an incident up to its answer, as the flows write it. */
async function live({ signals, stories, incidents, outbox }, key, host) {
  await signals.keep(signal(key));
  const opened = await stories.settle([`signal ${key}`], { kind: 'open', incident: incident(key, host), entries: OPENED });
  if (opened !== 'settled') throw new Error(`the incident ${key} was not opened`);
  await incidents.endRun(`inc-${key}`, 1, { kind: 'answered', at: NOW, investigation });
  await outbox.want({ slot: `inc-${key}/card`, incident: `inc-${key}`, content: 'x'.repeat(2000) });
  await outbox.markDelivered(`inc-${key}/card`, 1, { channel: 'C1', ts: '1' });
  await stories.markAnnounced(`inc-${key}`, 1);
}

/** Columns that name an incident, by table: a copy has names of its own. In the order in which they refer to each other. */
const NAMES = {
  incident: ['id', 'signal'],
  run: ['incident'],
  investigation: ['incident'],
  incident_place: ['incident'],
  story: ['incident', 'group_digest'],
  timeline: ['incident'],
  outbox: ['slot', 'incident'],
  signal: ['id', 'incident'],
};
/** Copies are over, and older by an hour each. */
const CHANGED = {
  state: "case state when 'firing' then 'resolved' else state end",
  opened_at: 'opened_at - cast(copy.i as bigint) * 3600000',
};

/** SQL that makes `copies` further ones of everything in the database. Both databases understand it. */
function copying(table, columns, copies) {
  const own = columns.filter(name => name !== 'seq');
  const value = name => (NAMES[table].includes(name) ? `${name} || '-' || cast(copy.i as text)` : (CHANGED[name] ?? name));
  return `insert into ${table} (${own.join(', ')})
    with recursive copy (i) as (select 1 union all select i + 1 from copy where i < ${copies})
    select ${own.map(value).join(', ')} from ${table}, copy order by copy.i desc`;
}

async function fill(store) {
  for (let index = 0; index < FEW; index++) await live(store, `first-${index}`, `host-${index}`);
}

/** What is measured: the name, whether its ratio is bounded, and the work; `n` never comes twice. */
const WORKS = [
  ['home page: recent(25)', true, store => store.incidents.recent(25)],
  [
    'new incident: keep, settle',
    true,
    async (store, n) => {
      await store.signals.keep(signal(`n-${n}`));
      await store.stories.settle([`signal n-${n}`], { kind: 'open', incident: incident(`n-${n}`, `host-${n}`), entries: OPENED });
    },
  ],
  [
    'new incident of a person: open',
    true,
    (store, n) => store.incidents.open(`trigger ${n}`, { ...incident(`p-${n}`, `host-${n}`), story: undefined }),
  ],
  ['its answer: endRun', true, (store, n) => store.incidents.endRun(`inc-n-${n}`, 1, { kind: 'answered', at: NOW, investigation })],
  [
    'its message: want, delivered',
    true,
    async ({ outbox }, n) => {
      await outbox.want({ slot: `inc-n-${n}/card`, incident: `inc-n-${n}`, content: 'x'.repeat(2000) });
      await outbox.markDelivered(`inc-n-${n}/card`, 1, { channel: 'C1', ts: '1' });
    },
  ],
  ['its group: ofGroup', true, (store, n) => store.stories.ofGroup('faultline', `first-${n % FEW}`)],
  [
    'counts: backlog, undelivered, unannounced',
    false,
    ({ signals, outbox, stories }) => Promise.all([signals.backlog(), outbox.undelivered(), stories.unannounced(10)]),
  ],
  ['related, of 24 hours', false, (store, n) => store.stories.related({ id: 'x', hosts: [`host-${n % FEW}`] }, NOW - 86_400, 5)],
];

async function compare(name, few, many) {
  say(`\n${name}, ${ROUNDS} rounds in turns, medians`);
  const times = WORKS.map(() => ({ few: [], many: [] }));
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, [, , work]] of WORKS.entries()) {
      // Who is first takes turns too.
      const sides = [
        [times[index].few, few],
        [times[index].many, many],
      ];
      for (const [into, store] of round % 2 === 0 ? sides : sides.reverse()) into.push((await timed(() => work(store, round))).ms);
    }
  say(`${''.padEnd(44)} ${`${FEW}`.padStart(9)} ${`${MANY}`.padStart(9)}    ratio`);
  for (const [index, [what, isBounded]] of WORKS.entries()) {
    const [a, b] = [median(times[index].few), median(times[index].many)];
    const word = isBounded ? (b / a <= LIMIT ? 'ok' : 'ABOVE') : '';
    if (word === 'ABOVE') isAbove = true;
    say(
      `${what.padEnd(44)} ${a.toFixed(3).padStart(6)} ms ${b.toFixed(3).padStart(6)} ms ${(b / a).toFixed(2).padStart(8)}  ${isBounded ? `<= ${LIMIT}` : '      '}  ${word}`,
    );
  }
}

async function opened(url) {
  const answer = await openStore(url, clock);
  if (answer.kind === 'refused') throw new Error(answer.says);
  return answer.store;
}

async function sqlite(folder, count) {
  const path = join(folder, `${count}.db`);
  const store = await opened(`sqlite:${path}`);
  await fill(store);
  await store.close();
  const file = new SqliteFile(path);
  if (count > FEW)
    for (const table of Object.keys(NAMES)) {
      const columns = file.pragma(`table_info(${table})`).map(({ name }) => name);
      file.exec(copying(table, columns, count / FEW - 1));
    }
  file.close();
  return opened(`sqlite:${path}`);
}

async function postgres(url, count) {
  const schema = `faultline_bench_${process.pid}_${count}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`create schema ${schema}`);
  await client.query(`set search_path = ${schema}`);
  const at = new URL(url);
  at.searchParams.set('options', `-c search_path=${schema}`);
  const store = await opened(at.href);
  await store.lease.hold(3600);
  await fill(store);
  for (const table of Object.keys(NAMES)) {
    const where = [schema, table];
    const { rows } = await client.query(
      'select column_name as name from information_schema.columns where table_schema = $1 and table_name = $2',
      where,
    );
    const columns = rows.map(({ name }) => name);
    if (count > FEW) await client.query(copying(table, columns, count / FEW - 1));
    await client.query(`analyze ${table}`);
  }
  const remove = async () => {
    await store.close();
    await client.query(`drop schema ${schema} cascade`);
    await client.end();
  };
  return { store, remove };
}

const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-store-'));
try {
  const [few, many] = [await sqlite(folder, FEW), await sqlite(folder, MANY)];
  await compare('SQLite', few, many);
  await few.close();
  await many.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const url = process.env.FAULTLINE_BENCH_POSTGRES;
if (url) {
  const sides = [await postgres(url, FEW), await postgres(url, MANY)];
  try {
    await compare('PostgreSQL', sides[0].store, sides[1].store);
  } finally {
    for (const { remove } of sides) await remove();
  }
}
process.exitCode = isAbove ? 1 : 0;
