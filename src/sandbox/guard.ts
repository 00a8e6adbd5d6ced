import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?$/iu;

/**
 * Why a request is refused, if it is. The page can break things on this machine, so a page of another site must not get in: neither by a
 * name that it lets point to 127.0.0.1 (the Host header tells), nor by a request that the browser sends along from elsewhere (Origin and
 * Sec-Fetch-Site tell). The bot's own clients send neither of the two.
 */
export function refusalOf(request: IncomingMessage): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = request.headers;
  if (!LOOPBACK.test(host)) return `The workspace answers only to 127.0.0.1 and localhost, not to "${host.slice(0, 100)}".`;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    return 'Pages of other sites may not use the workspace.';
  const isVisit = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if ((site === 'cross-site' || site === 'same-site') && !isVisit) return 'Pages of other sites may not use the workspace.';
  return undefined;
}
