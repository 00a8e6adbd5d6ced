/** Bytes that arrive in pieces, kept without a cost for each piece: a host that sends them one by one gains nothing. */
export interface ByteStore {
  readonly length: () => number;
  readonly append: (piece: Buffer) => void;
  /** What was appended so far; valid until the next `append`. */
  readonly bytes: () => Buffer;
}

/** Grows by doubling, so that at most twice the bytes are held. */
export function createByteStore(): ByteStore {
  let held = Buffer.alloc(0);
  let length = 0;
  return {
    length: () => length,
    append: piece => {
      if (length + piece.length > held.length) {
        const grown = Buffer.alloc(Math.max(256, 2 * held.length, length + piece.length));
        held.copy(grown, 0, 0, length);
        held = grown;
      }
      piece.copy(held, length);
      length += piece.length;
    },
    bytes: () => held.subarray(0, length),
  };
}
