// Sections of `journalctl -o short-unix`, one per service and one of what systemd (PID 1) said; `== more 3` for 3 services left out:
//
//   == unit api-service.service
//   1795246412.720988 app1 api[54]: level=info msg="listening" addr=0.0.0.0:8080
//   == systemd
//   == end
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { type JournalEntry, journalEntries } from './journal-lines.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, leftOut, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { unitEvent } from './unit-event.js';
import { type UnitEvent, unitStory } from './unit-story.js';
import { looksOf } from './window.js';

const NOT_ALLOWED = /insufficient permissions|not seeing messages from other users/iu;

interface Section {
  readonly name: string;
  readonly entries: readonly JournalEntry[];
}

function sections(printed: Printed): { units: readonly Section[]; manager: readonly JournalEntry[]; more: number } {
  const found: { name: string; lines: Line[] }[] = [];
  let isWhole = false;
  let more = 0;
  for (const line of linesOf(printed)) {
    const title = /^== (?:unit (\S+)|(systemd)|(end)|more (\d{1,9}))$/u.exec(line.text);
    if (title?.[3]) isWhole = true;
    else if (title?.[4]) more = Number(title[4]);
    else if (title) found.push({ name: title[1] ?? '', lines: [] });
    else {
      const section = found.at(-1);
      if (!section) throw new OddLine(line, "should be the title of a section, '== unit NAME'");
      section.lines.push(line);
    }
  }
  if (!isWhole && !printed.truncated)
    throw new OddLine({ no: Math.max(1, linesOf(printed).length), text: '' }, "the last line should be '== end'");
  const read = found.map(section => ({ name: section.name, entries: journalEntries(section.lines) }));
  return { units: read.filter(section => section.name !== ''), manager: read.find(section => section.name === '')?.entries ?? [], more };
}

/** The unit that a message of systemd is about: `x.service: …`, or `Started x.service - Description.`; older ones give only the description. */
function unitNamed(text: string): string | undefined {
  return /^(?:(?:Start|Stopp?|Finish|Reload)(?:ed|ing) |Failed to start )?(\S+\.service)(?::| |\.|$)/u
    .exec(text)?.[1]
    ?.replace(/\.+$/u, '');
}

function eventRow(unit: string, event: UnitEvent, now: number): FactRow {
  return present({
    unit,
    at: event.entry.at,
    age_s: Math.max(0, now - event.entry.at),
    kind: event.kind,
    port: event.port,
    text: rowLine(event.entry.text),
    line: rowLine(event.entry.line.text),
  });
}

/** What systemd said of services whose own journal was not read. */
function otherEvents(manager: readonly JournalEntry[], read: ReadonlySet<string>, now: number): readonly FactRow[] {
  return manager.flatMap(entry => {
    const unit = unitNamed(entry.text);
    const kind = unitEvent(entry.text, entry.from === 'systemd');
    return unit && kind && !read.has(unit) ? [eventRow(unit, { kind, port: undefined, entry }, now)] : [];
  });
}

function unitRow(unit: string, entries: readonly JournalEntry[], port: string): FactRow {
  const story = unitStory(entries);
  const last = entries.at(-1);
  // A unit without a single line has told nothing: its answers are unknown, not no.
  if (!last) return { unit, line: `${unit}: no line in the journal of this boot` };
  const names = story.events.some(event => event.port !== undefined && String(event.port) === port);
  return present({
    unit,
    names_port: port === '' ? undefined : names,
    bind_conflict: story.hasBindConflict,
    crashed: story.hasCrashed,
    stopped_by_operator: story.wasStoppedByOperator,
    last_line: rowLine(last.text),
    line: rowLine(last.line.text),
  });
}

/** Starts, stops and crashes of services, from the journal. */
export const unitLog: Parser = {
  name: 'unit_log',
  gives: {
    events: 'list',
    'events.unit': 'text',
    'events.at': 'time',
    'events.age_s': 'number',
    'events.kind': 'text',
    'events.port': 'number',
    'events.text': 'text',
    units: 'list',
    'units.unit': 'text',
    'units.names_port': 'bool',
    'units.bind_conflict': 'bool',
    'units.crashed': 'bool',
    'units.stopped_by_operator': 'bool',
    'units.last_line': 'text',
    covers_from: 'time',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const { units, manager, more } = sections(last);
    const named = units.map(section => ({ ...section, name: section.name.includes('.') ? section.name : `${section.name}.service` }));
    const events = [
      ...named.flatMap(section => unitStory(section.entries).events.map(event => eventRow(section.name, event, input.now))),
      ...otherEvents(manager, new Set(named.map(section => section.name)), input.now),
    ].sort((a, b) => Number(a.at) - Number(b.at));
    const all = [...named.flatMap(section => section.entries), ...manager];
    const oldest = all.reduce<JournalEntry | undefined>((least, entry) => (least && least.at <= entry.at ? least : entry), undefined);
    const denied = NOT_ALLOWED.test(last.stderr)
      ? { reason: 'denied' as const, why: 'this user may not see the whole journal', lists: ['events', 'units'] }
      : undefined;
    return {
      kind: 'facts',
      values: {
        events,
        units: named.map(section => unitRow(section.name, section.entries, input.params.port ?? '')),
        ...present({ covers_from: oldest?.at }),
      },
      lines: { '': rowLine(oldest?.line.text ?? '') },
      ...partialOf(denied, leftOut(more, 'services that are not well', ['events', 'units']), cutShort(last)),
    };
  }),
};
