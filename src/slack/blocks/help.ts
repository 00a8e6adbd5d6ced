import type { ChatMessage } from './message.js';
import { bold, list, richText, section, words } from './rich.js';
import { textFallback } from './text-fallback.js';
import { whatToType } from './what-to-type.js';

const INTRODUCTION =
  'Faultline looks at your hosts, says why a service is failing, and shows the lines that prove it. It changes nothing on them without approval.';
const OUTCOMES: readonly (readonly [string, string])[] = [
  ['🔴 Root cause confirmed', 'the evidence leaves no other reading'],
  ['🟠 Root cause likely', 'the evidence speaks for it, but not beyond doubt'],
  ['🟡 Traced', 'what fails is established, why it fails is not'],
  ["❓ I don't know", 'something could not be checked, and the cause may be there'],
  ['⚪ None of these', 'every fault known for this was looked for and is not there; the service may still be ill'],
];

/** `/faultline help`. */
export function helpMessage(): ChatMessage {
  return {
    text: textFallback([INTRODUCTION, 'Type: /diagnose connection refused on api-1']),
    blocks: [
      richText(section(words(INTRODUCTION))),
      richText(section(bold('What to type')), list('bullet', whatToType())),
      richText(section(words('On any message, such as an alert of another tool: ⋮ → '), bold('Diagnose this'), words('.'))),
      richText(
        section(bold('What the answers mean')),
        list(
          'bullet',
          OUTCOMES.map(([word, means]) => section(bold(word), words(`: ${means}`))),
        ),
      ),
    ],
  };
}
