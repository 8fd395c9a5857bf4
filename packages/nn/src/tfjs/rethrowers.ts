/** What of Node's `process` is needed here; browsers have none. */
interface Listened {
  listeners(event: string): readonly object[];
  removeListener(event: string, listener: object): unknown;
}

const events = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Waits for `start`, and removes the listeners for errors nobody caught that it leaves behind and that throw them again. A module
 * compiled by Emscripten adds them as it starts: from then on Node shows any such error as thrown there, below a page of minified
 * code. Those of others stay.
 */
export async function withoutRethrowers<T>(start: () => Promise<T>): Promise<T> {
  const { process } = globalThis as { readonly process?: Partial<Listened> };
  const { listeners, removeListener } = process ?? {};
  if (!listeners || !removeListener) return start();
  const before = new Map(events.map((event) => [event, new Set(listeners.call(process, event))]));
  try {
    return await start();
  } finally {
    for (const [event, known] of before)
      for (const listener of listeners.call(process, event)) if (!known.has(listener) && String(listener).includes("throw")) removeListener.call(process, event, listener);
  }
}
