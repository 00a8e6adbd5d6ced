/** What the codes of a broken connection mean to somebody who has to mend the network. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:ENOTFOUND|EAI_AGAIN)\b/u, 'its name is not known on this machine (DNS)'],
  [/\bECONNREFUSED\b/u, 'the connection was refused'],
  [/\b(?:EHOSTUNREACH|ENETUNREACH)\b/u, 'there is no route to it'],
  [/\b(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|TimeoutError)\b/u, 'there was no answer in time'],
  [/CERT|SELF_SIGNED|UNABLE_TO_/u, 'its certificate is not trusted on this machine'],
];

/** Why a connection failed, for people, with the codes behind it; what is not known stays as it is. */
export function networkWords(why: string): string {
  const meaning = MEANINGS.find(([pattern]) => pattern.test(why))?.[1];
  return meaning === undefined ? why : `${meaning} (${why})`;
}
