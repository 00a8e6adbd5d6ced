import { setTimeout as delay } from 'node:timers/promises';

/** One group of alerts that a sender wants to be rid of, as Alertmanager would: again until somebody says 200. */
interface SentGroup {
  readonly key: string;
  /** The channel that its rule names. */
  readonly channel: string;
  /** How often it was sent before it was taken. */
  readonly attempts: number;
}

export interface CrashLoad {
  /** Groups that were taken (200), in their order. */
  readonly taken: () => readonly SentGroup[];
  /** Ends the sending; resolves when what was begun is taken. */
  readonly stop: () => Promise<void>;
}

const RETRY_MS = 200;

function body(key: string, channel: string, at: Date): string {
  const labels = { alertname: `Down ${key}`, host: 'app1', service: 'orders', channel, severity: 'critical' };
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{alertname="${key}"}`,
    receiver: 'faultline',
    status: 'firing',
    truncatedAlerts: 0,
    groupLabels: { alertname: labels.alertname },
    commonLabels: labels,
    commonAnnotations: { summary: 'connection refused' },
    externalURL: 'http://127.0.0.1:9093',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: { summary: 'connection refused' },
        startsAt: at.toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: '',
        fingerprint: key.padStart(16, '0').slice(-16),
      },
    ],
  });
}

/** Sends a new group every `everyMs` to one of the replicas, picked by turns; each is sent again until it is taken, sometimes once more after that. */
export function crashLoad(urls: readonly string[], token: string, channels: readonly string[], everyMs: number): CrashLoad {
  const taken: SentGroup[] = [];
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let count = 0;

  async function sendOnce(url: string, text: string): Promise<boolean> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: text,
        signal: AbortSignal.timeout(10_000),
      });
      await answer.arrayBuffer();
      return answer.status === 200;
    } catch {
      return false;
    }
  }

  async function send(number: number): Promise<void> {
    const key = `g${number}`;
    const channel = channels[number % channels.length] ?? '';
    const text = body(key, channel, new Date());
    for (let attempts = 1; ; attempts++) {
      const url = urls[(number + attempts) % urls.length] ?? '';
      if (await sendOnce(url, text)) {
        taken.push({ key, channel, attempts });
        break;
      }
      await delay(RETRY_MS);
    }
    // Alertmanager that did not see the answer sends again what was taken.
    if (number % 5 === 0) await sendOnce(urls[number % urls.length] ?? '', text);
  }

  const loop = (async (): Promise<void> => {
    while (!stopped) {
      const sending = send(++count);
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
      await delay(everyMs);
    }
  })();

  return {
    taken: () => taken,
    stop: async () => {
      stopped = true;
      await loop;
      await Promise.all(underWay);
    },
  };
}
