import { openConfig } from '../../src/config/open-config.js';

const open = (files: Record<string, string>, flag?: string, env = {}) =>
  openConfig({
    ...(flag === undefined ? {} : { flag }),
    cwd: '/work',
    home: '/home/ann',
    env,
    read: path =>
      files[path] === undefined ? { kind: 'absent', says: `the file ${path} does not exist` } : { kind: 'text', text: files[path] },
  });

test('no file at all: the defaults', () => {
  expect(open({})).toMatchObject({ loaded: { kind: 'loaded', config: { hosts: [], playbooks: ['builtin'] }, unset: [] }, folder: '/work' });
});

test('./faultline.yml, or the file of --config; relative secrets start at its folder', () => {
  expect(open({ '/work/faultline.yml': 'hosts: [{name: a}]' })).toMatchObject({
    path: 'faultline.yml',
    folder: '/work',
    loaded: { config: { hosts: [{ name: 'a' }] } },
  });
  const { loaded, folder } = open(
    { '/home/ann/f/c.yml': 'alertmanager: {webhook_token: file:token}', '/home/ann/f/token': 't\n' },
    '~/f/c.yml',
  );
  expect(folder).toBe('/home/ann/f');
  expect(loaded.kind === 'loaded' && loaded.config.alertmanager?.webhook_token?.reveal()).toBe('t');
});

test('a file that --config names must be there', () => {
  expect(open({}, 'x.yml').loaded).toMatchObject({
    kind: 'refused',
    problems: [
      {
        file: 'x.yml',
        says: 'the file /work/x.yml does not exist. Give the right path with --config, or start from faultline.example.yml.',
      },
    ],
  });
});

test('a file that is there but cannot be read is not taken for none', () => {
  const opened = openConfig({ cwd: '/work', home: '/h', env: {}, read: () => ({ kind: 'unreadable', says: 'the file may not be read' }) });
  expect(opened.loaded).toMatchObject({ kind: 'refused', problems: [{ says: expect.stringContaining('may not be read') }] });
});
