import type { WaitingApproval } from './blocks/approvals.js';
import { remedySlot } from './remedy-slot.js';
import type { ListenerTools } from './tools.js';

const MOST = 60;

/** What waits for people, with the addresses of the messages; without what is between somebody else and the bot alone. */
export async function waitingApprovals(
  user: string,
  { remedyDesk, linkTo }: Pick<ListenerTools, 'remedyDesk' | 'linkTo'>,
): Promise<readonly WaitingApproval[]> {
  const requests = remedyDesk ? await remedyDesk.pending(MOST) : [];
  return Promise.all(
    requests
      .filter(({ incident, by }) => by.id === user || !/^[DUW]/u.test(incident?.place.channel ?? ''))
      .map(async request => {
        const slot = remedySlot(request);
        const url = slot === undefined ? undefined : await linkTo(slot);
        return { request, ...(url === undefined ? {} : { url }) };
      }),
  );
}
