import { isImage } from './file-json.js';
import { isObject, objectAt, textAt } from './json.js';
import { refusal } from './limits/message.js';
import type { Problem } from './limits/rule.js';
import type { SlackJson } from './page-api.js';
import type { World } from './world.js';

/** An image block with a file that is not there, not ready or no picture is refused like a malformed one (node-slack-sdk #1865). */
export function slackFileProblem(world: World, blocks: readonly unknown[]): SlackJson | undefined {
  const problems = blocks.flatMap((block, at) => problemsIn(world, block, `/blocks/${at}`));
  return problems.length > 0 ? refusal({ error: 'invalid_blocks', problems }) : undefined;
}

function problemsIn(world: World, value: unknown, pointer: string): readonly Problem[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, at) => problemsIn(world, item, `${pointer}/${at}`));
  if (!isObject(value)) return [];
  const file = objectAt(value, 'slack_file');
  const own = file && !isUsable(world, file) ? [{ pointer: `${pointer}/slack_file`, says: 'invalid slack file' }] : [];
  const inside = Object.entries(value)
    .filter(([key]) => key !== 'slack_file')
    .flatMap(([key, one]) => problemsIn(world, one, `${pointer}/${key}`));
  return [...own, ...inside];
}

function fileIdOf(reference: SlackJson): string {
  return textAt(reference, 'id') ?? /\b(F[A-Z0-9]{8,})\b/u.exec(textAt(reference, 'url') ?? '')?.[1] ?? '';
}

function isUsable(world: World, reference: SlackJson): boolean {
  const file = world.files.get(fileIdOf(reference));
  return file?.state === 'ready' && isImage(file);
}

/** Whether something in a message or view shows the file: people who see that see the picture, though the file is shared nowhere. */
export function showsFile(value: unknown, id: string): boolean {
  if (Array.isArray(value)) return value.some(one => showsFile(one, id));
  if (!isObject(value)) return false;
  const file = objectAt(value, 'slack_file');
  return (file !== undefined && fileIdOf(file) === id) || Object.values(value).some(one => showsFile(one, id));
}
