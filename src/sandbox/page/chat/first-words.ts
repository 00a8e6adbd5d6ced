import type { PageState } from '../../page-api.js';

/** What to type first. `sends` is false when the words still need something of the person. */
export interface FirstWords {
  readonly text: string;
  readonly sends: boolean;
}

/** The first command of the side panel, else the app's first command to fill in; undefined without commands. */
export function firstWords({ panel, commands }: Pick<PageState, 'panel' | 'commands'>): FirstWords | undefined {
  const items = panel?.groups.flatMap(group => group.items) ?? [];
  const ready = items.find(item => item.tryThis !== undefined && item.state === 'broken') ?? items.find(item => item.tryThis !== undefined);
  if (ready?.tryThis !== undefined) return { text: ready.tryThis, sends: true };
  const command = commands[0];
  return command && { text: `${command.command} `, sends: false };
}
