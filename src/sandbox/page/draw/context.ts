import type { ReadersClock } from '../text/slack-date.js';
import type { Names } from '../text/words.js';

/** What drawing a text needs to know. */
export interface DrawContext {
  readonly clock: () => ReadersClock;
  readonly names: Names;
  /** Who looks: a mention of them stands out. */
  readonly me: () => string;
  /** Address of a file's bytes. */
  readonly fileUrl: (id: string) => string;
}
