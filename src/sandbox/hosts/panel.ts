import type { PagePanel } from '../page-api.js';
import type { FaultSwitch } from './fault-switch.js';

type PanelItem = PagePanel['groups'][number]['items'][number];

function itemOf({ fault, state, trouble }: FaultSwitch, missing: readonly string[]): PanelItem {
  const { id, title, tryThis } = fault;
  if (fault.needs !== undefined && missing.includes(fault.needs)) {
    const says = `The bot sees this fault with the command ${fault.needs}, which this machine lacks. Install iproute2 and start the demo again.`;
    return { id, title, says, state: 'unavailable', button: 'Break it' };
  }
  switch (state()) {
    case 'busy':
      return { id, title, says: 'Wait a moment…', state: 'busy', button: 'Wait…' };
    case 'broken':
      return { id, title, says: trouble() ?? fault.whenBroken, state: 'broken', button: 'Mend it', tryThis };
    case 'healthy':
      return { id, title, says: trouble() ?? fault.whenHealthy, state: 'healthy', button: 'Break it', tryThis };
    case 'neither':
      return { id, title, says: trouble() ?? 'It does not answer.', state: 'broken', button: 'Mend it', tryThis };
  }
}

/** The side panel, as it is now; `missing` names what this machine lacks. A group for each host, each with what can be broken there. */
export function panelOf(switches: readonly FaultSwitch[], missing: readonly string[]): PagePanel {
  const hosts = [...new Set(switches.map(({ fault }) => fault.host))];
  return {
    title: 'Demo hosts',
    says: 'Real processes on this machine, really broken, one at a time: all these hosts share its kernel. Nothing outside it is touched.',
    groups: hosts.map(host => ({
      title: host,
      items: switches.filter(({ fault }) => fault.host === host).map(one => itemOf(one, missing)),
    })),
  };
}
