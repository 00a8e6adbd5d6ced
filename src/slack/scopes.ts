/** Scopes without which the bot can't work, as in manifest.yml, with what is missing without each. */
export const NEEDED_SCOPES: Readonly<Record<string, string>> = {
  'app_mentions:read': 'mentions are not heard',
  'chat:write': 'nothing can be answered',
  commands: '/diagnose, /faultline and “Diagnose this” do not work',
  'files:write': '“Show everything”, exports and graphs can’t bring their files',
  'users:read': 'guests can’t be told from members',
};

/** Scopes that make one thing better, with what is less good without each. */
export const OPTIONAL_SCOPES: Readonly<Record<string, string>> = {
  'channels:history': 'after a lost answer of Slack’s a message may be posted twice in a public channel',
  'channels:join': 'the bot must be invited to a channel before it can answer there',
  'channels:read': 'faultline doctor can’t check a public channel',
  'chat:write.public': 'the bot can’t answer in a public channel that it is not in',
  'files:read': 'whether a graph is ready to be shown is found out by trying',
  'groups:history': 'after a lost answer of Slack’s a message may be posted twice in a private channel',
  'groups:read': 'faultline doctor can’t check a private channel',
  'usergroups:read': 'the members of user groups who may ask or approve can’t be read',
};

/** The scopes of which one is needed for each method of the Web API that the bot calls (docs.slack.dev/reference/methods). */
export const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write', 'chat:write.public'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'files.uploadV2': ['files:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
  // With the app-level token, whose scope is connections:write; it is not in the manifest's lists.
  'apps.connections.open': [],
};
