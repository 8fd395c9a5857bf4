/** A function's value and its gradient at a point. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface LbfgsOptions {
  /** The most steps; 200 unless given. */
  readonly steps?: number;
  /** Ends where no part of the gradient is larger; 1e-5 unless given. */
  readonly tolerance?: number;
  /** How many earlier steps tell of the curvature; 10 unless given. */
  readonly memory?: number;
}

export interface Minimum extends Slope {
  readonly at: Float64Array;
  /** Steps taken. */
  readonly steps: number;
  /** Whether the gradient is as small as was asked for; else the steps were used up, or no step lowers the value any more. */
  readonly converged: boolean;
}

/** A step and how the gradient changed over it. */
interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * The minimum of a smooth function, by limited-memory BFGS with steps halved until they descend enough (Nocedal and Wright, Numerical
 * Optimization, algorithms 7.4 and 3.1). For few weights and exact gradients; nets train by `fit`.
 */
export async function lbfgs(f: (x: Float64Array) => Promise<Slope>, start: Float64Array, { steps = 200, tolerance = 1e-5, memory = 10 }: LbfgsOptions = {}): Promise<Minimum> {
  let at = start;
  let { value, gradient } = await f(at);
  let pairs: readonly Pair[] = [];
  for (let step = 0; step < steps; step++) {
    if (greatest(gradient) <= tolerance) return { at, value, gradient, steps: step, converged: true };
    const direction = descent(gradient, pairs);
    const slope = dot(direction, gradient);
    // The first step knows nothing of the curvature yet.
    let length = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    for (;;) {
      const next = at.map((x, i) => x + length * (direction[i] ?? 0));
      const there = await f(next);
      if (there.value <= value + 1e-4 * length * slope || betterWithinRounding({ value, gradient }, there)) {
        pairs = remembered(pairs, difference(next, at), difference(there.gradient, gradient), memory);
        [at, value, gradient] = [next, there.value, there.gradient];
        break;
      }
      length /= 2;
      if (length < 1e-10) return { at, value, gradient, steps: step, converged: false };
    }
  }
  return { at, value, gradient, steps, converged: greatest(gradient) <= tolerance };
}

/** Near the minimum values of float32 differ by their rounding alone; there the smaller gradient decides. */
const betterWithinRounding = (here: Slope, there: Slope): boolean => Math.abs(there.value - here.value) <= 1e-6 * Math.abs(here.value) && greatest(there.gradient) < greatest(here.gradient);

/** The way down, as the last steps let one guess the curvature (algorithm 7.4). */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.slice();
  const shares = pairs.toReversed().map(({ s, y, rho }) => {
    const share = rho * dot(s, q);
    add(q, y, -share);
    return share;
  });
  const last = pairs.at(-1);
  const scale = last ? 1 / (last.rho * dot(last.y, last.y)) : 1;
  for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) * scale;
  pairs.forEach(({ s, y, rho }, i) => add(q, s, (shares[pairs.length - 1 - i] ?? 0) - rho * dot(y, q)));
  return q.map((value) => -value);
}

/** Steps without positive curvature would turn the way down upwards. */
function remembered(pairs: readonly Pair[], s: Float64Array, y: Float64Array, memory: number): readonly Pair[] {
  const curvature = dot(s, y);
  return curvature > 1e-12 * dot(y, y) ? [...pairs, { s, y, rho: 1 / curvature }].slice(-memory) : pairs;
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - (b[i] ?? 0));
const greatest = (a: Float64Array): number => a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + times * (what[i] ?? 0);
}
