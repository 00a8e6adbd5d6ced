import type { ServerResponse } from 'node:http';
import { maySee } from './page-view.js';
import { showsFile } from './slack-files.js';
import { PAGE_HEADERS } from './static-files.js';
import type { World } from './world.js';

/** Whether a message that this person sees shows the file as its picture. */
function isPictured(world: World, user: string, id: string): boolean {
  return [...world.messages].some(([channelId, messages]) => {
    const channel = world.channels.get(channelId);
    if (!channel || !maySee(channel, user)) return false;
    return messages.some(
      ({ blocks, attachments, onlyFor }) => (onlyFor === undefined || onlyFor === user) && showsFile([blocks, attachments], id),
    );
  });
}

/** The bytes of a file that stands in a conversation which this person sees, or is shown in one. Never as anything that a browser would run. */
export function servePageFile(world: World, user: string, id: string, response: ServerResponse): void {
  const file = world.files.get(id);
  const isShared = [...(file?.shares.keys() ?? [])].some(channelId => {
    const channel = world.channels.get(channelId);
    return channel !== undefined && maySee(channel, user);
  });
  const visible = isShared || isPictured(world, user, id);
  if (!file?.bytes || !visible) {
    response.writeHead(404, { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' });
    response.end('There is no such file.');
    return;
  }
  const shown = file.mimetype === 'text/plain' || file.mimetype.startsWith('image/');
  const type = file.mimetype === 'text/plain' ? 'text/plain; charset=utf-8' : shown ? file.mimetype : 'application/octet-stream';
  response.writeHead(200, {
    ...PAGE_HEADERS,
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': type,
    'content-length': file.bytes.length,
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`,
  });
  response.end(file.bytes);
}
