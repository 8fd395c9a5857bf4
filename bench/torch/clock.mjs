/**
 * Seconds of this process so far: to start Python, in all calls of the engine, and of these in PyTorch's forward, backward and update
 * alone; of the latter also the time of processors. And which PyTorch it was.
 */
export const clock = { starting: 0, calls: 0, computing: 0, processor: 0, version: "" };
