import { z } from 'zod';
import { queryOutcome } from './query-outcome.js';
import type { WebApi } from './web-api.js';

/** One server, and whether it is as it should be. `says` and `remedy` are for a person; the remedy is empty when all is well. */
export interface ServerFinding {
  readonly what: 'Prometheus' | 'Alertmanager';
  readonly ok: boolean;
  readonly says: string;
  readonly remedy: string;
}

const buildinfo = z.object({ data: z.object({ version: z.string().max(100) }) });
const status = z.object({ versionInfo: z.object({ version: z.string().max(100) }) });
const MOST_BYTES = 256 * 1024;

/** Can Prometheus be asked, with this login? A query, since that is what is needed; its version where it tells one (Thanos does not). */
export async function examinePrometheus(api: WebApi): Promise<ServerFinding> {
  const what = 'Prometheus';
  const asked = queryOutcome(
    await api.ask({ method: 'POST', path: '/api/v1/query', body: { form: { query: '1' } }, mostBytes: MOST_BYTES }),
  );
  if (asked.kind === 'stopped') return { what, ok: false, says: 'it was stopped', remedy: '' };
  if (asked.kind !== 'answered')
    return {
      what,
      ok: false,
      says: `${api.url}: ${asked.says}`,
      remedy: 'correct `prometheus:` in faultline.yml; until then PromQL checks are gaps and there are no graphs',
    };
  const told = await api.ask({ method: 'GET', path: '/api/v1/status/buildinfo', mostBytes: MOST_BYTES });
  const version = told.kind === 'answered' ? buildinfo.safeParse(parsed(told.text)).data?.data.version : undefined;
  return { what, ok: true, says: `${api.url} answers queries${version === undefined ? '' : ` (version ${version})`}`, remedy: '' };
}

/** Can Alertmanager be asked, with this login? Whether it would take a silence is not tried: that would be one. */
export async function examineAlertmanager(api: WebApi): Promise<ServerFinding> {
  const what = 'Alertmanager';
  const answer = await api.ask({ method: 'GET', path: '/api/v2/status', mostBytes: MOST_BYTES });
  const version =
    answer.kind === 'answered' && answer.status === 200 ? status.safeParse(parsed(answer.text)).data?.versionInfo.version : undefined;
  if (version !== undefined) return { what, ok: true, says: `${api.url} answers (version ${version})`, remedy: '' };
  return {
    what,
    ok: false,
    says: `${api.url}: ${trouble(answer)}`,
    remedy: 'correct `alertmanager:` in faultline.yml; until then no silence can be made',
  };
}

function trouble(answer: Awaited<ReturnType<WebApi['ask']>>): string {
  switch (answer.kind) {
    case 'stopped':
      return 'it was stopped';
    case 'timed-out':
      return `no answer within ${answer.seconds} s`;
    case 'unreachable':
      return answer.says;
    case 'answered':
      return answer.status === 401 || answer.status === 403
        ? `it asks for another login (HTTP ${answer.status})`
        : `what answers there is no Alertmanager (HTTP ${answer.status})`;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
