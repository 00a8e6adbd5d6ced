import ssh2 from 'ssh2';

export interface KeyPair {
  /** `ssh-ed25519 AAAA…` */
  readonly publicKey: string;
  /** A private key file's text. */
  readonly privateKey: string;
}

/** Makes an Ed25519 key pair. About one in a hundred that ssh2 makes is malformed and cannot be read by itself: such are thrown away. */
export function makeKeyPair(): KeyPair {
  for (;;) {
    const made = ssh2.utils.generateKeyPairSync('ed25519');
    if (ssh2.utils.parseKey(made.private) instanceof Error) continue;
    return { publicKey: made.public.split(' ').slice(0, 2).join(' '), privateKey: made.private };
  }
}
