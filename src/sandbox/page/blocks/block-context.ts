import type { Act, SlackJson } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { type Drafts, inputState } from '../inputs/drafts.js';
import type { BlockContext } from './context.js';

interface Surface {
  readonly container: Act['container'];
  readonly blocks: readonly SlackJson[];
  readonly drafts: Drafts;
  readonly errors?: Readonly<Record<string, string>>;
  /** Shows a refusal where it can be seen. */
  readonly refuse: (says: string) => void;
}

/** The context of one message's or view's blocks. */
export function blockContext(env: PartsEnv, { container, blocks, drafts, errors = {}, refuse }: Surface): BlockContext {
  return {
    ...env,
    drafts,
    errors,
    people: () => env.model().state.users.filter(({ isBot }) => !isBot),
    channels: () => env.model().state.channels,
    act: async (blockId, actionId, action) => {
      const answer = await env.actions.act({ container, blockId, actionId, action, state: inputState(blocks, drafts) });
      if (!answer.ok) refuse(answer.says);
    },
  };
}
