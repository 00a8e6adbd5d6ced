import { notice } from './notice.js';
import { shareFile } from './share-file.js';
import type { Listener } from './tell.js';
import type { ListenerTools } from './tools.js';

// Members of a storm have no card of their own; the newest incidents are those that people ask about.
const MOST_LOOKED_AT = 500;

/** Where an incident stands: its card's thread, or for a member of a storm that of the digest. */
async function placeOf(incident: string, { desk, standingAt }: ListenerTools) {
  const card = await standingAt(`${incident}/card`);
  if (card) return card;
  const line = (await desk.recent(MOST_LOOKED_AT)).find(({ id }) => id === incident);
  return line?.story?.storm && standingAt(`${line.story.storm.id}/digest`);
}

/**
 * Brings the whole incident as Markdown into the thread where it stands, and nowhere else: whoever may read the card may read the file,
 * wherever it was asked for.
 */
export async function exportIncident(incident: string, listener: Listener, tools: ListenerTools): Promise<void> {
  const { alertDesk, tell, permalink } = tools;
  if (!alertDesk) return tell(listener, notice(['This bot is not set up to export incidents. Its operator can say more.']));
  const text = await alertDesk.exported(incident);
  if (text === undefined) return tell(listener, notice([`I know no incident ${incident}. /faultline incidents lists what there is.`]));
  const place = await placeOf(incident, tools);
  if (!place)
    return tell(
      listener,
      notice([
        `${incident} stands in no channel yet, and I bring the file only where everybody reads along. Try again once its card stands.`,
      ]),
    );
  const isUploaded = await shareFile(
    {
      ...place,
      name: `${incident}.md`,
      title: `Incident ${incident}`,
      text,
      cut: 'cut here: faultline incident export on the bot’s machine has the rest',
      instead: `export ${incident} on the bot's machine.`,
    },
    listener,
    tools,
  );
  if (!isUploaded || listener.channel === place.channel) return;
  const url = permalink(place.channel, place.thread);
  await tell(listener, notice([`The file is in the thread of the incident${url ? `: ${url}` : '.'}`]));
}
