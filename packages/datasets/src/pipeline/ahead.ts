/** Something that is being worked on and may be given up. */
export interface Underway<T> {
  readonly result: Promise<T>;
  /** Nobody waits for it any more. */
  drop(): void;
}

/**
 * The results of tasks, one after another. While one is used the next `prefetch` are worked on, and no more than these; when the caller leaves
 * the loop, one fails, or `stop` gives a reason, the others are given up.
 */
export async function* inTurn<T>(tasks: readonly (() => Underway<T>)[], prefetch: number, stop: () => Error | undefined = () => undefined): AsyncGenerator<T, void, undefined> {
  const underway: Underway<T>[] = [];
  try {
    for (const i of tasks.keys()) {
      for (const start of tasks.slice(i + underway.length, i + 1 + prefetch)) {
        const task = start();
        // Nobody may come to wait for it, and its failure must not end the process.
        task.result.catch(() => undefined);
        underway.push(task);
      }
      const { result } = underway[0] as Underway<T>;
      const value = await result;
      const reason = stop();
      if (reason !== undefined) throw reason;
      underway.shift();
      yield value;
    }
  } finally {
    for (const task of underway) task.drop();
  }
}
