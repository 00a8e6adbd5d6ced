/** Address of a message, as Slack's own links have it; undefined when the workspace's address or the message's place is not known. */
export function permalinkOf(workspace: string | undefined, channel: string, ts: string): string | undefined {
  if (workspace === undefined || !/^[A-Z][A-Z0-9]{1,40}$/u.test(channel) || !/^\d{1,12}\.\d{1,9}$/u.test(ts)) return undefined;
  return `${workspace.replace(/\/$/u, '')}/archives/${channel}/p${ts.replace('.', '')}`;
}
