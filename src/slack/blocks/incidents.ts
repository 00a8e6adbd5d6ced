import type { RichTextElement, RichTextSection } from '@slack/types';
import type { IncidentLine } from '../../flow/ports.js';
import { counted } from './answer-line.js';
import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { bold, channel, code, instant, list, person, richText, section, words } from './rich.js';
import { runLook } from './run-look.js';
import { severityLook, storyStateLook } from './severity-look.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';

/** Lines of the list; fewer when their words are monstrous. */
const MOST_LINES = [20, 12, 6, 3] as const;
const MOST_WORDS = 120;

/** A question from the App Home has no channel: its answer goes to the person directly, and the place is the person. */
function placeElements({ channel: id }: IncidentLine['place']): readonly RichTextElement[] {
  if (id.startsWith('#')) return [words(` in ${untrusted(id, 80)}`)];
  return /^[UWD]/u.test(id) ? [words(' in a direct message')] : [words(' in '), channel(id)];
}

function storyElements({ story }: IncidentLine): readonly RichTextElement[] {
  if (!story) return [];
  const { sign, word } = severityLook(story.severity);
  const storm = story.storm && !story.storm.opened ? ', in a storm’s digest' : '';
  return [words(`${sign} `), bold(`${word}, ${storyStateLook(story.state.kind).word.toLowerCase()}`), words(`${storm} · `)];
}

/** One incident in a list: how its alerts stand, what its last run found, what it is about. */
export function incidentLine(line: IncidentLine, most = MOST_WORDS): RichTextSection {
  const { state, outcome, question, place, openedAt, openedBy, runs } = line;
  const { sign, word } = runLook(state, outcome);
  return section(
    ...storyElements(line),
    words(`${sign} `),
    bold(word),
    words(`  “${untrusted(question.words, most)}” `),
    code(untrusted(question.symptom, 60)),
    ...placeElements(place),
    words(', '),
    instant(openedAt),
    words(', by '),
    person(openedBy.id),
    words(runs > 1 ? `, ${counted(runs, 'run')}` : ''),
  );
}

function spoken({ id, state, outcome, question, story }: IncidentLine): string {
  const alerts = story ? `${severityLook(story.severity).word}, ${storyStateLook(story.state.kind).word.toLowerCase()}: ` : '';
  return `${id} ${alerts}${untrusted(question.words, 60)} (${runLook(state, outcome).word})`;
}

/** `/faultline incidents`: the newest, with the ids that other commands take. Firing ones first. */
export function incidentsMessage(lines: readonly IncidentLine[]): ChatMessage {
  const isFiring = ({ story }: IncidentLine): boolean => story?.state.kind === 'firing';
  const all = [...lines.filter(isFiring), ...lines.filter(line => !isFiring(line))];
  const title = all.length === 0 ? 'No incident yet.' : `The newest ${counted(all.length, 'incident')}`;
  return fitted(MOST_LINES, most => {
    const shown = all.slice(0, most);
    const left = all.length - shown.length;
    const rows = shown.map(line => {
      const { elements } = incidentLine(line, most > 6 ? MOST_WORDS : 60);
      return section(code(line.id), words(' '), ...elements);
    });
    if (left > 0) rows.push(section(words(`and ${left} more`)));
    return {
      text: textFallback([title, ...shown.map(spoken)]),
      blocks: [richText(section(bold(title)), ...(rows.length > 0 ? [list('bullet', rows)] : []))],
    };
  });
}
