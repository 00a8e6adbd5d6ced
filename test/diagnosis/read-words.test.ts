import fc from 'fast-check';
import type { KnownNames } from '../../src/diagnosis/known-names.js';
import { readWords } from '../../src/diagnosis/read-words.js';
import { FLEET } from './known-fleet.js';

/** The question that the words are, without the words. */
function question(words: string, known = FLEET) {
  const read = readWords(words, known);
  if (read.kind !== 'ready') throw new Error(`${words}: ${JSON.stringify(read)}`);
  const { words: _, ...rest } = read.question;
  return { ...rest, ...(read.notes.length > 0 ? { notes: read.notes } : {}) };
}

function asks(words: string, known = FLEET) {
  const read = readWords(words, known);
  if (read.kind !== 'ask') throw new Error(`${words}: ${JSON.stringify(read)}`);
  return read;
}

const REFUSED = 'connection-refused';

describe('what people type', () => {
  test.each<[string, object]>([
    ['connection refused on api-1:8080', { symptom: REFUSED, hosts: ['api-1'], port: '8080', params: [] }],
    ['connection refused api-1 port 8080', { symptom: REFUSED, hosts: ['api-1'], port: '8080', params: [] }],
    ['connection refused on api-1 port=8080', { symptom: REFUSED, hosts: ['api-1'], port: '8080', params: [] }],
    ['connection refused host=api-1 port: 8080', { symptom: REFUSED, hosts: ['api-1'], port: '8080', params: [] }],
    ['connection refused --host api-1 --port 8080', { symptom: REFUSED, hosts: ['api-1'], port: '8080', params: [] }],
    ['Connection refused on the host API-1, tcp/8080!', { symptom: REFUSED, hosts: ['api-1'], port: '8080', params: [] }],
    ['api-1:8080 connection refused', { symptom: REFUSED, hosts: ['api-1'], port: '8080', params: [] }],
    ['connection refused on 10.0.0.12:9000', { symptom: REFUSED, hosts: ['api-2'], port: '9000', params: [] }],
    ['connection refused on [fd00::12]:9000', { symptom: REFUSED, hosts: ['api-2'], port: '9000', params: [] }],
    ['connection refused on api-1, api-2 and db port 22', { symptom: REFUSED, hosts: ['api-1', 'api-2', 'db'], port: '22', params: [] }],
    ['connection refused api-1,api-2 port 22', { symptom: REFUSED, hosts: ['api-1', 'api-2'], port: '22', params: [] }],
    ['502 on checkout', { symptom: 'bad-gateway', hosts: [], service: 'checkout', params: [] }],
    ['502 on service checkout', { symptom: 'bad-gateway', hosts: [], service: 'checkout', params: [] }],
    ['502 checkout api-2', { symptom: 'bad-gateway', hosts: ['api-2'], service: 'checkout', params: [] }],
    ['502 service=checkout', { symptom: 'bad-gateway', hosts: [], service: 'checkout', params: [] }],
    ['bad gateway on gateway', { symptom: 'bad-gateway', hosts: [], service: 'gateway', params: [] }],
    ['connection refused gateway', { symptom: REFUSED, hosts: [], service: 'gateway', params: [] }],
    ['high cpu on db', { symptom: 'high-cpu', hosts: ['db'], params: [] }],
    ['high cpu socket', { symptom: 'high-cpu', hosts: ['socket'], params: [] }],
    [
      'too many open files on db unit=postgres.service',
      { symptom: 'too-many-open-files', hosts: ['db'], params: ['unit=postgres.service'] },
    ],
    [
      '502 on gw port 80 nginx_error_log="/var/log/my log"',
      { symptom: 'bad-gateway', hosts: ['gw'], port: '80', params: ['nginx_error_log=/var/log/my log'] },
    ],
    [
      'slow response url=https://shop.example.com/cart?a=b on gw',
      { symptom: 'slow-response', hosts: ['gw'], service: 'gateway', url: 'https://shop.example.com/cart?a=b', params: [] },
    ],
    ['symptom=high-cpu host=db', { symptom: 'high-cpu', hosts: ['db'], params: [] }],
    ['connection timed out from checkout to db:5432', { symptom: 'connect-timeout', hosts: ['db'], port: '5432', params: [] }],
    ['connection refused from api-1 port 8080', { symptom: REFUSED, hosts: ['api-1'], port: '8080', params: [] }],
  ])('%s', (words, expected) => {
    expect(question(words)).toEqual(expected);
  });

  test('a connection from the host that is asked about to another one: the port of the other end is not taken', () => {
    expect(question('connection timed out from api-1 to db:5432 on api-1')).toEqual({
      symptom: 'connect-timeout',
      hosts: ['api-1'],
      params: [],
      notes: ['db:5432 is the other end and is not looked at; to look there, say `on db:5432`.'],
    });
  });

  test.each<[string, object]>([
    ['connection refused on api-9 port 80', { hosts: ['api-9'] }],
    ['connection refused api-9 port 80', { hosts: ['api-9'] }],
    ['connection refused on api-1, api-9 port 80', { hosts: ['api-1', 'api-9'] }],
    ['connection refused on web port 80', { hosts: ['web'] }],
    ['connection refused host=web.example.com port 80', { hosts: ['web.example.com'] }],
    ['connection refused 10.9.9.9:80', { hosts: ['10.9.9.9'], port: '80' }],
    ['connection refused service=shop', { service: 'shop' }],
    ['connection refused on db port=99999', { port: '99999' }],
    ['connection refused on db port=http', { port: 'http' }],
  ])('a name or value that nobody knows is kept, so that it is refused and not passed over: %s', (words, expected) => {
    expect(question(words)).toMatchObject(expected);
  });

  test('a parameter that no check takes is named', () => {
    expect(question('high cpu on db uint=postgres')).toMatchObject({ notes: ['No check takes `uint=postgres`; it was left aside.'] });
  });

  test.each([
    ['connection refused on api-1 port 80 port 81', 'Several ports are named (80, 81): ask about one at a time.'],
    ['502 on checkout and gateway', 'Several services are named (checkout, gateway): ask about one at a time.'],
  ])('two answers to one question are refused: %s', (words, says) => {
    expect(readWords(words, FLEET)).toEqual({ kind: 'refused', says: [says] });
  });
});

describe('what is missing is asked for, with what is known filled in', () => {
  test('nothing at all', () => {
    const read = asks('  ');
    expect(read).toMatchObject({ known: { words: '', hosts: [], params: [] }, missing: ['symptom', 'host'] });
    expect(read.says).toEqual([
      'What do you see? Choose a symptom.',
      'On which host or service? Known are api-1, api-2, db, gw, socket, checkout, gateway, postgres and more.',
    ]);
    expect(read.symptoms).toContain('high-cpu');
  });

  test('the host', () => {
    expect(asks('high cpu')).toMatchObject({ known: { symptom: 'high-cpu' }, symptoms: [], missing: ['host'] });
  });

  test('the port, when several services are declared on the host', () => {
    expect(asks('connection refused on db')).toMatchObject({
      known: { symptom: REFUSED, hosts: ['db'] },
      missing: ['port'],
      says: ['On which port is it reached? postgres has 5432, backup has 9000.'],
    });
  });

  test('the port of a service that declares none', () => {
    expect(asks('connection refused on batch')).toMatchObject({
      known: { service: 'batch' },
      missing: ['port'],
      says: ['On which port is it reached?'],
    });
  });

  test('the port, when the URL names somebody else than the host', () => {
    expect(asks('slow response url=https://cdn.example.net/ on db')).toMatchObject({ missing: ['port'] });
  });

  test('never a guess at a misspelt symptom: the nearest come first', () => {
    const read = asks('conection refussed on api-1 port 80');
    expect(read).toMatchObject({ known: { hosts: ['api-1'], port: '80' }, missing: ['symptom'] });
    expect(read.known).not.toHaveProperty('symptom');
    expect(read.symptoms[0]).toBe(REFUSED);
    expect(read.symptoms).toHaveLength(FLEET.symptoms.length);
    expect(read.says[0]).toMatch(/^“conection refussed” is no symptom that I know\. The nearest: Connection refused/u);
  });

  test('a symptom that fits twice', () => {
    const read = asks('502 504 on checkout');
    expect(read.symptoms.slice(0, 2).sort()).toEqual(['bad-gateway', 'upstream-timeout']);
    expect(read.says[0]).toContain('“502 504” fits several symptoms: ');
  });
});

describe('what only one thing can be is taken, and said', () => {
  const small: KnownNames = { ...FLEET, hosts: [{ name: 'solo', addresses: [] }], services: [] };

  test('the only host', () => {
    expect(question('high cpu', small)).toMatchObject({
      hosts: ['solo'],
      notes: ['No host was named. solo is the only one that is declared.'],
    });
  });

  test('the only service', () => {
    const one = { ...FLEET, services: FLEET.services.slice(0, 1) };
    expect(question('502', one)).toMatchObject({
      hosts: [],
      service: 'checkout',
      notes: ['No host was named. checkout is the only service that is declared.'],
    });
  });

  test('the only service on a port', () => {
    expect(question('connection refused port 5432')).toMatchObject({
      service: 'postgres',
      notes: ['No host was named. postgres is the only service that is declared on port 5432.'],
    });
  });

  test('the only service on a host', () => {
    expect(question('connection refused on api-1')).toMatchObject({
      hosts: ['api-1'],
      service: 'checkout',
      notes: ['No port was named. checkout (port 8080) is the only service that is declared on api-1.'],
    });
  });

  test('the service at a URL, and the host that a URL names', () => {
    expect(question('slow response https://shop.example.com/cart')).toMatchObject({ service: 'gateway' });
    expect(question('slow response http://api-2:9000/x')).toMatchObject({ hosts: ['api-2'], url: 'http://api-2:9000/x' });
  });
});

describe('what Slack makes of it', () => {
  test.each<[string, object]>([
    ['<@U0BOT> connection refused on api-1 port 8080', { hosts: ['api-1'], port: '8080' }],
    ['<@U0BOT|faultline> connection refused on `api-1` port *8080*', { hosts: ['api-1'], port: '8080' }],
    ['connection refused on <http://shop.example.com|shop.example.com> port 80', { hosts: ['gw'], port: '80' }],
    ['slow response url=<https://shop.example.com/?a=1&amp;b=2> on gw', { url: 'https://shop.example.com/?a=1&b=2', hosts: ['gw'] }],
    ['slow response url=<http://shop.example.com|shop.example.com> on gw', { url: 'http://shop.example.com', hosts: ['gw'] }],
    ['“connection refused” on ‘api–1’ port\u00a08080', { hosts: ['api-1'], port: '8080' }],
    ['connection refused —host api-1 —port 8080', { hosts: ['api-1'], port: '8080' }],
    ['connection refused on api\u200b-1\u202e port 8080', { hosts: ['api-1'], port: '8080' }],
    ['<!here> connection refused in <#C012|ops> on api-1 port 8080 <https://x.example/dash|Dashboard>', { hosts: ['api-1'], port: '8080' }],
  ])('%s', (words, expected) => {
    expect(question(words)).toMatchObject(expected);
  });

  test('the words stay as a person would read them', () => {
    expect(readWords('<@U0BOT> a &lt;b&gt; &amp;  <https://evil|https://good>', FLEET)).toMatchObject({
      known: { words: 'a <b> & https://evil' },
    });
  });
});

describe('an alert of another tool', () => {
  const alert = `[FIRING:1] InstanceDown (critical)
*Labels:* {alertname="InstanceDown", instance="api-1:9100", job="node", severity="critical", region="eu on fire"}
Something is down on some-node-that-nobody-declared. See <https://grafana.example.net/d/1?var=2|dashboard> and https://runbooks.example.net/x
Source: http://prometheus:9090/graph?g0.expr=up`;

  test('its instance label names the host, and not the port', () => {
    expect(readWords(alert, FLEET)).toMatchObject({
      kind: 'ready',
      question: { symptom: REFUSED, hosts: ['api-1'], service: 'checkout', params: [] },
      notes: ['No port was named. checkout (port 8080) is the only service that is declared on api-1.'],
    });
  });

  test.each<[string, object]>([
    ['InstanceDown\ninstance: 10.0.0.20:5432', { hosts: ['db'], port: '5432' }],
    ['TargetDown\napi-2:9100 is down', { hosts: ['api-2'] }],
    ['TargetDown\nup{instance="api-2:9100",job="x"} == 0', { hosts: ['api-2'] }],
    ['InstanceDown\nnode=api-1', { hosts: ['api-1'] }],
  ])('%s', (words, expected) => {
    expect(readWords(words, FLEET)).toMatchObject({ question: expected });
  });

  test('of several ports and URLs in it, none is taken', () => {
    const read = readWords('InstanceDown\napi-1:8080 and api-1:8081\nhttps://a.example/ https://b.example/', FLEET);
    expect(read).toMatchObject({ kind: 'ready', question: { hosts: ['api-1'], service: 'checkout' } });
  });
});

describe('any text', () => {
  const nasty = [
    '<'.repeat(10_000),
    '<a'.repeat(5_000),
    'a="'.repeat(3_334),
    `a='b="`.repeat(1_667),
    '.'.repeat(10_000),
    'x.'.repeat(5_000),
    'on '.repeat(3_334),
    'port '.repeat(2_000),
    'api-1 and '.repeat(1_000),
    'host='.repeat(2_000),
    ','.repeat(10_000),
    `${'a'.repeat(9_999)}:`,
    '--'.repeat(5_000),
    '\u202e'.repeat(10_000),
    '\ud83d'.repeat(10_000),
    'url=<http://x|'.repeat(700),
    '[1:'.repeat(3_000),
  ];
  test.each(nasty.map(text => [text.slice(0, 12), text]))('10,000 characters of %s…', (_, text) => {
    expect(['ready', 'ask', 'refused']).toContain(readWords(text, FLEET).kind);
  });

  const word = fc.oneof(
    fc.constantFrom('on', 'at', 'from', 'to', 'port', 'and', 'the', 'api-1', 'api-9:80', 'db', 'gateway', 'refused', '502', ':80', 'host='),
    fc.constantFrom('instance="api-1:9100"', '<http://x|x>', '<@U1>', '`', '"', '=', 'https://gw/', '\n', '—', 'port=8', '10.0.0.11'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );

  test('gives an answer; what it takes for a host or service was named or is declared', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.constantFrom(' ', '', '\n'), (words, glue) => {
        const text = words.join(glue);
        const read = readWords(text, FLEET);
        if (read.kind === 'refused') return;
        const { hosts = [], symptom, words: plain } = read.kind === 'ready' ? read.question : read.known;
        const declared = new Set(FLEET.hosts.map(({ name }) => name));
        for (const host of hosts) expect(declared.has(host) || plain.toLowerCase().includes(host.toLowerCase())).toBe(true);
        if (symptom !== undefined) expect(FLEET.symptoms.map(({ id }) => id)).toContain(symptom);
        if (read.kind === 'ask') expect(read.missing.length).toBe(read.says.length);
        if (read.kind === 'ask') expect(read.symptoms.length > 0).toBe(read.missing.includes('symptom'));
      }),
      { numRuns: 1000 },
    );
  });

  test('reading its own words again gives the same question', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), words => {
        const read = readWords(words.join(' '), FLEET);
        if (read.kind === 'ready') expect(readWords(read.question.words, FLEET)).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });
});

test('timeouts of a kind that is not said are asked about', () => {
  expect(asks('timeouts from api-1 to db:5432 on api-1')).toMatchObject({ known: { hosts: ['api-1'] }, missing: ['symptom'] });
});
