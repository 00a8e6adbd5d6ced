import type { Message } from './nouns.js';
import type { World } from './world.js';

/** The replies that everybody sees, oldest first. */
export function repliesOf(world: World, parent: Message): readonly Message[] {
  return (world.messages.get(parent.channel) ?? []).filter(({ thread, onlyFor }) => thread === parent.ts && onlyFor === undefined);
}

/** A message by its place; ephemeral ones too. */
export function findMessage(world: World, channel: string, ts: string): Message | undefined {
  return world.messages.get(channel)?.find(message => message.ts === ts);
}
