import type { Accepted, Act, InputState, PageMessage, Refused, SubmitErrors } from '../page-api.js';
import type { ChatModel } from './chat/model.js';
import type { Place } from './chat/place.js';
import type { DrawContext } from './draw/context.js';
import type { Drafts } from './inputs/drafts.js';

/** What the parts of the page can ask for; the answer comes back as a new model. */
export interface Actions {
  readonly go: (place: Place) => void;
  readonly openThread: (channel: string, ts: string) => void;
  readonly closeThread: () => void;
  readonly say: (channel: string, thread: string | undefined, text: string) => Promise<Accepted | Refused>;
  readonly act: (act: Omit<Act, 'user'>) => Promise<Accepted | Refused>;
  readonly submit: (view: string, state: InputState) => Promise<Accepted | Refused | SubmitErrors>;
  readonly closeView: (view: string) => void;
  readonly shortcut: (callbackId: string, message?: Pick<PageMessage, 'channel' | 'ts'>) => void;
  readonly remove: (message: Pick<PageMessage, 'channel' | 'ts'>) => void;
  readonly press: (id: string) => Promise<void>;
  /** Types the words into the message box of a channel where the app is, and sends them when they are whole. */
  readonly tryWords: (text: string, sends: boolean) => void;
  readonly actAs: (user: string) => void;
  /** A sentence for the person, at the edge of the page. */
  readonly complain: (says: string) => void;
}

/** What every part of the page is given. */
export interface PartsEnv extends DrawContext {
  readonly actions: Actions;
  readonly model: () => ChatModel;
  /** What was typed or chosen in the inputs of a message or view, by a name for it. */
  readonly draftsOf: (name: string) => Drafts;
}
