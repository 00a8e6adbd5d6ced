import { answerJson, answerText } from './answer.js';
import type { Route } from './route.js';

/** How one part is. `says`: what is wrong and what to do, or what is worth knowing. */
interface PartState {
  readonly ok: boolean;
  readonly says?: string;
}

interface Part {
  /** Such as `store` or `slack`. */
  readonly name: string;
  /** Alerts can be taken in without it: what it has to say is kept until it is there again. */
  readonly canWait: boolean;
  readonly look: () => PartState | Promise<PartState>;
}

export interface HealthParts {
  readonly parts: readonly Part[];
  /** Another replica holds the lease: this one takes alerts in, and does nothing else. */
  readonly isStandby: () => boolean;
  /** For each part, in seconds; default 2. */
  readonly lookSeconds?: number;
}

/**
 * `GET /healthz`: the process lives; it looks at nothing else, so that a supervisor never restarts it for a trouble of the database or of
 * Slack. `GET /readyz`: 200 when every part is well; `?for=webhooks` when those are that alerts need, so that a balancer goes on sending
 * alerts while Slack is down. A replica that stands by is ready, and says so.
 */
export function healthRoutes({ parts, isStandby, lookSeconds = 2 }: HealthParts): readonly Route[] {
  const lookAt = async (part: Part): Promise<readonly [Part, PartState]> => {
    try {
      return [part, await inTime(part, lookSeconds)];
    } catch (error) {
      return [part, { ok: false, says: error instanceof Error ? error.message : String(error) }];
    }
  };
  return [
    { path: '/healthz', methods: { GET: (_, response) => answerText(response, 200, 'alive') } },
    {
      path: '/readyz',
      methods: {
        GET: async (request, response) => {
          const looked = await Promise.all(parts.map(lookAt));
          const isForWebhooks = new URLSearchParams((request.url ?? '').split('?')[1]).get('for') === 'webhooks';
          const ready = looked.every(([{ canWait }, { ok }]) => ok || (isForWebhooks && canWait));
          answerJson(response, ready ? 200 : 503, {
            ready,
            standby: isStandby(),
            parts: Object.fromEntries(looked.map(([{ name }, state]) => [name, state])),
          });
        },
      },
    },
  ];
}

async function inTime({ look }: Part, seconds: number): Promise<PartState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PartState>(resolve => {
    timer = setTimeout(() => resolve({ ok: false, says: `It did not answer within ${seconds} s.` }), seconds * 1000);
  });
  try {
    return await Promise.race([look(), late]);
  } finally {
    clearTimeout(timer);
  }
}
