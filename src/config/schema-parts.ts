import { z } from 'zod';
import { allowed } from './allowed.js';

/** Pieces that several schemas of the configuration share. Each says in words what it wants, since its message reaches the operator. */
// `$` also matches before a line break at the end only with the m flag, which none of these has.
export const text = (most: number, remedy: string) =>
  z
    .string({ error: remedy })
    .regex(/^[^\u0000-\u001f\u007f]+$/, remedy)
    .max(most, remedy);
export const matching = (rule: { pattern: RegExp; most: number; means: string }) => {
  const remedy = `give ${rule.means} (${rule.pattern.source}, at most ${rule.most} characters)`;
  return z.string({ error: remedy }).regex(rule.pattern, remedy).max(rule.most, remedy);
};
export const port = () =>
  z.int({ error: 'give a port from 1 to 65535' }).min(1, 'give a port from 1 to 65535').max(65535, 'give a port from 1 to 65535');
export const labels = () => z.record(z.string(), text(256, 'give a text of one line; numbers and yes/no in quotes'));
export const path = (remedy: string) => text(1024, remedy);
export const oneOrMore = (remedy: string) =>
  z
    .union([path(remedy), z.array(path(remedy)).min(1, remedy)], { error: remedy })
    .transform(given => (typeof given === 'string' ? [given] : given));
export const httpUrl = () =>
  matching(allowed.url).refine(url => !/^https?:\/\/[^/?#]*@/.test(url), 'leave the login out of the URL: it would be shown in summaries');

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };

/** A length of time such as `30m`, as whole seconds. */
export const timeSpan = (byDefault: string) =>
  z
    .string({ error: 'give a time such as 30m' })
    .regex(/^[1-9][0-9]{0,4}[smhd]$/, 'give a time such as 90s, 30m, 2h or 1d')
    .default(byDefault)
    .transform(written => ({ seconds: Number(written.slice(0, -1)) * (UNIT_SECONDS[written.slice(-1)] ?? 1) }));
