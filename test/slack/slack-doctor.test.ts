import { startWorkspace, type Workspace } from '../../src/sandbox/workspace.js';
import { examineSlack, type SlackCheck, type SlackPatient } from '../../src/slack/slack-doctor.js';
import { memoryLogger } from './memory-logger.js';
import { MANIFEST } from './scene.js';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await startWorkspace({
    manifest: MANIFEST,
    channels: [{ name: 'incidents' }, { name: 'lonely', botIsMember: false }, { name: 'old', archived: true }],
  });
});
afterEach(() => workspace.close());

const examine = (more: Partial<SlackPatient> = {}): Promise<readonly SlackCheck[]> =>
  examineSlack(
    {
      mode: 'socket',
      botToken: workspace.botToken,
      appToken: workspace.appToken,
      signingSecret: workspace.signingSecret,
      channel: '#incidents',
      apiUrl: workspace.apiUrl,
      ...more,
    },
    memoryLogger(),
  );
const failed = (checks: readonly SlackCheck[]): readonly SlackCheck[] => checks.filter(({ ok }) => !ok);

test('a healthy set-up has no failure, in both modes', async () => {
  expect(failed(await examine())).toEqual([]);
  expect(failed(await examine({ mode: 'http', signingSecret: '0123456789abcdef0123456789abcdef' }))).toEqual([]);
});

test.each<readonly [string, Partial<SlackPatient>, RegExp, RegExp]>([
  ['no bot token', { botToken: undefined }, /not set/, /OAuth & Permissions/],
  ['another token for the bot token', { botToken: 'xapp-1-A0-1' }, /another kind/, /xoxb-/],
  ['no app token', { appToken: undefined }, /not set/, /connections:write/],
  ['the bot token for the app token', { appToken: 'xoxb-1-2-3' }, /begin with xapp-/, /App-Level Tokens/],
  ['no signing secret', { mode: 'http', signingSecret: undefined }, /not set/, /Basic Information/],
  ['no such channel', { channel: '#nowhere' }, /no public channel/, /Create it/],
  ['the bot is not in the channel', { channel: '#lonely' }, /not a member/, /\/invite @Faultline/],
  ['the channel is archived', { channel: '#old' }, /archived/, /Unarchive/],
  ['Slack is out of reach', { apiUrl: 'http://127.0.0.1:9/api/' }, /can't be reached/, /may connect/],
])('%s: what it is, and what to do', async (_, more, says, remedy) => {
  const failures = failed(await examine(more));
  expect(failures.length).toBeGreaterThan(0);
  expect(failures).toContainEqual({
    what: expect.any(String),
    ok: false,
    says: expect.stringMatching(says),
    remedy: expect.stringMatching(remedy),
  });
});

test('a revoked token and a revoked app token', async () => {
  workspace.faults.revokeToken();
  workspace.faults.revokeAppToken();
  const failures = failed(await examine());
  expect(failures.map(({ says }) => says)).toEqual([expect.stringContaining('token_revoked'), expect.stringContaining('invalid_auth')]);
});

test('a needed scope that is missing is a failure, an optional one is only said', async () => {
  workspace.faults.removeScope('files:write');
  workspace.faults.removeScope('channels:history');
  const checks = await examine();
  expect(failed(checks)).toMatchObject([{ what: 'scope files:write', remedy: expect.stringContaining('reinstall') }]);
  expect(checks).toContainEqual(expect.objectContaining({ what: 'scope channels:history (optional)', ok: true }));
});

test('no secret is said', async () => {
  workspace.faults.revokeToken();
  const all = JSON.stringify([await examine(), await examine({ apiUrl: 'http://127.0.0.1:9/api/' })]);
  expect(all).not.toContain(workspace.botToken);
  expect(all).not.toContain(workspace.appToken);
});
