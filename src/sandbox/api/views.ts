import { objectAt, textAt } from '../json.js';
import { refusal } from '../limits/message.js';
import { checkView } from '../limits/view.js';
import { findByExternalId, findView, MOST_MODALS, openView, publishHome, updateView, viewJson } from '../modals.js';
import type { View } from '../nouns.js';
import type { SlackJson } from '../page-api.js';
import { Refusal, refuseWith } from '../refusal.js';
import type { World } from '../world.js';
import { type MethodTable, requiredText } from './method.js';

function checkedView(world: World, args: SlackJson, surface: 'modal' | 'home', instead?: View): SlackJson {
  const violation = checkView(args.view, surface);
  if (violation) throw refuseWith(refusal(violation));
  const view = objectAt(args, 'view') ?? {};
  const externalId = textAt(view, 'external_id');
  const same = externalId === undefined || externalId === '' ? undefined : findByExternalId(world, externalId);
  if (same && same !== instead) throw new Refusal('duplicate_external_id');
  return view;
}

/** Who a trigger stands for. It is used up by this. */
function triggeredUser(world: World, args: SlackJson): string {
  const taken = world.triggers.take(textAt(args, 'trigger_id') ?? textAt(args, 'interactivity_pointer') ?? '');
  if (taken.kind === 'refused') throw new Refusal(taken.error);
  return taken.user;
}

function checkHash(view: View | undefined, args: SlackJson): void {
  const hash = textAt(args, 'hash');
  if (hash !== undefined && hash !== '' && view && hash !== view.hash) throw new Refusal('hash_conflict');
}

export const viewMethods: MethodTable = {
  'views.open': {
    token: 'bot',
    tier: 't4',
    scopes: [],
    run: ({ world, args }) => {
      const view = checkedView(world, args, 'modal');
      return { view: viewJson(world, openView(world, triggeredUser(world, args), view, 'open')) };
    },
  },
  'views.push': {
    token: 'bot',
    tier: 't4',
    scopes: [],
    run: ({ world, args }) => {
      const view = checkedView(world, args, 'modal');
      const user = triggeredUser(world, args);
      const open = world.modals.get(user)?.length ?? 0;
      if (open === 0) throw new Refusal('not_found');
      if (open >= MOST_MODALS) throw new Refusal('push_limit_reached');
      return { view: viewJson(world, openView(world, user, view, 'push')) };
    },
  },
  'views.update': {
    token: 'bot',
    tier: 't4',
    scopes: [],
    run: ({ world, args }) => {
      const id = textAt(args, 'view_id');
      const externalId = textAt(args, 'external_id');
      if (id === undefined && externalId === undefined) throw new Refusal('invalid_arguments');
      const view = id === undefined ? findByExternalId(world, externalId ?? '') : findView(world, id);
      if (view?.type !== 'modal') throw new Refusal('not_found');
      checkHash(view, args);
      updateView(world, view, checkedView(world, args, 'modal', view));
      return { view: viewJson(world, view) };
    },
  },
  'views.publish': {
    token: 'bot',
    tier: 't4',
    scopes: [],
    run: ({ world, args }) => {
      const user = requiredText(args, 'user_id');
      if (!world.users.has(user)) throw new Refusal('user_not_found');
      if (!world.manifest.homeTab) throw new Refusal('not_enabled');
      const old = world.homes.get(user);
      checkHash(old, args);
      return { view: viewJson(world, publishHome(world, user, checkedView(world, args, 'home', old))) };
    },
  },
};
