import { type PageRoot, showPage } from './page.js';
import { createDrawer } from './parts/drawer.js';
import { createServer } from './server.js';

const RETRY_MS = 1500;

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

const sidebar = part('sidebar');
const main = part('main');
const thread = part('thread');
const panel = part('panel');
const drawer = createDrawer(sidebar, [main, thread, panel]);
const root: PageRoot = { workspace: part('workspace'), sidebar, main, thread, panel, notices: part('notices'), drawer };
const server = createServer();
let page: { readonly close: () => void } | undefined;

/** Shows the workspace as this person sees it; while the workspace is away it says so and tries again. */
async function start(user: string | undefined): Promise<void> {
  const waiting = part('waiting');
  try {
    // An old address may name somebody of another workspace: then the page begins as the first person of this one.
    const state = (await server.state(user)) ?? (await server.state(undefined));
    if (!state) throw new Error('the workspace has nobody in it');
    waiting.hidden = true;
    page?.close();
    page = showPage(root, server, state, next => void start(next));
  } catch {
    waiting.hidden = false;
    waiting.textContent = 'The workspace does not answer. Trying again…';
    setTimeout(() => void start(user), RETRY_MS);
  }
}

void start(new URLSearchParams(location.search).get('user') ?? undefined);
