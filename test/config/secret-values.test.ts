import { loadConfig } from '../../src/config/load.js';
import { secretValues } from '../../src/config/secret-values.js';

test('every secret that is there, and nothing else', () => {
  const text = `slack: {bot_token: env:BOT, app_token: env:GONE, channel: "#x"}
alertmanager: {webhook_token: "file:/run/token"}
store: {url: "env:STORE"}
`;
  const loaded = loadConfig({
    path: 'faultline.yml',
    text,
    env: { BOT: 'xoxb-1', STORE: 'postgres://bot:geheim@db/x', UNUSED: 'u' },
    readFile: () => ({ kind: 'text', text: 'hook-token\n' }),
  });
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems));
  expect([...secretValues(loaded.config)].sort()).toEqual(['hook-token', 'postgres://bot:geheim@db/x', 'xoxb-1']);
});

test('the place of a database file is no secret', () => {
  const loaded = loadConfig({
    path: 'f.yml',
    text: 'store: {url: "sqlite:./f.db"}',
    env: {},
    readFile: () => ({ kind: 'absent', says: '' }),
  });
  expect(loaded.kind === 'loaded' ? secretValues(loaded.config) : undefined).toEqual([]);
});
