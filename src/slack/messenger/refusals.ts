/** What can still be done with a message that Slack refuses. */
export type Remedy =
  /** The token is no good: everything waits until an operator has mended it. */
  | 'wait-for-operator'
  /** The bot is not in the channel: a public one can be joined. */
  | 'join'
  /** The channel can't take it: tell the person who asked, directly. */
  | 'tell-asker'
  /** The thread can't take it: say it outside. */
  | 'leave-thread'
  /** The message breaks a limit: say the essence in plain text. */
  | 'short-form'
  /** The message that was to be changed is gone, or can't be changed: post it anew. */
  | 'post-anew';

const TABLE: Readonly<Record<Remedy, readonly string[]>> = {
  'wait-for-operator': [
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'missing_scope',
    'not_allowed_token_type',
    'org_login_required',
    'ekm_access_denied',
    'two_factor_setup_required',
    'enterprise_is_restricted',
  ],
  join: ['not_in_channel'],
  'tell-asker': [
    'channel_not_found',
    'is_archived',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_only_channel',
    'channel_is_limited_access',
    'no_permission',
    'posting_to_general_channel_denied',
    'external_channel_migrating',
    'team_not_found',
    // These may be about the one channel: they must not hold up what goes to all others.
    'access_denied',
    'team_access_not_granted',
  ],
  'leave-thread': ['thread_not_found', 'invalid_thread_ts', 'cannot_reply_to_message', 'restricted_action_thread_locked'],
  'short-form': [
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'msg_too_long',
    'too_many_attachments',
    'invalid_attachments',
    'attachment_payload_limit_exceeded',
    'no_text',
    'metadata_too_large',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'slack_file_not_found',
  ],
  'post-anew': ['message_not_found', 'cant_update_message', 'edit_window_closed', 'block_mismatch', 'is_inactive'],
};

const REMEDIES = new Map<string, Remedy>();
for (const remedy of ['wait-for-operator', 'join', 'tell-asker', 'leave-thread', 'short-form', 'post-anew'] as const)
  for (const code of TABLE[remedy]) REMEDIES.set(code, remedy);

/** What to do about Slack's refusal of `chat.postMessage` or `chat.update`. A word that nobody here knows: tell the asker. */
export function remedyFor(code: string): Remedy {
  return REMEDIES.get(code) ?? 'tell-asker';
}

/** Why a message went to the asker instead of its channel, in one sentence with what to do. `channel` is an id. */
export function whyDirect(code: string, channel: string): string {
  const place = `<#${channel}>`;
  if (code === 'is_archived') return `I answer here because ${place} is archived.`;
  if (code === 'not_in_channel' || code === 'channel_not_found')
    return `I answer here because I am not a member of the channel. To have answers there: /invite @Faultline`;
  return `I answer here because I may not post in ${place} (${code}). Ask an admin of the workspace to allow it.`;
}
