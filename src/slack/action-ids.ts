/** What Slack calls the things that a person can use in our messages and views. Slack allows 255 characters for each. */
export const ACTION = {
  showEverything: 'faultline_show_everything',
  runAgain: 'faultline_run_again',
  rightCause: 'faultline_right_cause',
  wrongCause: 'faultline_wrong_cause',
  /** On the App Home: opens the modal. */
  openDiagnose: 'faultline_open_diagnose',
} as const;

/** `callback_id` of views. */
export const VIEW = {
  diagnose: 'faultline_diagnose',
} as const;

/** Fields of the modal. Each is the `block_id` of its input and the `action_id` of the element in it; errors are told by block id. */
export const FIELD = {
  symptom: 'faultline_symptom',
  /** A host or a service to choose (`host:api-1`, `service:checkout`), or typed names. */
  where: 'faultline_where',
  port: 'faultline_port',
  url: 'faultline_url',
  params: 'faultline_params',
} as const;

export type FieldId = (typeof FIELD)[keyof typeof FIELD];
