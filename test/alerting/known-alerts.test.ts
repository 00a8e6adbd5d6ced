import { readAlerts } from '../../src/alerting/read-alerts.js';
import { symptomsByPhrase } from '../../src/diagnosis/match.js';
import { shippedPlaybooks } from '../diagnosis/known-fleet.js';
import { alert, group } from './alerts.js';

const { playbooks, problems } = shippedPlaybooks();
const symptoms = [...playbooks.symptoms.values()];
const tools = {
  rules: [],
  labels: { host: ['instance'], service: ['job'] },
  hosts: [{ name: 'api-1', addresses: [] }],
  services: [],
  symptoms,
  symptomOfWords: (words: string) => {
    const [best, ...equals] = symptomsByPhrase(words, symptoms);
    return equals.length === 0 ? best : undefined;
  },
};
const questionOf = (alertname: string, instance = 'api-1:9100') =>
  readAlerts(group([alert(alertname, { labels: { instance } })]), tools).question;

test('the shipped conditions have no mistake', () => {
  expect(problems).toEqual([]);
});

// Names of the node-exporter mixin, kube-prometheus, the blackbox exporter's and HAProxy's usual rules, and what people write themselves.
test.each([
  ['InstanceDown', 'connection-refused'],
  ['TargetDown', 'connection-refused'],
  ['ProbeFailed', 'connection-refused'],
  ['BlackboxProbeFailed', 'connection-refused'],
  ['NodeCPUHighUsage', 'high-cpu'],
  ['CPUThrottlingHigh', 'high-cpu'],
  ['NodeMemoryHighUtilization', 'out-of-memory'],
  ['HostOomKillDetected', 'out-of-memory'],
  ['NodeFileDescriptorLimit', 'too-many-open-files'],
  ['NodeHighNumberConntrackEntriesUsed', 'kernel-drops'],
  ['NodeSystemdServiceFailed', 'host-audit'],
  ['NginxHighHttp5xxErrorRate', 'bad-gateway'],
  ['HaproxyHasNoAliveBackends', 'bad-gateway'],
  ['HighErrorRate', 'service-unavailable'],
  ['HighRequestLatency', 'slow-response'],
  ['BlackboxSlowProbe', 'slow-response'],
  ['SynFlood', 'socket-saturation'],
  // Not listed, but said in words that the symptoms know.
  ['CheckoutHighCPU', 'high-cpu'],
  ['checkout_too_many_open_files', 'too-many-open-files'],
  ['NodeFilesystemSpaceFillingUp', 'high-iowait'],
])('%s means %s', (alertname, symptom) => {
  expect(questionOf(alertname).symptom).toBe(symptom);
});

test('the port of what is down is what was tried; that of an exporter which tells of something else is not', () => {
  expect(questionOf('InstanceDown', 'api-1:8080').port).toBe('8080');
  expect(questionOf('ProbeFailed', 'https://api-1/x').port).toBe('443');
  expect(questionOf('NodeCPUHighUsage').port).toBeUndefined();
});

test('no name means two symptoms', () => {
  const names = symptoms.flatMap(({ id, alerts }) =>
    (alerts ?? []).flatMap(({ when }) => [...when.text.matchAll(/'(\w+)'/gu)].map(([, name]) => ({ id, name: name ?? '' }))),
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter(({ name }, index) => names.findIndex(other => other.name === name) !== index)).toEqual([]);
  expect(names.filter(({ id, name }) => questionOf(name).symptom !== id)).toEqual([]);
});
