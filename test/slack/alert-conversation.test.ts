import type { AlertStory } from '../../src/model/story.js';
import type { SlackJson } from '../../src/sandbox/page-api.js';
import { ACTION, FIELD } from '../../src/slack/action-ids.js';
import type { AlertIncident } from '../../src/slack/blocks/alert-card.js';
import { AROUND, alertIncident, hostileStory, memberOf, STORM, storyOf } from './blocks/alert-scenes.js';
import { type MemoryAlertDesk, memoryAlertDesk } from './memory-alert-desk.js';
import { eventually, type Mode, type Scene, says, scene } from './scene.js';

/** One grey dot. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

/** The block whose button has a value that names the incident. */
function blockOf(blocks: readonly SlackJson[], incident: string): string {
  const block = blocks.find(one => JSON.stringify(one).includes(incident));
  return String(block?.block_id);
}

describe.each<Mode>(['socket', 'http'])('the card of an alert incident, over %s', mode => {
  let at: Scene;
  let alerts: MemoryAlertDesk;
  beforeEach(async () => {
    alerts = memoryAlertDesk();
    at = await scene(mode, { alertDesk: alerts });
  });
  afterEach(() => at.close());

  const incidentOf = (story: AlertStory): AlertIncident => ({ ...alertIncident(story), place: { channel: at.incidents } });
  const show = async (story: AlertStory): Promise<AlertIncident> => {
    const incident = incidentOf(story);
    at.desk.incidents.set(incident.id, incident);
    await at.adapter.announcer.show(incident, undefined, AROUND);
    return incident;
  };
  const card = (words = 'HighErrorRate') => at.seen(state => says(words, 'public')(state) && state.message.thread === undefined);
  const press = async (actionId: string, value?: SlackJson, user = at.ana) =>
    at.workspace.people.press({
      user,
      channel: at.incidents,
      ts: (await card()).message.ts,
      actionId,
      ...(value ? { choice: value } : {}),
    });

  test('stands with its progress in its thread, opened by alerts and by nobody who could be mentioned', async () => {
    await show(storyOf());
    const { message } = await card();
    expect(JSON.stringify(message)).not.toContain('"user_id":"alerts"');
    expect(says('by ')(await card())).toBe(true);
    const progress = await at.seen(({ message: { thread } }) => thread === message.ts);
    expect(progress.message.user).toBe(at.workspace.bot.id);
  });

  test.each([
    ['acknowledge', ACTION.acknowledge, 'acknowledge'],
    ['resolve', ACTION.close, 'close'],
  ])('%s: the desk hears who pressed it on what, and the card says what became of it', async (_, action, asked) => {
    const { id } = await show(storyOf());
    expect(await press(action)).toEqual({ ok: true });
    await eventually(() => alerts.asked.length > 0, 'the desk is asked');
    expect(alerts.asked).toEqual([[asked, id, { id: at.ana }]]);
  });

  test('a refusal is told to the person alone', async () => {
    await show(storyOf());
    alerts.answer = { kind: 'refused', says: 'Ben was faster: it is acknowledged already.' };
    await press(ACTION.acknowledge);
    const told = await at.seen(says('Ben was faster', 'ephemeral'));
    expect(told.onlyFor).toBe(at.ana);
  });

  test('silence: the modal shows what will be silent, and asks how long and why', async () => {
    const { id } = await show(storyOf());
    await press(ACTION.silence);
    const { view } = await at.workspace.journal.waitForView(({ kind }) => kind === 'opened');
    expect(JSON.stringify(view)).toContain('service=\\"checkout\\"');
    const fill = (reason: string) =>
      at.workspace.people.submitModal(at.ana, {
        [FIELD.duration]: { type: 'static_select', selected_option: { value: '7200' } },
        [FIELD.reason]: { type: 'plain_text_input', value: reason },
      });
    expect(await fill('   ')).toMatchObject({ ok: false });
    expect(await fill('being repaired')).toEqual({ ok: true });
    await eventually(() => alerts.asked.length > 0, 'the desk is asked');
    expect(alerts.asked).toEqual([['silence', id, { seconds: 7200, reason: 'being repaired', author: 'Ana Sousa' }, { id: at.ana }]]);
  });

  test('silence that Alertmanager refuses, and one that would match everything: said to the person alone', async () => {
    await show(storyOf());
    alerts.matching = [];
    await press(ACTION.silence);
    await at.seen(says('would match everything', 'ephemeral'));
    alerts.matching = [{ label: 'service', value: 'checkout' }];
    alerts.answer = { kind: 'refused', says: 'Alertmanager does not answer.' };
    await press(ACTION.silence);
    await at.workspace.journal.waitForView(({ kind }) => kind === 'opened');
    await at.workspace.people.submitModal(at.ana, { [FIELD.reason]: { type: 'plain_text_input', value: 'x' } });
    await at.seen(says('Alertmanager does not answer', 'ephemeral'));
  });

  test('end silence stands there while there is one', async () => {
    const silence = {
      id: '5f1e',
      by: { id: at.ana },
      reason: 'being repaired',
      matchers: [{ label: 'service', value: 'checkout' }],
      from: Date.now() / 1000,
      until: Date.now() / 1000 + 3600,
    };
    const { id } = await show(storyOf({ silences: [silence] }));
    await at.seen(says(ACTION.endSilence));
    await press(ACTION.endSilence);
    await eventually(() => alerts.asked.length > 0, 'the desk is asked');
    expect(alerts.asked).toEqual([['endSilences', id, { id: at.ana }]]);
  });

  test('assign: oneself is chosen first, another person can be, a bot can not', async () => {
    const { id } = await show(storyOf());
    await press(ACTION.assign);
    const { view } = await at.workspace.journal.waitForView(({ kind }) => kind === 'opened');
    expect(JSON.stringify(view)).toContain(`"initial_user":"${at.ana}"`);
    const choose = (user: string) =>
      at.workspace.people.submitModal(at.ana, { [FIELD.assignee]: { type: 'users_select', selected_user: user } });
    expect(await choose(at.workspace.bot.id)).toMatchObject({ ok: false, errors: { [FIELD.assignee]: expect.stringContaining('bot') } });
    const ben = at.workspace.userId('ben');
    expect(await choose(ben)).toEqual({ ok: true });
    await eventually(() => alerts.asked.length > 0, 'the desk is asked');
    expect(alerts.asked).toEqual([['assign', id, { id: ben }, { id: at.ana }]]);
  });

  test('run again, from the card', async () => {
    const { id } = await show(storyOf());
    await at.desk.fail(id, ['api-1 could not be reached.']);
    await at.seen(says('Could not begin'));
    await press(ACTION.runAgain);
    await at.seen(says('Looking again'));
    expect(at.desk.incidents.get(id)?.runs).toHaveLength(2);
  });

  test('once closed, only looking again is left to do', async () => {
    await show(storyOf({ state: { kind: 'closed', since: 1_795_253_000, by: { id: at.ana } } }));
    const { message } = await card();
    const text = JSON.stringify(message.blocks);
    for (const action of [ACTION.acknowledge, ACTION.silence, ACTION.endSilence, ACTION.assign, ACTION.close])
      expect(text).not.toContain(action);
    expect(text).toContain(ACTION.runAgain);
  });

  test('export: the menu of the card brings the file into its thread', async () => {
    const { id } = await show(storyOf());
    alerts.exports.set(id, '# Incident <!channel>\n');
    await press(ACTION.export, { selected_option: { value: id } });
    const { message } = await at.seen(({ message: { files } }) => files.length > 0);
    expect(message).toMatchObject({ thread: (await card()).message.ts, files: [{ name: `${id}.md` }] });
  });

  test('/faultline export elsewhere: the file still comes only where the card stands, and the person hears where that is', async () => {
    const { id } = await show(storyOf());
    await card();
    alerts.exports.set(id, '# Incident\n');
    const general = at.workspace.channelId('general');
    await at.type(`/faultline export ${id}`, { channel: general });
    const told = await at.seen(says('in the thread of the incident', 'ephemeral'));
    expect(told.message.channel).toBe(general);
    expect(says(`/archives/${at.incidents}/p`)(told)).toBe(true);
    const { message } = await at.seen(({ message: { files } }) => files.length > 0);
    expect(message.channel).toBe(at.incidents);
    await at.type('/faultline export inc-0000000000000000');
    await at.seen(says('I know no incident', 'ephemeral'));
    await at.type('/faultline export');
    await at.seen(says('Which incident?', 'ephemeral'));
  });

  test('/faultline incidents lists it with state and severity', async () => {
    const { id } = await show(storyOf());
    await at.type('/faultline incidents');
    const list = await at.seen(says(id, 'ephemeral'));
    expect(says('Critical, firing')(list)).toBe(true);
  });

  test('a card of another channel is none', async () => {
    const { id } = await show(storyOf());
    const { message } = await card();
    const entry = () => at.outbox.all().find(({ slot }) => slot === `${id}/card`);
    await eventually(() => entry()?.channel === at.incidents, 'the card is noted as delivered');
    await at.outbox.markDelivered(`${id}/card`, entry()?.version ?? 0, { channel: at.workspace.channelId('general'), ts: message.ts });
    await press(ACTION.acknowledge);
    await at.seen(says('its card is from another channel', 'ephemeral'));
    expect(alerts.asked).toEqual([]);
  });

  test('a graph stands in the thread as a picture that says what it shows, once', async () => {
    const incident = await show(storyOf());
    const graph = {
      png: PNG,
      title: 'Errors of checkout <!channel>',
      alt: 'Errors rise from 0% to 12% at 09:16; the alert fires at 5%',
      link: 'http://prometheus.example/graph?g0.expr=up',
    };
    await at.adapter.alertAnnouncer.showGraph(incident, incident.runs[0], graph);
    const shown = await at.seen(says('slack_file', 'public'));
    expect(shown.message.thread).toBe((await card()).message.ts);
    expect(says(graph.alt)(shown)).toBe(true);
    expect(says(graph.link)(shown)).toBe(true);
    await at.adapter.alertAnnouncer.showGraph(incident, incident.runs[0], { ...graph, title: 'again' });
    await eventually(() => at.outbox.all().every(({ version, delivered }) => version === delivered), 'everything stands');
    expect(at.standing().filter(message => JSON.stringify(message).includes('slack_file'))).toHaveLength(1);
    // The picture is the message's own: the file is shared nowhere beside it.
    expect(at.standing().flatMap(({ files }) => files)).toEqual([]);
  });

  test('a storm: one message that is changed in place, and a member that gets its own thread', async () => {
    const { showStorm } = at.adapter.alertAnnouncer;
    const place = { channel: at.incidents };
    await showStorm(STORM, place, [memberOf(1), memberOf(2, { title: 'InstanceDown <!channel>' })]);
    const digest = await at.seen(says('Alert storm: 212 incidents', 'public'));
    await at.workspace.people.press({
      user: at.ana,
      channel: at.incidents,
      ts: digest.message.ts,
      actionId: ACTION.openFromStorm,
      blockId: blockOf(digest.message.blocks, 'inc-0000000000000002'),
    });
    await eventually(() => alerts.asked.length > 0, 'the desk is asked');
    expect(alerts.asked).toEqual([['openFromStorm', 'inc-0000000000000002', { id: at.ana }]]);
    await showStorm({ ...STORM, members: 213 }, place, [memberOf(1)]);
    const changed = await at.seen(says('Alert storm: 213 incidents', 'public'));
    expect(changed.message.ts).toBe(digest.message.ts);
    expect(at.standing()).toHaveLength(1);
  });

  test('labels of strangers at their worst are only text', async () => {
    await show(hostileStory());
    const { message } = await card('Critical');
    expect(JSON.stringify(message)).not.toContain('javascript:');
    expect(JSON.stringify(message)).not.toContain('user:secret');
  });
});

test('a channel that goes by its name in the configuration: its buttons work as elsewhere', async () => {
  const alerts = memoryAlertDesk();
  const at = await scene('socket', { alertDesk: alerts });
  const incident = { ...alertIncident(storyOf()), place: { channel: '#incidents' } };
  await at.adapter.announcer.show(incident, undefined);
  const { message } = await at.seen(says(ACTION.acknowledge));
  await at.workspace.people.press({ user: at.ana, channel: at.incidents, ts: message.ts, actionId: ACTION.acknowledge });
  await eventually(() => alerts.asked.length > 0, 'the desk is asked');
  await at.seen(({ message: { thread } }) => thread === message.ts);
  await at.close();
});

test('who may not ask may not press either', async () => {
  const alerts = memoryAlertDesk();
  const at = await scene('socket', { alertDesk: alerts, config: { askers: { users: ['U0SOMEBODY'], groups: [] } } });
  await at.adapter.announcer.show({ ...alertIncident(storyOf()), place: { channel: at.incidents } }, undefined);
  const { message } = await at.seen(says(ACTION.acknowledge));
  await at.workspace.people.press({ user: at.ana, channel: at.incidents, ts: message.ts, actionId: ACTION.acknowledge });
  await at.seen(says('not on the list of people', 'ephemeral'));
  expect(alerts.asked).toEqual([]);
  await at.close();
});

test('a bot that takes in no alerts any more says so on the cards that are left', async () => {
  const at = await scene('socket');
  await at.adapter.announcer.show({ ...alertIncident(storyOf()), place: { channel: at.incidents } }, undefined);
  const { message } = await at.seen(says(ACTION.acknowledge));
  await at.workspace.people.press({ user: at.ana, channel: at.incidents, ts: message.ts, actionId: ACTION.acknowledge });
  await at.seen(says('takes in no alerts at present', 'ephemeral'));
  await at.close();
});
