const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed without an answer',
  UND_ERR_CONNECT_TIMEOUT: 'no connection could be made in time',
  ETIMEDOUT: 'no connection could be made in time',
  EHOSTUNREACH: 'there is no way to its address',
  ENETUNREACH: 'there is no way to its address',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there: is it http:// and not https://?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody that is trusted: give ca_file',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody that is trusted: give ca_file',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody that is trusted: give ca_file',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by nobody that is trusted: give ca_file',
};

/** Why no answer came, in words, from what the network said. */
export function networkTrouble(error: unknown): string {
  const code = codeOf(error);
  return WORDS[code] ?? `the connection failed (${code})`;
}

/** By its keys, also of the first of several and of what caused it: `instanceof` is false for an error of another realm. */
function codeOf(error: unknown): string {
  const { code, message, errors, cause } = (error ?? {}) as Readonly<Record<'code' | 'message' | 'errors' | 'cause', unknown>>;
  if (typeof code === 'string') return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  if (cause !== undefined) return codeOf(cause);
  return typeof message === 'string' ? message.replace(/[^\x20-\x7e]+/gu, ' ').slice(0, 120) : 'unknown error';
}
