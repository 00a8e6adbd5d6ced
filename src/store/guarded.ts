import type { OpenDatabase } from './tables.js';

/** Runs one piece of work; what the database refuses comes out as one sentence for the operator, with the error itself as its cause. */
export type Guarded = <T>(work: () => Promise<T>) => Promise<T>;

/** @param isOpen false after the store was closed: then nothing may touch the file, which may belong to another process by now */
export function guarded({ explain, name }: Pick<OpenDatabase, 'explain' | 'name'>, isOpen: () => boolean): Guarded {
  return async work => {
    if (!isOpen()) throw new Error(`The store ${name} is closed: this process is about to end.`);
    try {
      return await work();
    } catch (error) {
      const says = explain(error);
      throw says === undefined ? error : new Error(says, { cause: error });
    }
  };
}
