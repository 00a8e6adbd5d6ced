import type { RichTextBlockElement } from '@slack/types';
import type { DeskStatus } from '../../flow/ports.js';
import { counted } from './answer-line.js';
import { fitted } from './budget.js';
import type { ChatMessage } from './message.js';
import { bold, instant, list, richText, section, words } from './rich.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';

/** Warnings that are shown; fewer when they are monstrous. */
const MOST_WARNINGS = [8, 4, 2] as const;
const MOST_WARNING = 300;

function healthLine({ warnings, undelivered }: DeskStatus): string {
  if (warnings.length > 0) return `⚠️ ${counted(warnings.length, 'warning')}`;
  return undelivered > 0 ? '⏳ Slack has not yet taken every message' : '✅ The bot itself is well';
}

function alertWords({ alerts }: DeskStatus): readonly string[] {
  if (!alerts) return [];
  const { firing, backlog, storm } = alerts;
  return [
    `${counted(firing, 'incident')} firing · ${counted(backlog, 'notification')} waiting to be understood`,
    ...(storm ? [`🔥 Alert storm: ${counted(storm.members, 'incident')}, ${storm.firing} firing`] : []),
  ];
}

function alertLines(status: DeskStatus): readonly RichTextBlockElement[] {
  const [counts, storm] = alertWords(status);
  return [
    ...(counts === undefined ? [] : [section(words(counts))]),
    ...(storm === undefined || !status.alerts?.storm
      ? []
      : [section(bold(storm), words(', since '), instant(status.alerts.storm.beganAt))]),
  ];
}

/** How the bot is; used by the App Home too. "Well" is said of the bot only. */
export function statusElements(status: DeskStatus, most: number = MOST_WARNINGS[0]): readonly RichTextBlockElement[] {
  const shown = status.warnings.slice(0, most).map(warning => section(words(untrusted(warning, MOST_WARNING))));
  const left = status.warnings.length - shown.length;
  if (left > 0) shown.push(section(words(`and ${left} more`)));
  return [
    section(bold(healthLine(status))),
    section(
      words(
        `${counted(status.looking, 'diagnosis', 'diagnoses')} under way · ${counted(status.undelivered, 'message')} on the way to Slack`,
      ),
    ),
    ...alertLines(status),
    section(words(`Faultline ${untrusted(status.version, 40)}, running since `), instant(status.startedAt)),
    ...(shown.length > 0 ? [list('bullet', shown)] : []),
  ];
}

/** `/faultline status`. */
export function statusMessage(status: DeskStatus): ChatMessage {
  const looking = `${counted(status.looking, 'diagnosis', 'diagnoses')} under way`;
  return fitted(MOST_WARNINGS, most => ({
    text: textFallback([healthLine(status), looking, ...alertWords(status), ...status.warnings.slice(0, most)]),
    blocks: [richText(...statusElements(status, most))],
  }));
}
