interface Waiting<Row, Answer> {
  readonly row: Row;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits in groups: whatever waits when a commit begins is part of it, and the next one begins when it has ended. No timer delays a lone
 * row, and a flood shares one wait for the disk among many.
 *
 * @param commit resolves with an answer for each row, in order; when it rejects, every row of the group does
 * @param most rows in one group, so that those before it need not wait for all of a flood
 */
export function groupCommit<Row, Answer>(
  commit: (rows: readonly Row[]) => Promise<readonly Answer[]>,
  most: number,
): (row: Row) => Promise<Answer> {
  let waiting: Waiting<Row, Answer>[] = [];
  let committing = false;
  const next = (): void => {
    if (waiting.length === 0) {
      committing = false;
      return;
    }
    committing = true;
    // After what the sockets have for us in this turn: else a commit that holds the thread would take one row at a time.
    setImmediate(() => void commitGroup());
  };
  async function commitGroup(): Promise<void> {
    const group = waiting.slice(0, most);
    waiting = waiting.slice(most);
    try {
      const answers = await commit(group.map(({ row }) => row));
      for (const [index, { resolve, reject }] of group.entries()) {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('a commit gave no answer for a row of its group'));
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    next();
  }
  return row =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      if (!committing) next();
    });
}
