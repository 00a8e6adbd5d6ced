import { readAlerts } from '../../src/alerting/read-alerts.js';
import type { ReadingTools } from '../../src/alerting/reading-tools.js';
import { symptomsByPhrase } from '../../src/diagnosis/match.js';
import { shippedPlaybooks } from '../diagnosis/known-fleet.js';
import { alert, ended, group } from './alerts.js';

const symptoms = [...shippedPlaybooks().playbooks.symptoms.values()];
const tools: ReadingTools = {
  rules: [],
  labels: { host: ['host', 'instance', 'node', 'pod'], service: ['service', 'job'] },
  hosts: [
    { name: 'api-1', addresses: ['10.0.0.11', 'fd00::11'] },
    { name: 'api-2', addresses: ['10.0.0.12'] },
    { name: 'gw-1', addresses: ['10.0.0.5'] },
    ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => ({ name: `node-${name}`, addresses: [] })),
  ],
  services: [
    { name: 'checkout', hosts: ['api-1', '10.0.0.12'], port: 8080, url: 'http://10.0.0.5/healthz' },
    { name: 'queue', hosts: ['gw-1'] },
  ],
  symptoms,
  symptomOfWords: words => {
    const [best, ...equals] = symptomsByPhrase(words, symptoms);
    return equals.length === 0 ? best : undefined;
  },
};
const read = (labels: Readonly<Record<string, string>>, more: Partial<ReadingTools> = {}, name = labels.alertname ?? 'Odd') =>
  readAlerts(group([alert(name, { labels })]), { ...tools, ...more });

describe('the symptom', () => {
  test('an operator’s rule comes first, and may name everything', () => {
    const rule = { match: { alertname: 'InstanceDown', team: 'x' }, symptom: 'slow-response', service: 'checkout', channel: 'C9' };
    const rules = [{ match: { alertname: 'InstanceDown', team: 'y' }, symptom: 'high-cpu' }, rule];
    expect(read({ alertname: 'InstanceDown', team: 'x', instance: 'api-1:9100' }, { rules })).toMatchObject({
      question: { symptom: 'slow-response', service: 'checkout', hosts: ['api-1'] },
      channel: 'C9',
      because: [
        'A rule of the configuration says slow-response.',
        'A rule of the configuration says service checkout.',
        'Host api-1, by the label instance=api-1:9100.',
      ],
    });
    expect(
      read({ alertname: 'X' }, { rules: [{ match: { alertname: 'X' }, symptom: 'high-cpu', host: 'gw-1', port: 443 }] }).question,
    ).toEqual({ words: 'X', symptom: 'high-cpu', hosts: ['gw-1'], port: '443', params: [] });
  });

  test('then the words of the alert: its name split at its capitals, its summary', () => {
    expect(read({ alertname: 'ApiHighLatency', instance: 'api-1' }).question.symptom).toBe('slow-response');
    const told = alert('Odd', { labels: { instance: 'api-1' }, annotations: { summary: 'upstream timed out on\n*gw*' } });
    expect(readAlerts(group([told]), tools)).toMatchObject({
      question: { symptom: 'upstream-timeout', words: 'Odd: upstream timed out on *gw*' },
      because: ['The alert says “upstream timed out”, which means upstream-timeout.', expect.any(String)],
    });
  });

  test('else every fault is looked for, and it is said why', () => {
    const odd = read({ alertname: 'Frobnicated', instance: 'api-1' });
    expect(odd.question).toMatchObject({ symptom: 'host-audit', hosts: ['api-1'] });
    expect(odd.because[0]).toMatch(/No symptom fits these alerts.*alertmanager.rules/);
  });
});

describe('the target', () => {
  test.each([
    ['instance', '10.0.0.11:9100', 'api-1'],
    ['instance', '[fd00::11]:9100', 'api-1'],
    ['instance', 'fd00::11', 'api-1'],
    ['instance', 'API-1', 'api-1'],
    ['node', 'api-2.prod.example.com', 'api-2'],
    ['pod', 'gw-1', 'gw-1'],
    ['instance', 'http://10.0.0.12:8080/x', 'api-2'],
  ])('%s=%s is the host %s', (label, value, host) => {
    expect(read({ [label]: value }).question.hosts).toEqual([host]);
  });

  test.each(['10.9.9.9:9100', '10.0.0.110', 'api', '', '::::', 'http://', 'http://user:pw@api-9/', 'x'.repeat(5000), '*a*|`b`', '\u0000'])(
    'instance=%j is no host: the incident says what to add',
    instance => {
      const { question, lacks } = read({ instance });
      expect(question.hosts).toEqual([]);
      expect(lacks.join(' ')).toMatch(/nothing to look at.*`hosts:`.*`alertmanager.rules:`/);
      expect(lacks.join(' ').length).toBeLessThan(1000);
    },
  );

  test('the labels are the operator’s choice', () => {
    expect(read({ machine: 'api-1' }, { labels: { host: ['machine'], service: ['app'] } }).question.hosts).toEqual(['api-1']);
    expect(read({ instance: 'api-1' }, { labels: { host: ['machine'], service: ['app'] } }).lacks[0]).toContain('machine or app');
  });

  test('a service by its label brings its hosts; one by a prober’s URL too', () => {
    expect(read({ job: 'prod/checkout' }).question).toMatchObject({ service: 'checkout', hosts: ['api-1', 'api-2'] });
    expect(
      read({ alertname: 'SlowResponse', target: 'http://10.0.0.5/cart' }, { labels: { host: ['target'], service: [] }, hosts: [] })
        .question,
    ).toMatchObject({ service: 'checkout', hosts: ['api-1', '10.0.0.12'], url: 'http://10.0.0.5/cart' });
  });

  test('a service that is not on the host of the alert is left out, as is one of several', () => {
    const other = read({ instance: 'gw-1', service: 'checkout' });
    expect(other.question).toEqual({ words: 'Odd', symptom: 'host-audit', hosts: ['gw-1'], params: [] });
    expect(other.because).toContain('Service checkout is not declared on all of these hosts, so it is left out.');
    const both = readAlerts(group([alert('A', { labels: { service: 'checkout' } }), alert('B', { labels: { service: 'queue' } })]), tools);
    expect(both.because).toContain('These alerts are about several services (checkout, queue), so none is asked about.');
  });

  test('the port of an exporter is none, that of a declared service is one, and a condition may say that it is', () => {
    expect(read({ alertname: 'SynFlood', instance: 'api-1:9100' }).question.port).toBeUndefined();
    expect(read({ alertname: 'SynFlood', instance: 'api-1:8080' }).question.port).toBe('8080');
    expect(read({ alertname: 'SynFlood', instance: 'api-1', port: '53' }).question.port).toBe('53');
    expect(read({ alertname: 'SynFlood', instance: 'api-1', port: '99999' }).question.port).toBeUndefined();
    // Its declared port is known: another one would be refused.
    expect(read({ alertname: 'SynFlood', instance: 'api-1:9100', port: '53', service: 'checkout' }).question.port).toBeUndefined();
  });

  test('many alerts: all their hosts, those that fire first, at most five, and which are left out is said', () => {
    const hosts = ['node-a', 'node-b', 'node-c', 'node-d', 'node-e', 'node-f', 'node-g'];
    const alerts = hosts.map((instance, i) => alert('Odd', { labels: { instance, severity: i === 6 ? 'critical' : 'warning' } }));
    const { question, because } = readAlerts(group([ended(alerts[0] ?? alert('x')), ...alerts.slice(1)]), tools);
    expect(question.hosts).toEqual(['node-g', 'node-b', 'node-c', 'node-d', 'node-e']);
    expect(because.at(-1)).toBe('5 hosts are looked at; 1 further ones are left out: node-f.');
  });

  test('a group without a single alert is understood too', () => {
    expect(readAlerts(group([]), tools).lacks).not.toEqual([]);
  });
});
