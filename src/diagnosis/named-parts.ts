import { indexNames, type KnownNames, type Named, splitPort } from './known-names.js';
import { type Token, tokensIn } from './word-tokens.js';

/** What a text names, and the words that are left for the symptom. */
export interface NamedParts {
  readonly hosts: readonly string[];
  readonly services: readonly string[];
  readonly ports: readonly string[];
  readonly urls: readonly string[];
  readonly params: readonly string[];
  /** `symptom=…`. */
  readonly symptom?: string;
  /** Known names that are also words of a phrase (`gateway`, `socket`): which of the two they are is decided with the symptom. */
  readonly maybe: readonly { readonly named: Named; readonly word: string }[];
  /** The other end of a connection that begins on `hosts`: its port is not theirs. */
  readonly otherEnd?: string;
  /** `key=value` that nothing takes. */
  readonly unused: readonly string[];
  /** What is left, in order. */
  readonly rest: readonly string[];
}

/** A line that somebody typed, as against the text of an alert: there every name was meant, here a stray word is not. */
export function isTyped(text: string): boolean {
  return text.length <= 300 && !text.includes('\n');
}

const FILLERS = new Set(['the', 'my', 'our', 'host', 'hosts', 'server', 'servers', 'machine', 'node', 'box', 'vm', 'instance', 'service']);
/** Labels of alerts that name a host. Their port is that of an exporter, unless a service is declared there. */
const HOST_LABELS = new Set(['instance', 'node', 'nodename', 'hostname', 'server', 'machine', 'target']);
const TARGET_PARAMS = new Set(['unit', 'error_log']);
/** Default ports of Prometheus and its usual exporters (github.com/prometheus/prometheus/wiki/Default-port-allocations). */
const EXPORTER_PORTS = new Set(['9090', '9091', '9093', '9100', '9104', '9113', '9115', '9117', '9121', '9187', '9216', '9256']);

const HOST_SHAPE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,252}$/u;
const ADDRESS_SHAPE = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/u;
const URL_SHAPE = /^https?:\/\/\S/u;
const PORT_SHAPE = /^(?::|tcp\/|udp\/)?(\d{1,7})(?:\/tcp|\/udp)?$/u;

/** Reads tokens one after the other; what it cannot place stays a word. */
class Reader {
  readonly hosts = new Set<string>();
  readonly services = new Set<string>();
  readonly ports = new Set<string>();
  readonly urls = new Set<string>();
  readonly params: string[] = [];
  readonly unused: string[] = [];
  readonly maybe: { named: Named; word: string }[] = [];
  readonly rest: string[] = [];
  symptom: string | undefined;
  /** After `on` and the like, after `from`, after `to`. */
  readonly explicit: Named[] = [];
  readonly origins: Named[] = [];
  readonly ends: { named: Named; word: string }[] = [];
  /** Names that nobody knows, kept for the binding to refuse with the nearest that it knows. */
  readonly unknown = new Set<string>();

  readonly #tokens: readonly Token[];
  readonly #names: ReturnType<typeof indexNames>;
  readonly #known: KnownNames;
  readonly #typed: boolean;
  readonly #vocabulary: ReadonlySet<string>;
  /** Forms of the declared names that have a number: `api-#`. */
  readonly #forms: ReadonlySet<string>;
  #at = 0;

  constructor(text: string, known: KnownNames, vocabulary: ReadonlySet<string>) {
    this.#tokens = tokensIn(text);
    this.#known = known;
    this.#names = indexNames(known);
    this.#typed = isTyped(text);
    this.#vocabulary = vocabulary;
    this.#forms = new Set(known.hosts.map(({ name }) => formOf(name)).filter(form => form.includes('#')));
  }

  read(): void {
    for (; this.#at < this.#tokens.length; this.#at++) {
      const token = this.#tokens[this.#at];
      if (token?.kind === 'pair') this.#pair(token);
      else if (token) this.#word(token.text);
    }
  }

  #wordAt(at: number): string | undefined {
    const token = this.#tokens[at];
    return token?.kind === 'word' ? token.text : undefined;
  }

  #pair({ key, value, label, text }: Extract<Token, { kind: 'pair' }>): void {
    if (key === 'host' || key === 'hosts') {
      for (const name of value.split(',').filter(each => each !== '')) this.#host(name, true);
    } else if (HOST_LABELS.has(key)) {
      if (!this.#host(value, false)) this.rest.push(text);
    } else if (key === 'service') {
      const found = this.#names.find(value);
      if (label && !found) this.rest.push(text);
      else this.services.add(found?.kind === 'service' ? found.name : value);
    } else if (key === 'port') this.ports.add(value);
    else if (key === 'url') this.#url(value, true);
    else if (key === 'symptom') this.symptom = value;
    else if (TARGET_PARAMS.has(key) || this.#known.params.includes(key)) this.params.push(`${key}=${value}`);
    else {
      if (!label && this.#typed) this.unused.push(text);
      this.rest.push(text);
    }
  }

  /** A host that a label or `host=` names. Its port counts only where it cannot be that of an exporter. */
  #host(written: string, keepUnknown: boolean): boolean {
    const found = this.#names.find(written);
    if (!found) {
      if (keepUnknown) this.unknown.add(splitPort(written).name);
      return keepUnknown;
    }
    this.explicit.push(keepUnknown ? found : this.#withoutExporter(found));
    return true;
  }

  #withoutExporter(named: Named): Named {
    const { port } = named;
    const declared = this.#known.services.some(
      service => String(service.port) === port && (service.name === named.name || service.hosts.includes(named.name)),
    );
    return port === undefined || declared ? named : { kind: named.kind, name: named.name };
  }

  /** A URL of a message may lead to a dashboard; one that was typed, or that names something known, is what fails. */
  #url(url: string, asked: boolean): void {
    const named = this.#names.atUrl(url);
    if (asked || this.#typed || named) this.urls.add(url);
    if (named) this.#add(named);
  }

  #add(named: Named): void {
    (named.kind === 'host' ? this.hosts : this.services).add(named.name);
    if (named.port !== undefined) this.ports.add(named.port);
  }

  #word(text: string): void {
    const lower = text.toLowerCase();
    if (URL_SHAPE.test(text)) this.#url(text, false);
    else if (lower === 'on' || lower === 'at') this.#place(lower);
    else if (lower === 'from' || lower === 'to' || lower === 'towards') this.#end(lower);
    else if (lower === 'port' || lower === 'ports') this.#port(text);
    else this.#bareWord(text, lower);
  }

  #bareWord(text: string, lower: string): void {
    if (/^(?::\d|tcp\/\d|udp\/\d|\d+\/(?:tcp|udp)$)/u.test(lower)) {
      this.ports.add(PORT_SHAPE.exec(lower)?.[1] ?? lower);
      return;
    }
    // `api-1,api-2`
    const names = text.includes(',') ? text.split(',').map(each => this.#names.find(each)) : [];
    if (names.length > 0 && names.every(each => each !== undefined)) {
      for (const named of names) if (named) this.#add(named);
      return;
    }
    const named = this.#names.find(text);
    if (named && this.#vocabulary.has(lower)) {
      this.maybe.push({ named, word: text });
      this.rest.push(text);
    } else if (named) this.#add(EXPORTER_PORTS.has(named.port ?? '') ? this.#withoutExporter(named) : named);
    else if (this.#typed && (ADDRESS_SHAPE.test(text) || this.#isSibling(text))) this.#unknownPlace(text);
    else this.rest.push(text);
  }

  /** `api-9` beside a declared `api-1`: it was meant as a host, and must not be passed over. */
  #isSibling(word: string): boolean {
    return this.#forms.has(formOf(splitPort(word).name));
  }

  #port(word: string): void {
    const next = this.#wordAt(this.#at + 1);
    const number = next === undefined ? undefined : PORT_SHAPE.exec(next)?.[1];
    if (number === undefined) {
      this.rest.push(word);
      return;
    }
    this.ports.add(number);
    this.#at++;
  }

  /** `on api-1`, `on the hosts api-1, api-2 and api-3`, `at checkout`. */
  #place(preposition: 'on' | 'at'): void {
    let at = this.#at + 1;
    while (FILLERS.has(this.#wordAt(at)?.toLowerCase() ?? '') && !this.#names.find(this.#wordAt(at) ?? '')) at++;
    const first = this.#wordAt(at);
    if (first === undefined || first.toLowerCase() === 'port' || URL_SHAPE.test(first)) return;
    let placed = 0;
    for (;;) {
      const word = this.#wordAt(at);
      if (word === undefined) break;
      const parts = word.split(',');
      const found = parts.map(each => this.#names.find(each));
      if (found.every(each => each !== undefined)) for (const named of found) this.explicit.push(named ?? { kind: 'host', name: '' });
      // Only what directly follows can be a name of any form that nobody knows: `on web`, and not `on api-1 and slow`.
      else if (this.#isUnknownName(parts) && (parts.every(part => this.#isSibling(part)) || (placed === 0 && preposition === 'on')))
        for (const part of parts) this.#unknownPlace(part);
      else break;
      placed++;
      at++;
      const joint = this.#wordAt(at)?.toLowerCase();
      if (joint === 'and' || joint === '&' || joint === 'or') at++;
      else if (joint === undefined || !(this.#names.find(joint) || (this.#typed && this.#isSibling(joint)))) break;
    }
    if (placed === 0) {
      this.rest.push(preposition);
      return;
    }
    const joint = this.#wordAt(at - 1)?.toLowerCase();
    this.#at = joint === 'and' || joint === '&' || joint === 'or' ? at - 2 : at - 1;
  }

  #isUnknownName(parts: readonly string[]): boolean {
    return this.#typed && parts.every(part => HOST_SHAPE.test(part) && !this.#vocabulary.has(part.toLowerCase()));
  }

  #unknownPlace(word: string): void {
    const { name, port } = splitPort(word);
    this.unknown.add(name);
    if (port !== undefined) this.ports.add(port);
  }

  #end(preposition: string): void {
    const word = this.#wordAt(this.#at + 1);
    const named = word === undefined ? undefined : this.#names.find(word);
    if (!named || word === undefined) {
      this.rest.push(preposition);
      return;
    }
    if (preposition === 'from') this.origins.push(named);
    else this.ends.push({ named, word });
    this.#at++;
  }
}

const formOf = (name: string): string => name.toLowerCase().replace(/\d+/gu, '#');

/** The place that is looked at is the one after `on`; else where a connection leads to; else where it begins. */
function settle(reader: Reader, typed: boolean): string | undefined {
  const add = (named: Named): void => {
    (named.kind === 'host' ? reader.hosts : reader.services).add(named.name);
    if (named.port !== undefined) reader.ports.add(named.port);
  };
  for (const named of reader.explicit) add(named);
  const isPlaced = reader.explicit.length > 0 || reader.unknown.size > 0;
  const other = reader.ends.find(({ named }) => !reader.explicit.some(one => one.name === named.name));
  if (!isPlaced) for (const { named } of reader.ends) add(named);
  if (!isPlaced && reader.ends.length === 0) for (const named of reader.origins) add(named);
  // In the text of an alert, a name that nobody knows counts only when nothing else says where to look.
  if (typed || (reader.hosts.size === 0 && reader.services.size === 0)) for (const name of reader.unknown) reader.hosts.add(name);
  return isPlaced ? other?.word : undefined;
}

/**
 * Picks out of a text what it names: hosts, services, port, URL, parameters.
 *
 * @param vocabulary words of the symptoms' phrases, in small letters
 */
export function namedParts(text: string, known: KnownNames, vocabulary: ReadonlySet<string>): NamedParts {
  const reader = new Reader(text, known, vocabulary);
  reader.read();
  const otherEnd = settle(reader, isTyped(text));
  return {
    hosts: [...reader.hosts],
    services: [...reader.services],
    ports: [...reader.ports],
    urls: [...reader.urls],
    params: reader.params,
    ...(reader.symptom === undefined ? {} : { symptom: reader.symptom }),
    maybe: reader.maybe,
    ...(otherEnd === undefined ? {} : { otherEnd }),
    unused: reader.unused,
    rest: reader.rest,
  };
}
