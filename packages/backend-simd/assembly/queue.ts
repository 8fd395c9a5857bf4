/**
 * One job at a time, cut into chunks that all threads take from one counter: whoever is free takes the next, so that a busy
 * core holds nobody up. A chunk computes the same whoever takes it, so results do not depend on the number of threads.
 *
 * The words below lie in memory that all threads share, each on a cache line of its own.
 */
const OPEN: usize = 1024; // number of the open job; 0 while none is
const NEXT: usize = 1088; // the next chunk to be taken
const ACTIVE: usize = 1152; // workers that look at the job
const SLEEPERS: usize = 1216; // workers that wait to be woken
const FUNCTION: usize = 1280; // of the job, in the table
const CHUNKS: usize = 1284;
const LAST: usize = 1288; // number of the last job; only the main thread uses it
const THREADS: usize = 1292; // that may work, main thread included

/** Where the arguments of the open job lie: a structure of its kernel's own, at most 4 KiB. */
export const ARGUMENTS: usize = 2048;

/** Takes the description of a job as its arguments, which its kernel may change. */
// @ts-ignore: decorator
@inline
export function described<T>(description: usize): T {
  memory.copy(ARGUMENTS, description, offsetof<T>());
  return changetype<T>(ARGUMENTS);
}

/** How often a worker looks for the next job before it goes to sleep: some tens of microseconds. */
const PATIENCE: i32 = 20_000;

let scratchStart: usize = 0;

/** Says where this thread has its scratch memory. */
export function setScratch(start: usize): void {
  scratchStart = start;
}

/** Scratch memory of whichever thread asks; what lies there is lost when the chunk ends. */
// @ts-ignore: decorator
@inline
export function scratch(): usize {
  return scratchStart;
}

/** Says how many threads may work, main thread included. */
export function setThreads(n: i32): void {
  store<i32>(THREADS, n);
}

/** Runs chunks 0 … n − 1 of a function of the table, which reads its other arguments at `ARGUMENTS`. */
export function parallel(fn: u32, chunks: i32): void {
  if (chunks <= 1 || load<i32>(THREADS) <= 1) {
    for (let i = 0; i < chunks; i++) call_indirect<void>(fn, i);
    return;
  }
  store<u32>(FUNCTION, fn);
  store<i32>(CHUNKS, chunks);
  atomic.store<i32>(NEXT, 0);
  const job = load<i32>(LAST) == i32.MAX_VALUE ? 1 : load<i32>(LAST) + 1;
  store<i32>(LAST, job);
  atomic.store<i32>(OPEN, job);
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(OPEN, -1);
  take(fn, chunks);
  // Closed before it is waited for: a worker that comes late sees that there is nothing to look at.
  atomic.store<i32>(OPEN, 0);
  while (atomic.load<i32>(ACTIVE) > 0) {}
}

function take(fn: u32, chunks: i32): void {
  for (let i = atomic.add<i32>(NEXT, 1); i < chunks; i = atomic.add<i32>(NEXT, 1)) call_indirect<void>(fn, i);
}

/** The life of worker 1, 2 …; it ends with its thread. */
export function work(worker: i32): void {
  let seen = 0;
  while (true) {
    let job = atomic.load<i32>(OPEN);
    for (let i = 0; i < PATIENCE && (job == 0 || job == seen); i++) job = atomic.load<i32>(OPEN);
    if (job == 0 || job == seen) {
      atomic.add<i32>(SLEEPERS, 1);
      atomic.wait<i32>(OPEN, job, -1);
      atomic.sub<i32>(SLEEPERS, 1);
      continue;
    }
    atomic.add<i32>(ACTIVE, 1);
    if (atomic.load<i32>(OPEN) == job && worker < load<i32>(THREADS)) take(load<u32>(FUNCTION), load<i32>(CHUNKS));
    seen = job;
    atomic.sub<i32>(ACTIVE, 1);
  }
}
