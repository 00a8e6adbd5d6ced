import { ACTION, FIELD } from '../../src/slack/action-ids.js';
import { eventually, type Mode, type Scene, says, scene } from './scene.js';

describe.each<Mode>(['socket', 'http'])('over %s, with unmodified Bolt', mode => {
  let at: Scene;
  beforeEach(async () => {
    at = await scene(mode);
  });
  afterEach(() => at.close());

  test('a command: acknowledged, a card, progress below it, the answer in its place', async () => {
    expect(await at.type('/diagnose connection refused on api-1')).toEqual({ ok: true });
    const card = await at.seen(says('connection refused on api-1', 'public'));
    const progress = await at.seen(({ message }) => message.thread === card.message.ts);
    const { id } = at.desk.only();
    at.desk.progress(id, { seconds: 2, hosts: [{ host: 'api-1', done: 7, running: ['journal'] }] });
    await at.seen(says('7 checks done'));
    await at.desk.answer(id);
    const answer = await at.seen(says('Right cause'));
    expect(answer.message).toMatchObject({ ts: progress.message.ts, thread: card.message.ts });
    expect(at.standing()).toHaveLength(2);
    const [delivery] = at.workspace.journal.deliveries();
    expect(delivery?.state).toBe('acknowledged');
  });

  test('in a thread: a mention is answered in that thread', async () => {
    const alert = at.workspace.people.postAsApp({ channel: at.incidents, name: 'Alertmanager', text: 'api-1 is down' });
    await at.type('@Faultline connection refused on api-1', { thread: alert });
    const card = await at.seen(says('connection refused on api-1', 'public'));
    expect(card.message.thread).toBe(alert);
    await at.desk.answer(at.desk.only().id);
    expect((await at.seen(says('Right cause'))).message.thread).toBe(alert);
  });

  test('a mention that lacks something: asked back with a button, then a modal, then a card', async () => {
    await at.type('@Faultline connection refused');
    const asked = await at.seen(says('which host', 'ephemeral'));
    expect(asked.onlyFor).toBe(at.ana);
    await at.workspace.people.press({ user: at.ana, channel: at.incidents, ts: asked.message.ts, actionId: ACTION.openDiagnose });
    await at.workspace.journal.waitForView(({ kind, user }) => kind === 'opened' && user === at.ana);
    const sent = await at.workspace.people.submitModal(at.ana, {
      [FIELD.symptom]: { type: 'static_select', selected_option: { value: 'connection-refused' } },
      [FIELD.where]: { type: 'static_select', selected_option: { value: 'host:api-1' } },
    });
    expect(sent).toEqual({ ok: true });
    await at.seen(says('connection refused', 'public'));
    expect(at.desk.only().question).toMatchObject({ symptom: 'connection-refused', hosts: ['api-1'] });
  });

  test('a command that lacks something opens a modal; what cannot be used is said below its field', async () => {
    await at.type('/diagnose');
    await at.workspace.journal.waitForView(({ kind }) => kind === 'opened');
    const fill = (port: string) =>
      at.workspace.people.submitModal(at.ana, {
        [FIELD.symptom]: { type: 'static_select', selected_option: { value: 'connection-refused' } },
        [FIELD.where]: { type: 'static_select', selected_option: { value: 'host:api-1' } },
        [FIELD.port]: { type: 'plain_text_input', value: port },
      });
    expect(await fill('bad')).toMatchObject({ ok: false, errors: { [FIELD.where]: expect.stringContaining('no host') } });
    expect(await fill('8080')).toEqual({ ok: true });
    await at.seen(says('connection-refused', 'public'));
    expect(at.desk.only().question).toMatchObject({ port: '8080', words: 'connection-refused on api-1 port=8080' });
  });

  test('reading that takes long: the modal is there before the trigger ends, and is filled in later', async () => {
    let read = (): void => {};
    at.desk.readingTakes = new Promise(resolve => {
      read = resolve;
    });
    await at.type('/diagnose slow on api-1');
    const loading = await at.workspace.journal.waitForView(({ kind }) => kind === 'opened');
    expect(loading.view.submit).toBe('');
    read();
    const filled = await at.workspace.journal.waitForView(({ kind }) => kind === 'updated');
    expect(filled.view.submit).toBe('Find the cause');
  });

  test('words that cannot be used: said to the person alone, with what to do', async () => {
    await at.type('/diagnose bad on nowhere');
    const refusal = await at.seen(says('is no host of the inventory', 'ephemeral'));
    expect(refusal.onlyFor).toBe(at.ana);
    expect(at.desk.incidents.size).toBe(0);
    expect(at.standing()).toEqual([]);
  });

  test('“Diagnose this” on an alert of another tool answers in the alert’s thread', async () => {
    const alert = at.workspace.people.postAsApp({
      channel: at.incidents,
      name: 'Alertmanager',
      text: '',
      attachments: [{ color: 'danger', title: 'ConnectionRefused', text: 'connection refused on api-1' }],
    });
    await at.workspace.people.shortcut({ user: at.ana, shortcut: 'faultline_diagnose_this', channel: at.incidents, ts: alert });
    const card = await at.seen(says('connection refused on api-1', 'public'));
    expect(card.message.thread).toBe(alert);
    expect(at.desk.only().place).toEqual({ channel: at.incidents, thread: alert });
  });

  test('the buttons: everything as a file, right and wrong, and once more', async () => {
    await at.type('/diagnose connection refused on api-1');
    await at.seen(says('connection refused on api-1', 'public'));
    const { id } = at.desk.only();
    await at.desk.answer(id);
    const { message } = await at.seen(says('Right cause'));
    const press = (actionId: string, user = at.ana) => at.workspace.people.press({ user, channel: at.incidents, ts: message.ts, actionId });

    await press(ACTION.showEverything);
    const withFile = await at.seen(({ message: { files } }) => files.length > 0);
    expect(withFile.message).toMatchObject({ thread: message.thread, files: [{ name: `${id}-run-1.txt` }] });
    await press(ACTION.showEverything);
    await at.seen(says('already in the thread', 'ephemeral'));

    await press(ACTION.rightCause);
    await at.seen(says('this is the right cause', 'ephemeral'));
    const ben = at.workspace.userId('ben');
    await press(ACTION.wrongCause, ben);
    await at.seen(says('this is the wrong cause', 'ephemeral'));
    expect(at.desk.feedbacks).toEqual([
      { incident: id, run: 1, by: { id: at.ana }, cause: 'right' },
      { incident: id, run: 1, by: { id: ben }, cause: 'wrong' },
    ]);

    await press(ACTION.runAgain);
    await eventually(() => at.desk.only().runs.length === 2, 'a second run');
    await press(ACTION.runAgain, ben);
    await at.seen(says('already looking again', 'ephemeral'));
    await at.desk.answer(id);
    await at.workspace.journal.waitFor(
      () => at.standing().filter(each => JSON.stringify(each.blocks).includes('Right cause')).length === 2,
    );
  });

  test('/faultline: each word, and what it does not know', async () => {
    for (const [typed, said] of [
      ['status', 'running since'],
      ['hosts', 'api-1'],
      ['playbooks', 'symptoms'],
      ['help', 'What to type'],
      ['', 'What to type'],
      ['audit', 'Which host?'],
      ['dance', 'don’t know “dance”'],
    ] as const) {
      const before = at.workspace.journal.messages().length;
      expect(await at.type(`/faultline ${typed}`)).toEqual({ ok: true });
      const { onlyFor } = await at.seen(state => state.number > before && says(said, 'ephemeral')(state));
      expect(onlyFor).toBe(at.ana);
    }
    expect(at.standing()).toEqual([]);
  });

  test('the App Home shows what is under way, and its button opens the modal', async () => {
    await at.type('/diagnose connection refused on api-1');
    await at.seen(says('connection refused on api-1', 'public'));
    await at.workspace.people.openHome(at.ana);
    const home = await at.workspace.journal.waitForView(({ kind }) => kind === 'home');
    expect(JSON.stringify(home.view.blocks)).toContain('connection refused on api-1');
    await at.workspace.people.pressInView({ user: at.ana, where: 'home', actionId: ACTION.openDiagnose });
    await at.workspace.journal.waitForView(({ kind }) => kind === 'opened');
  });

  test('a run that fails says so in place of the answer', async () => {
    await at.type('/diagnose connection refused on api-1');
    await at.seen(says('connection refused on api-1', 'public'));
    await at.desk.fail(at.desk.only().id, ['api-1 cannot be reached: its host key is not known.']);
    await at.seen(says('host key is not known', 'public'));
    expect(at.standing()).toHaveLength(2);
  });

  test('something unexpected: a sentence with a number, no stack, and the log has the number', async () => {
    at.desk.readingTakes = 'broken';
    await at.type('/diagnose connection refused on api-1');
    const said = await at.seen(says('Something went wrong', 'ephemeral'));
    const shown = JSON.stringify(said.message);
    expect(shown).not.toMatch(/SQLITE|\.ts|\/var\/lib/u);
    const [, number] = /this number: ([A-Z2-9]{6})/u.exec(shown) ?? [];
    expect(at.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'error', about: expect.objectContaining({ problem: number }) }),
    );
  });
});
