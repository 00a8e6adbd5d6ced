import type { KnownBlock } from '@slack/types';
import type { RemedyOffer } from '../../flow/ports/remedy-desk.js';
import { ACTION } from '../action-ids.js';
import { type ButtonSubject, offerValue } from '../button-value.js';
import type { Detail } from './detail.js';
import { bold, plainText, richText, section, words } from './rich.js';
import { riskLine } from './risk-look.js';
import { clipped, untrusted } from './untrusted.js';

function offerBlock(subject: ButtonSubject, { id, does, risk, isGuided, host }: RemedyOffer, { says, name }: Detail): KnownBlock {
  return {
    type: 'section',
    text: plainText(`${riskLine(risk, isGuided)} · on ${untrusted(host, name)}\n${untrusted(does, Math.min(200, says))}`, 3000),
    accessory: {
      type: 'button',
      action_id: ACTION.prepareRemedy,
      text: plainText(isGuided ? 'Show the steps…' : 'Prepare…', 75),
      value: offerValue({ ...subject, offer: id }),
      accessibility_label: clipped(isGuided ? 'Show the steps of this remedy' : 'Look at the host and show what would be run', 75),
    },
  };
}

/** What can be done about an answer. Pressing a button changes nothing: it makes a plan, for people to approve. */
export function remedyOffers(subject: ButtonSubject, offers: readonly RemedyOffer[], detail: Detail): readonly KnownBlock[] {
  if (offers.length === 0) return [];
  const shown = offers.slice(0, detail.remedies);
  const left = offers.length - shown.length;
  return [
    richText(
      section(
        bold('Remedies'),
        words('  Preparing one changes nothing: it shows exactly what would be done, for people to approve.'),
        words(left > 0 ? ` Not shown: ${left} more.` : ''),
      ),
    ),
    ...shown.map(offer => offerBlock(subject, offer, detail)),
  ];
}
