import fc from 'fast-check';
import type { ApprovalState } from '../../../src/model/approval.js';
import type { RemedyRequest } from '../../../src/model/remedy-request.js';
import { ACTION } from '../../../src/slack/action-ids.js';
import { remedyMessage } from '../../../src/slack/blocks/remedy-message.js';
import { messageProblems, unseenIn } from '../limits.js';
import { readAloud } from '../read-aloud.js';
import { DIGEST, guidedPlanOf, hostileRequest, requestIn, requestOf, runPlanOf, STATES, WAITING } from './remedy-scenes.js';
import { nasty } from './summaries.js';

const kinds = Object.keys(STATES) as ApprovalState['kind'][];
const said = (request: RemedyRequest): string => readAloud(remedyMessage(request).blocks);

describe('the message of a remedy that waits', () => {
  const text = said(requestIn('requested'));

  test('says what is run where, why, with which risk, how it is taken back, by whom and until when', () => {
    expect(text).toMatch(/^🔔 Waits for approval: Raises the limit of waiting connections/u);
    expect(text).toContain('On api-1 (port 8080) · 🚧 Medium risk');
    expect(text).toContain('1 of 2 approvals given, not by whoever asked for it. It can be approved until 2026-11-21 09:38:20 UTC.');
    expect(text).toContain('Asked for by @U0ALICE');
    expect(text).toContain('Approved by @U0BOB');
    expect(text).toContain('Value 128 → 1024');
    expect(text).toContain(
      'Will run\n    $ faultline-root sysctl-set net.core.somaxconn 128 1024\n    $ faultline-root unit-restart shop.service 4242\n',
    );
    expect(text).toContain('Undo\n    $ faultline-root sysctl-set net.core.somaxconn 1024 128\n');
    expect(text).toContain('The host undoes it by itself after 90 s');
    expect(text).toContain('Why accept-queue-overflow, shown by:\nthe queue of port 8080 is full: 129 of 128');
    expect(text).toContain(`plan ${DIGEST.slice(0, 16)}`);
    expect(text).toContain('[Approve] [Reject]');
  });

  test('the dialogs say host, risk and command before somebody says yes or no, and the value is bound to the plan', () => {
    const message = JSON.stringify(remedyMessage(requestIn('requested')));
    expect(message).toContain(
      'On api-1 · Medium risk\\nfaultline-root sysctl-set net.core.somaxconn 128 1024\\nand 1 more, as shown in the message',
    );
    expect(message).toContain('Approve and run this now?');
    expect(message).toContain(`"value":"rem-1234567890abcdef:${DIGEST}"`);
    const first = JSON.stringify(remedyMessage(requestOf({ ...WAITING, approvals: [] })));
    expect(first).toContain('Approve this change?');
    expect(first).not.toContain('Approve and run this now?');
  });

  test('that nothing takes it back is said in the message and in the dialog', () => {
    const request = requestIn('requested', { plan: runPlanOf({ undo: { kind: 'none', why: 'A killed process does not come back.' } }) });
    expect(said(request)).toContain('There is no undo: A killed process does not come back.');
    expect(JSON.stringify(remedyMessage(request))).toContain('On api-1 · Medium risk · no undo\\n');
  });

  test('arguments that hide something are seen, and stay one argument each', () => {
    const request = requestIn('requested', { plan: runPlanOf({ run: [['rm', '-rf', 'a b', '\u202egpj.exe', "it's", '']] }) });
    expect(said(request)).toContain("$ rm -rf 'a b' $'\\U0000202egpj.exe' 'it'\\''s' ''\n");
  });

  test('commands that do not fit can be rejected, and not approved', () => {
    const request = requestIn('requested', { plan: runPlanOf({ run: [['echo', 'x'.repeat(9000)]] }) });
    const text = said(request);
    expect(text).toContain('too long to be shown whole, so they can’t be approved here');
    expect(text).not.toContain('[Approve]');
    expect(text).toContain('[Reject]');
  });
});

test('a guided one has exact steps, and a button to have it verified', () => {
  const text = said(requestIn('requested', { plan: guidedPlanOf() }));
  expect(text).toMatch(/^📋 For a person to do: Renews the certificate/u);
  expect(text).toContain('Renew it: certbot renew --cert-name shop');
  expect(text).toContain('[I did it: verify] [Reject]');
  expect(text).not.toContain('[Approve]');
});

test.each(kinds.filter(kind => kind !== 'requested'))('%s: the buttons have gone, the record stays', kind => {
  for (const plan of [runPlanOf(), guidedPlanOf()]) {
    const message = remedyMessage(requestIn(kind, { plan }));
    const text = readAloud(message.blocks);
    for (const action of [ACTION.approveRemedy, ACTION.rejectRemedy, ACTION.verifyRemedy])
      expect(JSON.stringify(message)).not.toContain(action);
    expect(text).toContain('Asked for by @U0ALICE');
    expect(text).toContain(plan.kind === 'run' ? '$ faultline-root unit-restart' : 'certbot renew');
  }
});

test('each state has words of its own', () => {
  const titles = kinds.map(kind => said(requestIn(kind)).split(':')[0]);
  expect(new Set(titles).size).toBe(kinds.length);
});

test('after the change the same evidence stands beside what it was', () => {
  const text = JSON.stringify(remedyMessage(requestIn('kept')).blocks.filter(({ type }) => type === 'table'));
  expect(text).toContain('★ queue-full');
  expect(text).toContain('● speaks for the fault: the queue of port 8080 is full: 129 of 128');
  expect(text).toContain('○ does not: the queue of port 8080 has 3 of 1024');
  expect(JSON.stringify(remedyMessage(requestIn('requested')))).not.toContain('"type":"table"');
});

test('"verified" is said only when every deciding line was looked at and none speaks for the fault', () => {
  expect(said(requestIn('kept'))).toMatch(/^✅ Verified and kept/u);
  expect(said(requestOf(STATES.kept))).toMatch(/^📌 Kept, not verified/u);
  const { evidence } = requestIn('not-undone');
  expect(said(requestOf(STATES.kept, { evidence }))).toMatch(/^📌 Kept, not verified/u);
});

test('10 kB of output: its end is shown', () => {
  const output = Array.from({ length: 800 }, (_, index) => `line ${index} <!channel>`).join('\n');
  const text = said(requestIn('running', { output }));
  expect(text).toContain('line 799 <!channel>');
  expect(text).not.toContain('line 1 ');
  expect(messageProblems(remedyMessage(requestIn('running', { output })))).toEqual([]);
});

test.each(kinds)('%s: hostile text in every place changes nothing but the words, and everything fits', kind => {
  for (const planKind of ['run', 'guided'] as const) {
    const message = remedyMessage(hostileRequest(kind, planKind));
    expect(messageProblems(message)).toEqual([]);
    expect(unseenIn(message)).toEqual([]);
    expect(JSON.stringify(message)).not.toMatch(/"type":"(?:link|mrkdwn|channel|broadcast)"/u);
  }
});

test('keeps all limits, whatever stands in it', () => {
  fc.assert(
    fc.property(
      nasty,
      nasty,
      fc.array(nasty, { maxLength: 30 }),
      fc.constantFrom(...kinds),
      fc.boolean(),
      (text, other, many, kind, isGuided) => {
        const evidence = many.map(says => ({
          id: text,
          before: { truth: 'true' as const, says },
          after: { truth: 'unknown' as const, says: other },
          decides: true,
        }));
        const frame = { host: text, hostKey: other, about: { [text]: other }, fault: other, does: text, warn: other };
        const commands = many.map(word => [text, word] as const);
        const plan = isGuided
          ? guidedPlanOf({ ...frame, steps: many })
          : runPlanOf({
              ...frame,
              values: many.map(value => ({ name: text, kind: 'new', text: value })),
              precheck: commands,
              run: [[other, text], ...commands],
              undo: many.length > 5 ? { kind: 'none', why: other } : { kind: 'commands', commands },
            });
        const state = STATES[kind];
        const request = requestOf('why' in state ? { ...state, why: other } : state, {
          plan,
          evidence,
          output: many.join('\n'),
          by: { id: text },
        });
        const message = remedyMessage(request);
        expect(messageProblems(message)).toEqual([]);
        expect(unseenIn(message)).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);
