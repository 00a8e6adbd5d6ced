/** What Slack calls the things that a person can use in our messages and views. Slack allows 255 characters for each. */
export const ACTION = {
  showEverything: 'faultline_show_everything',
  runAgain: 'faultline_run_again',
  rightCause: 'faultline_right_cause',
  wrongCause: 'faultline_wrong_cause',
  /** On the App Home: opens the modal. */
  openDiagnose: 'faultline_open_diagnose',
  /** On the card of an incident that alerts opened. */
  acknowledge: 'faultline_acknowledge',
  silence: 'faultline_silence',
  endSilence: 'faultline_end_silence',
  assign: 'faultline_assign',
  close: 'faultline_close',
  export: 'faultline_export',
  /** Slack tells of links too; there is nothing to do. */
  openAlertmanager: 'faultline_open_alertmanager',
  openSource: 'faultline_open_source',
  /** Below an answer. */
  prepareRemedy: 'faultline_prepare_remedy',
  /** On the message of a remedy. */
  approveRemedy: 'faultline_approve_remedy',
  rejectRemedy: 'faultline_reject_remedy',
  verifyRemedy: 'faultline_verify_remedy',
  /** On the digest of a storm. */
  openFromStorm: 'faultline_open_from_storm',
} as const;

/** `callback_id` of views. */
export const VIEW = {
  diagnose: 'faultline_diagnose',
  silence: 'faultline_silence_modal',
  assign: 'faultline_assign_modal',
} as const;

/** Fields of the modals. Each is the `block_id` of its input and the `action_id` of the element in it; errors are told by block id. */
export const FIELD = {
  symptom: 'faultline_symptom',
  /** A host or a service to choose (`host:api-1`, `service:checkout`), or typed names. */
  where: 'faultline_where',
  port: 'faultline_port',
  url: 'faultline_url',
  params: 'faultline_params',
  /** Seconds, of the silence. */
  duration: 'faultline_duration',
  reason: 'faultline_reason',
  assignee: 'faultline_assignee',
} as const;

export type FieldId = (typeof FIELD)[keyof typeof FIELD];
