import { setTimeout } from 'node:timers/promises';
import { liveChecks } from '../../src/cli/live-checks.js';

describe('liveChecks', () => {
  test('draws in place on a terminal and wipes itself', async () => {
    let written = '';
    const live = liveChecks({
      isTty: true,
      columns: 80,
      colour: false,
      write: text => {
        written += text;
      },
    });
    live.report({ host: 'api-1', key: 'listen', state: 'started' });
    live.report({ host: 'api-1', key: 'tcp', state: 'ended' });
    await setTimeout(200);
    expect(written).toContain('api-1: 1 of 2 checks');
    expect(written).toContain('· listen');
    expect(written).toContain('✓ tcp');
    live.clear();
    expect(written.endsWith('\u001b[2A\u001b[0J')).toBe(true);
  });

  test('is silent where nobody watches', async () => {
    let written = '';
    const live = liveChecks({
      isTty: false,
      columns: 80,
      colour: false,
      write: text => {
        written += text;
      },
    });
    live.report({ host: 'api-1', key: 'listen', state: 'started' });
    await setTimeout(200);
    live.clear();
    expect(written).toBe('');
  });
});
