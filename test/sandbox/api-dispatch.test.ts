import { call, endAll, json, startSandbox } from './start-sandbox.js';

afterEach(endAll);

test('a token decides who may call', async () => {
  const workspace = await startSandbox();
  expect(await call(workspace, 'auth.test')).toMatchObject({
    ok: true,
    user_id: workspace.bot.id,
    bot_id: workspace.bot.botId,
    team_id: workspace.team.id,
  });
  expect(await call(workspace, 'auth.test', {}, 'xoxb-wrong')).toEqual({ ok: false, error: 'invalid_auth' });
  expect(await call(workspace, 'auth.test', {}, workspace.appToken)).toEqual({ ok: false, error: 'not_allowed_token_type' });
  expect(await call(workspace, 'apps.connections.open')).toEqual({ ok: false, error: 'not_allowed_token_type' });
  expect(await json(await fetch(`${workspace.apiUrl}auth.test`, { method: 'POST' }))).toEqual({ ok: false, error: 'not_authed' });
  expect(await call(workspace, 'no.such')).toMatchObject({ ok: false, error: 'unknown_method' });
  workspace.faults.revokeToken();
  expect(await call(workspace, 'auth.test')).toEqual({ ok: false, error: 'token_revoked' });
  workspace.faults.revokeAppToken();
  expect(await call(workspace, 'apps.connections.open', {}, workspace.appToken)).toEqual({ ok: false, error: 'invalid_auth' });
});

test('scopes come from the manifest, stand in a header, and are asked for', async () => {
  const workspace = await startSandbox();
  const response = await fetch(`${workspace.apiUrl}users.info?user=${workspace.userId('ana')}`, {
    headers: { authorization: `Bearer ${workspace.botToken}` },
  });
  expect(response.headers.get('x-oauth-scopes')?.split(',')).toEqual(expect.arrayContaining(['chat:write', 'commands']));
  expect(response.headers.get('x-accepted-oauth-scopes')).toBe('users:read');
  expect(await json(response)).toMatchObject({ ok: true, user: { name: 'ana' } });
  workspace.faults.removeScope('users:read');
  expect(await call(workspace, 'users.info', { user: workspace.userId('ana') })).toEqual({
    ok: false,
    error: 'missing_scope',
    needed: 'users:read',
    provided: expect.stringContaining('chat:write'),
  });
});

test('a JSON body, a form and multipart say the same; a token in the body counts', async () => {
  const workspace = await startSandbox();
  const channel = workspace.channelId('incidents');
  const blocks = [{ type: 'divider' }];
  const url = `${workspace.apiUrl}chat.postMessage`;
  const authorization = `Bearer ${workspace.botToken}`;
  const asJson = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel, text: 'json', blocks }),
  });
  const form = new FormData();
  for (const [key, value] of Object.entries({ token: workspace.botToken, channel, text: 'multipart', blocks: JSON.stringify(blocks) }))
    form.append(key, value);
  const asForm = await fetch(url, { method: 'POST', body: form });
  for (const response of [asJson, asForm])
    expect(await json(response)).toMatchObject({ ok: true, message: { blocks: [{ type: 'divider', block_id: expect.any(String) }] } });
  expect(workspace.journal.calls('chat.postMessage').map(({ args }) => args.token)).toEqual([undefined, undefined]);
});

test('people, groups and the team can be looked up', async () => {
  const workspace = await startSandbox({ usergroups: [{ handle: 'approvers', users: ['ana', 'ben'] }] });
  expect(await call(workspace, 'users.lookupByEmail', { email: 'BEN@sandbox.example' })).toMatchObject({ user: { name: 'ben' } });
  expect(await call(workspace, 'users.lookupByEmail', { email: 'x@sandbox.example' })).toEqual({ ok: false, error: 'users_not_found' });
  expect(await call(workspace, 'users.info', { user: 'U1' })).toEqual({ ok: false, error: 'user_not_found' });
  expect(await call(workspace, 'users.list', { limit: '2' })).toMatchObject({ members: [{ name: 'ana' }, { name: 'ben' }] });
  const { usergroups } = await call(workspace, 'usergroups.list');
  const group = Array.isArray(usergroups) ? usergroups[0] : undefined;
  expect(await call(workspace, 'usergroups.users.list', { usergroup: group.id })).toMatchObject({
    users: [workspace.userId('ana'), workspace.userId('ben')],
  });
  expect(await call(workspace, 'usergroups.users.list', { usergroup: 'S1' })).toEqual({ ok: false, error: 'no_such_subteam' });
  expect(await call(workspace, 'team.info')).toMatchObject({ team: { domain: 'sandbox' } });
});

test('blocks.validate asks for no token', async () => {
  const { apiUrl } = await startSandbox();
  const validate = async (body: object) =>
    json(
      await fetch(`${apiUrl}blocks.validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  expect(await validate({ blocks: [{ type: 'divider' }] })).toEqual({ ok: true });
  expect(await validate({ blocks: [{ type: 'gadget' }] })).toMatchObject({ ok: false, errors: [{ pointer: '/blocks/0/type' }] });
  expect(await validate({ blocks: [], view: {} })).toEqual({ ok: false, error: 'invalid_arguments' });
});
