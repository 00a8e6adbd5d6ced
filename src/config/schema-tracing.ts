import { z } from 'zod';
import { TRACES_PLACES, tracesUrl, unknownPlaces } from '../model/traces-url.js';
import { allowed } from './allowed.js';

const SAMPLE = { service: 'shop', host: 'api-1', from: 0, to: 1 };

/** `tracing:` of `faultline.yml`: where the traces of a service can be looked at. */
export function tracingSchema() {
  return z.strictObject({
    url: z
      .string({ error: 'give a URL' })
      .refine(url => unknownPlaces(url).length === 0, {
        error: issue => `{${unknownPlaces(String(issue.input))[0]}} is no place for a value: there are {${TRACES_PLACES.join('}, {')}}`,
      })
      .refine(url => allowed.url.pattern.test(tracesUrl(url)(SAMPLE)), 'give a URL that begins with http:// or https://')
      .refine(url => !/^https?:\/\/[^/?#]*@/.test(url), 'leave the login out of the URL: it is shown in answers')
      .describe(
        `Page with the traces of a service in a span of time, of Jaeger or of Tempo in Grafana: {${TRACES_PLACES.join('}, {')}} are filled in.`,
      ),
  });
}
