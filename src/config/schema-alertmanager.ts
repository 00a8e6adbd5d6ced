import { z } from 'zod';
import { allowed } from './allowed.js';
import { httpUrl, matching, path, port, text, timeSpan } from './schema-parts.js';
import { Secret } from './secret.js';

/** A reference to a secret, `env:NAME` or `file:PATH`. */
type SecretSchema = () => z.ZodType<Secret<string>, string>;

/** Labels of Prometheus are words; Grafana and others allow more. */
const labelName = () => text(128, 'give the name of a label');

const labelNames = (defaults: readonly string[]) =>
  z
    .array(labelName())
    .min(1, 'name at least one label')
    .default([...defaults]);

const count = (remedy: string, most: number) => z.int({ error: remedy }).min(1, remedy).max(most, remedy);

const ruleSchema = z.strictObject({
  match: z
    .record(labelName(), text(1024, 'give a text; numbers and yes/no in quotes'))
    .refine(match => Object.keys(match).length > 0, 'name at least one label')
    .describe('Labels and the values that an alert must have, all of them and exactly: {alertname: QueueTooLong}.'),
  symptom: matching(allowed.name).optional().describe('Symptom that these alerts mean, as `faultline playbooks matrix` lists them.'),
  host: matching(allowed.address).optional().describe('Host to look at, as in `hosts`.'),
  service: matching(allowed.name).optional().describe('Service to ask about, as in `services`.'),
  port: port().optional().describe('Port to ask about.'),
  channel: text(80, 'give a channel name or id').optional().describe('Channel for these alerts. Default: slack.channel.'),
});

/** `alertmanager:` of `faultline.yml`: what alerts mean, and how to make silences. */
export function alertmanagerSchema(secret: SecretSchema) {
  return z
    .strictObject({
      webhook_token: secret()
        .optional()
        .describe('Bearer token that Alertmanager sends with its webhook. Without it alerts are not taken in.'),
      url: httpUrl().optional().describe('Alertmanager, for silences and links.'),
      basic_auth: z
        .strictObject({
          username: text(256, 'give the user name').describe('User name.'),
          password: secret().describe('Password.'),
        })
        .optional()
        .describe("Login for Alertmanager's API, when it asks for one."),
      bearer_token: secret().optional().describe("Token for Alertmanager's API, in place of basic_auth."),
      ca_file: path('give the path of a PEM file')
        .optional()
        .describe('Certificates to trust for Alertmanager, when those of the system do not do.'),
      labels: z
        .strictObject({
          host: labelNames(['host', 'hostname', 'nodename', 'node', 'instance', 'target', 'pod']).describe(
            'Labels that name a host, the first that names a declared one counts.',
          ),
          service: labelNames(['service', 'job', 'app']).describe(
            'Labels that name a service, the first that names a declared one counts.',
          ),
        })
        .prefault({})
        .describe('Where alerts say what they are about.'),
      rules: z
        .array(ruleSchema)
        .default([])
        .describe('What alerts with certain labels mean, the first that fits counts. What a rule leaves out is found as for other alerts.'),
      storm: z
        .strictObject({
          incidents: count('give how many, from 1 to 1000', 1000)
            .default(10)
            .describe('More new incidents than this within `window` are a storm.'),
          window: timeSpan('1m').describe('The time in which they are counted.'),
          open: z
            .int({ error: 'give how many, from 0 to 50' })
            .min(0, 'give how many, from 0 to 50')
            .max(50, 'give how many, from 0 to 50')
            .default(3)
            .describe('How many of the biggest get a thread of their own and a diagnosis.'),
          quiet: timeSpan('5m').describe('After so long without a new incident the storm is over.'),
        })
        .prefault({})
        .describe('When many new incidents are told in one digest.'),
      rejoin: timeSpan('30m').describe('How long after its end alerts that fire again still belong to their incident.'),
    })
    .refine(({ bearer_token, basic_auth }) => !(bearer_token && basic_auth), {
      path: ['basic_auth'],
      error: 'give either bearer_token or basic_auth, not both',
    });
}

/** What holds when `faultline.yml` has no section `alertmanager`: its defaults. */
export function usualAlertSettings(): z.output<ReturnType<typeof alertmanagerSchema>> {
  return alertmanagerSchema(() => z.string().transform(() => Secret.unset('it is not configured'))).parse({});
}
