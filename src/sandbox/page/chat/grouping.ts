import type { PageMessage } from '../../page-api.js';
import { civil } from '../text/slack-date.js';
import { secondsOf } from './times.js';

/** Slack's own span: a message within five minutes of the one before it shows no second name. */
const GROUP_SECONDS = 300;

export interface ListedMessage {
  readonly message: PageMessage;
  /** A divider with the date stands above it. */
  readonly beginsDay: boolean;
  /** Avatar and name are shown. */
  readonly beginsGroup: boolean;
}

/** Which messages begin a day and which a group. */
export function grouped(messages: readonly PageMessage[], timeZone: string): readonly ListedMessage[] {
  let lastDay = '';
  return messages.map((message, index) => {
    const { year, month, day } = civil(secondsOf(message.ts), timeZone);
    const today = `${year}-${month}-${day}`;
    const beginsDay = today !== lastDay;
    lastDay = today;
    const before = messages[index - 1];
    const follows =
      before !== undefined &&
      !beginsDay &&
      before.user === message.user &&
      before.fromSlackbot === message.fromSlackbot &&
      before.ephemeral === message.ephemeral &&
      before.replies === 0 &&
      secondsOf(message.ts) - secondsOf(before.ts) < GROUP_SECONDS;
    return { message, beginsDay, beginsGroup: !follows };
  });
}
