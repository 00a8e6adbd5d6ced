import type { Graph } from '../../flow/ports/graph.js';
import type { ChatMessage } from './message.js';
import { bold, link, richText, section, words } from './rich.js';
import { textFallback } from './text-fallback.js';
import { untrusted } from './untrusted.js';
import { webAddress } from './web-address.js';

const MOST_TITLE = 200;
const MOST_ALT = 1200;

/**
 * What stands below the picture of a graph. The text says what the picture shows and where it can be seen, for when the picture can't be
 * shown.
 */
export function graphMessage({ title, alt, link: url }: Omit<Graph, 'png'>, isPictured: boolean): ChatMessage {
  const address = webAddress(url);
  const shows = untrusted(alt, MOST_ALT);
  return {
    text: textFallback([`Graph: ${title}`, ...shows.split(/(?<=[.;]) /u), address ?? '']),
    blocks: [
      richText(
        // A picture has the title above it.
        section(bold(isPictured ? '' : `${untrusted(title, MOST_TITLE) || 'Graph'}  `), words(shows)),
        ...(address === undefined ? [] : [section(link(address, 'Open in Prometheus'))]),
      ),
    ],
  };
}
