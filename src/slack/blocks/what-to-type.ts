import type { RichTextSection } from '@slack/types';
import { code, section, words } from './rich.js';

const LINES: readonly (readonly [string, string])[] = [
  ['/diagnose connection refused on api-1', 'find out why; host, port and service are taken from your words and the inventory'],
  ['/diagnose 502 on checkout', 'the same for a service that the inventory declares'],
  ['/diagnose slow on api-1 port=8080', 'any value as name=value: port, url, unit, or one that a check knows'],
  ['@Faultline connection refused on api-1', 'the same in a thread, where slash commands cannot be typed'],
  ['/faultline status', 'whether the bot is well, and what it works on'],
  ['/faultline incidents', 'the newest incidents, with their ids'],
  ['/faultline approvals', 'remedies that wait for people, with links to their messages'],
  ['/faultline export INCIDENT', 'the whole incident as a file, in its thread'],
  ['/faultline hosts', 'the hosts and services that it knows; add letters to search'],
  ['/faultline audit api-1', 'look for every known fault on one host'],
  ['/faultline playbooks', 'the symptoms that it can diagnose'],
  ['/faultline help', 'this'],
];

/** What can be typed, one line each. */
export function whatToType(): readonly RichTextSection[] {
  return LINES.map(([typed, means]) => section(code(typed), words(`  ${means}`)));
}
