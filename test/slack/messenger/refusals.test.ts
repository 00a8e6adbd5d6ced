import { remedyFor, whyDirect } from '../../../src/slack/messenger/refusals.js';

test.each([
  ['token_revoked', 'wait-for-operator'],
  ['not_in_channel', 'join'],
  ['is_archived', 'tell-asker'],
  ['thread_not_found', 'leave-thread'],
  ['msg_blocks_too_long', 'short-form'],
  ['message_not_found', 'post-anew'],
  ['access_denied', 'tell-asker'],
  ['team_access_not_granted', 'tell-asker'],
  ['never_heard_of_it', 'tell-asker'],
])('%s: %s', (code, remedy) => {
  expect(remedyFor(code)).toBe(remedy);
});

test('the reason says what to do', () => {
  expect(whyDirect('channel_not_found', 'C1')).toContain('/invite @Faultline');
  expect(whyDirect('is_archived', 'C1')).toContain('archived');
  expect(whyDirect('restricted_action', 'C1')).toContain('admin');
});
