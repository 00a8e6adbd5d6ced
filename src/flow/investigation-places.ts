/** A bounded number of places: whoever finds none free waits in line. */
export interface Places {
  /**
   * Resolves with the function that gives the place back, or with `undefined` when the door is closed before one is free.
   *
   * @param onWaiting told how many must leave before, each time that it changes
   */
  readonly enter: (onWaiting: (ahead: number) => void) => Promise<(() => void) | undefined>;
  /** Lets nobody in any more, and sends away who waits. */
  readonly close: () => void;
  readonly taken: () => number;
  readonly waiting: () => number;
}

/** @param most how many places there are */
export function investigationPlaces(most: number): Places {
  let taken = 0;
  let closed = false;
  const line: { readonly enter: () => void; readonly sendAway: () => void; readonly onWaiting: (ahead: number) => void }[] = [];
  const tellAll = (): void => {
    for (const [index, { onWaiting }] of line.entries()) onWaiting(index + 1);
  };
  const leave = (): void => {
    const next = line.shift();
    if (next) next.enter();
    else taken--;
    tellAll();
  };
  const onlyOnce = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
    };
  };
  return {
    enter: onWaiting => {
      if (closed) return Promise.resolve(undefined);
      if (taken < most) {
        taken++;
        return Promise.resolve(onlyOnce());
      }
      return new Promise(resolve => {
        line.push({ enter: () => resolve(onlyOnce()), sendAway: () => resolve(undefined), onWaiting });
        onWaiting(line.length);
      });
    },
    close: () => {
      closed = true;
      for (const { sendAway } of line.splice(0)) sendAway();
    },
    taken: () => taken,
    waiting: () => line.length,
  };
}
