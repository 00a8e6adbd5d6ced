/** A manifest with everything that the workspace knows. */
export const SAMPLE_MANIFEST = {
  display_information: { name: 'Sample' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'Samplebot', always_online: true },
    slash_commands: [
      { command: '/diagnose', description: 'Finds the cause', usage_hint: 'WORDS [on HOST]', should_escape: false },
      { command: '/escape', description: 'Gets mentions', usage_hint: '', should_escape: true },
    ],
    shortcuts: [
      { name: 'Diagnose this', type: 'message', callback_id: 'diagnose_this', description: 'From a message' },
      { name: 'New diagnosis', type: 'global', callback_id: 'new_diagnosis', description: 'From anywhere' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'app_mentions:read',
        'channels:history',
        'channels:join',
        'channels:read',
        'chat:write',
        'commands',
        'files:read',
        'files:write',
        'groups:history',
        'groups:read',
        'im:history',
        'im:read',
        'im:write',
        'pins:write',
        'reactions:read',
        'reactions:write',
        'team:read',
        'usergroups:read',
        'users:read',
        'users:read.email',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        'app_home_opened',
        'app_mention',
        'member_joined_channel',
        'message.channels',
        'message.groups',
        'message.im',
        'reaction_added',
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
} as const;
