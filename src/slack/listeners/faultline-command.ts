import type { Middleware, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { askDesk } from '../ask-desk.js';
import { approvalsMessage } from '../blocks/approvals.js';
import { helpMessage } from '../blocks/help.js';
import { hostsMessage } from '../blocks/hosts.js';
import { incidentsMessage } from '../blocks/incidents.js';
import type { ChatMessage } from '../blocks/message.js';
import { playbooksMessage } from '../blocks/playbooks.js';
import { statusMessage } from '../blocks/status.js';
import { readIncidentValue } from '../button-value.js';
import { exportIncident } from '../export-incident.js';
import { isFor } from '../is-for.js';
import { notice } from '../notice.js';
import { readCommand } from '../payloads.js';
import { plainWords } from '../plain-words.js';
import type { ListenerTools } from '../tools.js';
import { waitingApprovals } from '../waiting-approvals.js';
import { guarded } from './guarded.js';

const MOST_WORDS = 300;
/** Incidents of direct messages of others are left out of them. */
const MOST_LINES = 60;

/** `/faultline status|incidents|approvals|export INCIDENT|hosts|playbooks|audit HOST|help`: answers to the person alone; only an audit is an incident. */
export function faultlineCommand(tools: ListenerTools): Middleware<SlackCommandMiddlewareArgs> {
  const { desk, tell } = tools;
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, text, channel, trigger } = readCommand(body);
    const listener = { user: caller.user, channel, respond };
    const say = (message: ChatMessage): Promise<void> => tell(listener, message);
    const typed = plainWords(text, MOST_WORDS);
    const [first = 'help', ...rest] = typed.split(' ').filter(word => word !== '');
    await guarded('/faultline', caller, listener, tools, async () => {
      switch (first.toLowerCase()) {
        case 'status':
          return say(statusMessage(await desk.status()));
        case 'hosts':
          return say(hostsMessage(desk.known(), rest.join(' ')));
        case 'playbooks':
          return say(playbooksMessage(desk.known()));
        case 'incidents':
          return say(incidentsMessage((await desk.recent(MOST_LINES)).filter(line => isFor(caller.user, line))));
        case 'approvals':
          return say(approvalsMessage(await waitingApprovals(caller.user, tools)));
        case 'export': {
          const incident = readIncidentValue(rest[0] ?? '');
          if (!incident) return say(notice(['Which incident? Type /faultline export and its id; /faultline incidents lists them.']));
          return exportIncident(incident, listener, tools);
        }
        case 'audit': {
          const [host] = rest;
          if (!host) return say(notice(['Which host? Type for example: /faultline audit api-1']));
          // The desk knows what an audit is; the adapter only brings the words.
          return askDesk(
            { words: `audit on ${host}`, signal: `command:${trigger}`, by: caller, place: { channel }, trigger, listener },
            tools,
          );
        }
        case 'help':
          return say(helpMessage());
        default:
          await say(notice([`I don’t know “${first}”. This is what I know:`]));
          return say(helpMessage());
      }
    });
  };
}
