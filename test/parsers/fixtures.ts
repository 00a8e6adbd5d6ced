import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { ParserInput, Printed } from '../../src/model/parser.js';

/** What a fixture shows: a healthy or faulty host, or output that a parser must not take for one. */
export type FixtureKind = 'healthy' | 'faulty' | 'empty' | 'denied' | 'missing' | 'truncated' | 'noise';

interface LookMeta {
  readonly uptime: number;
  readonly truncated?: boolean;
}

interface Meta extends LookMeta {
  readonly kind: FixtureKind;
  readonly command: string;
  readonly exit: number;
  readonly origin: 'captured' | 'constructed';
  readonly date: string;
  readonly now: number;
  readonly stderr?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly options?: unknown;
  readonly first?: LookMeta;
}

/** One output of a command with what its parser makes of it: `NAME.out`, `NAME.meta.json`, `NAME.json`, and `NAME.first.out` for checks that look twice. */
export interface Fixture {
  readonly parser: string;
  readonly name: string;
  readonly meta: Meta;
  readonly input: ParserInput;
  /** File of what the parser should give. */
  readonly expectedPath: string;
}

const FOLDER = 'test/fixtures/commands';

function printed(path: string, meta: Meta, look: LookMeta): Printed {
  return {
    stdout: readFileSync(path, 'utf8'),
    stderr: meta.stderr ?? '',
    exit: meta.exit,
    truncated: look.truncated ?? false,
    uptime: look.uptime,
  };
}

function fixture(parser: string, name: string): Fixture {
  const base = `${FOLDER}/${parser}/${name}`;
  const meta = JSON.parse(readFileSync(`${base}.meta.json`, 'utf8')) as Meta;
  const last = printed(`${base}.out`, meta, meta);
  const looks: ParserInput['looks'] =
    meta.first && existsSync(`${base}.first.out`) ? [printed(`${base}.first.out`, meta, meta.first), last] : [last];
  return {
    parser,
    name,
    meta,
    expectedPath: `${base}.json`,
    input: { looks, now: meta.now, params: meta.params ?? {}, options: meta.options },
  };
}

/** Every fixture in test/fixtures/commands/PARSER/. */
export function fixtures(): readonly Fixture[] {
  return readdirSync(FOLDER).flatMap(parser =>
    readdirSync(`${FOLDER}/${parser}`)
      .filter(file => file.endsWith('.meta.json'))
      .map(file => fixture(parser, file.slice(0, -'.meta.json'.length))),
  );
}
