import type { ServerResponse } from 'node:http';
import { maySee } from './page-view.js';
import { PAGE_HEADERS } from './static-files.js';
import type { World } from './world.js';

/** The bytes of a file that stands in a conversation which this person sees. Never as anything that a browser would run. */
export function servePageFile(world: World, user: string, id: string, response: ServerResponse): void {
  const file = world.files.get(id);
  const visible = [...(file?.shares.keys() ?? [])].some(channelId => {
    const channel = world.channels.get(channelId);
    return channel !== undefined && maySee(channel, user);
  });
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
