import type { BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';

/** A button that opens an address: the person's browser does that, and Slack only wants to know that the app is there. */
export function linkOpened(): Middleware<SlackActionMiddlewareArgs<BlockAction>> {
  return ({ ack }) => ack();
}
