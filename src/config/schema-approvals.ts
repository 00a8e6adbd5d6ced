import { z } from 'zod';
import { allowed } from './allowed.js';
import { matching, text, timeSpan } from './schema-parts.js';

const approvalRule = (approvals: number, self: boolean) =>
  z
    .strictObject({
      approvals: z
        .int({ error: 'give how many people must approve, from 1 to 5' })
        .min(1, 'at least one')
        .max(5, 'at most five')
        .default(approvals)
        .describe('How many people must approve.'),
      self: z.boolean({ error: 'give true or false' }).default(self).describe('Whether the person who asks may approve too.'),
    })
    .prefault({});

const people = () =>
  z.strictObject({
    users: z.array(text(80, 'give user ids')).default([]).describe('Slack user ids, U…'),
    groups: z.array(text(80, 'give user group ids')).default([]).describe('Slack user group ids, S…'),
  });

/** A remedy (`oom-kill/restart`), a verb of faultline-root (`unit-restart`), a command, or `*` for all. */
const FLOOR_KEY = /^(\*|[a-z0-9/][A-Za-z0-9._/-]{0,120})$/;

/** `approvals:` of `faultline.yml`. */
export const approvalsSchema = () =>
  z.strictObject({
    approvers: people().prefault({}).describe('Who may approve remedies. Empty: nobody, so that no remedy is run.'),
    services: z
      .record(matching(allowed.name), people())
      .default({})
      .describe('Who may approve remedies for a single service, in place of `approvers`.'),
    low: approvalRule(1, true).describe('Remedies of low risk.'),
    medium: approvalRule(1, false).describe('Remedies of medium risk.'),
    high: approvalRule(2, false).describe('Remedies of high risk.'),
    floors: z
      .record(
        z.string().regex(FLOOR_KEY, 'give a remedy (oom-kill/restart), a verb of faultline-root (unit-restart), a command, or "*"'),
        z.enum(['low', 'medium', 'high'], { error: 'give low, medium or high' }),
      )
      .default({})
      .describe(
        'The least risk of single remedies (oom-kill/restart), of verbs of faultline-root (unit-restart), or of all ("*"). It only raises.',
      ),
    break_glass: z
      .boolean({ error: 'give true or false' })
      .default(false)
      .describe(
        'Whether `faultline remediate --yes` on the command line counts as all approvals that a remedy needs, for when the chat is down. It is audited.',
      ),
    expires: timeSpan('30m').describe('How long a request for approval stays open: 90s, 30m, 2h.'),
  });
