/** Where in the workspace the page is; it stands in the address bar, so that Back, reload and links work. */
export type Place =
  | { readonly kind: 'channel'; readonly channel: string; readonly thread?: string }
  /** The app's direct messages. */
  | { readonly kind: 'app-messages'; readonly thread?: string }
  | { readonly kind: 'home' };

const TS = /^\d+\.\d{6}$/u;

/** `#/C0123/1700000000.000100`, `#/app/messages`, `#/app/home`. */
export function hashOf(place: Place): string {
  if (place.kind === 'home') return '#/app/home';
  const thread = place.thread === undefined ? '' : `/${place.thread}`;
  return place.kind === 'app-messages' ? `#/app/messages${thread}` : `#/${place.channel}${thread}`;
}

/** The place that a hash names; undefined when it names none. The server sends permalinks on as `#/archives/…`. */
export function placeOf(hash: string): Place | undefined {
  const [path = '', query = ''] = hash.replace(/^#/u, '').split('?');
  const linked = placeOfPermalink(path, query);
  if (linked) return linked;
  const [first = '', second, third] = hash.replace(/^#\/?/u, '').split('/');
  if (first === 'app') {
    if (second === 'home') return { kind: 'home' };
    return { kind: 'app-messages', ...(third !== undefined && TS.test(third) && { thread: third }) };
  }
  if (!/^[CDG][A-Z0-9]+$/u.test(first)) return undefined;
  return { kind: 'channel', channel: first, ...(second !== undefined && TS.test(second) && { thread: second }) };
}

/** The place of a permalink, `/archives/C0123/p1700000000000100?thread_ts=…`; undefined for any other address. */
export function placeOfPermalink(pathname: string, query: string): Place | undefined {
  const found = /\/archives\/([CDG][A-Z0-9]+)(?:\/p(\d+)(\d{6}))?\/?$/u.exec(pathname);
  if (!found?.[1]) return undefined;
  const thread = new URLSearchParams(query).get('thread_ts') ?? (found[2] === undefined ? undefined : `${found[2]}.${found[3]}`);
  return { kind: 'channel', channel: found[1], ...(thread !== undefined && TS.test(thread) && { thread }) };
}
