/** A function to call between the steps of long work: lets timers, signals and pictures have their turn, at most every 30 ms. Steps that compute at once would starve them. */
export function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 30) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
