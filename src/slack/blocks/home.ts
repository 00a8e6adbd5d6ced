import type { HomeView, KnownBlock } from '@slack/types';
import type { DeskStatus, IncidentLine } from '../../flow/ports.js';
import { ACTION } from '../action-ids.js';
import { approvalLine, type WaitingApproval } from './approvals.js';
import { incidentLine } from './incidents.js';
import { bold, header, list, plainText, richText, section, words } from './rich.js';
import { statusElements } from './status.js';
import { whatToType } from './what-to-type.js';

const MOST_LOOKING = 10;
const MOST_RECENT = 15;
const MOST_WAITING = 10;

function incidents(title: string, lines: readonly IncidentLine[], most: number, none: string): KnownBlock {
  const shown = lines.slice(0, most).map(line => incidentLine(line));
  if (lines.length > most) shown.push(section(words(`and ${lines.length - most} more`)));
  return richText(section(bold(title)), shown.length > 0 ? list('bullet', shown) : section(words(none)));
}

function approvals(waiting: readonly WaitingApproval[]): readonly KnownBlock[] {
  if (waiting.length === 0) return [];
  const lines = waiting.slice(0, MOST_WAITING).map(each => approvalLine(each));
  if (waiting.length > MOST_WAITING) lines.push(section(words(`and ${waiting.length - MOST_WAITING} more: /faultline approvals`)));
  return [richText(section(bold('Waits for people')), list('bullet', lines))];
}

/** The App Home: what waits for people, what is under way, what was asked lately, whether the bot is well, and what to type. */
export function homeView(lines: readonly IncidentLine[], status: DeskStatus, waiting: readonly WaitingApproval[] = []): HomeView {
  const looking = lines.filter(({ state }) => state === 'looking');
  const isFiring = ({ story }: IncidentLine): boolean => story?.state.kind === 'firing';
  const firing = lines.filter(line => line.state !== 'looking' && isFiring(line));
  const ended = lines.filter(line => line.state !== 'looking' && !isFiring(line));
  return {
    type: 'home',
    blocks: [
      header('Faultline'),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: ACTION.openDiagnose,
            text: plainText('Diagnose…', 75),
            style: 'primary',
            accessibility_label: 'Open a form that asks what to diagnose',
          },
        ],
      },
      ...approvals(waiting),
      incidents('Under way', looking, MOST_LOOKING, 'Nothing is being looked at.'),
      ...(firing.length > 0 ? [incidents('Firing', firing, MOST_RECENT, '')] : []),
      incidents('Lately', ended, MOST_RECENT, 'Nothing was asked yet.'),
      { type: 'divider' },
      richText(section(bold('The bot')), ...statusElements(status)),
      { type: 'divider' },
      richText(section(bold('What to type')), list('bullet', whatToType())),
    ],
  };
}
