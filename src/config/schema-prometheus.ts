import { z } from 'zod';
import { httpUrl, path, text, timeSpan } from './schema-parts.js';
import type { Secret } from './secret.js';

/** A reference to a secret, `env:NAME` or `file:PATH`. */
type SecretSchema = () => z.ZodType<Secret<string>, string>;

/** `prometheus:` of `faultline.yml`: where metrics are, and how to ask for them. */
export function prometheusSchema(secret: SecretSchema) {
  return z
    .strictObject({
      url: httpUrl()
        .optional()
        .describe('Prometheus (or what speaks its API), for PromQL checks and graphs; with its path when it has one.'),
      bearer_token: secret().optional().describe('Bearer token that Prometheus, or the proxy before it, asks for.'),
      basic_auth: z
        .strictObject({ username: text(256, 'give a user name').describe('User name.'), password: secret().describe('Password.') })
        .optional()
        .describe('User name and password, in place of bearer_token.'),
      ca_file: path('give the path of a PEM file')
        .optional()
        .describe('Certificate(s) of the authority that signed that of Prometheus (PEM). Default: the authorities that Node trusts.'),
      timeout: timeSpan('10s').describe('How long one query may take.'),
      concurrency: z
        .int({ error: 'give a number from 1 to 32' })
        .min(1, 'give a number from 1 to 32')
        .max(32, 'give a number from 1 to 32')
        .default(4)
        .describe('How many queries are asked at a time.'),
      file_sd: z
        .array(path('give paths of file_sd files'))
        .default([])
        .describe(
          'Prometheus file_sd files (JSON or YAML; `*` in the last part of the path): each target becomes a host, reached as `ssh` says.',
        ),
    })
    .refine(({ bearer_token, basic_auth }) => !(bearer_token && basic_auth), {
      path: ['basic_auth'],
      error: 'give either bearer_token or basic_auth, not both',
    });
}
