import { bell, uniform, type Random } from "../random.ts";

/**
 * How one sample is written. Every length is a share of the image's width.
 * The set is tuned so that a linear classifier gets about nine of ten right and a small convolutional network nearly all.
 */
export interface Hand {
  /** Radians, clockwise. */
  readonly rotation: number;
  /** How far the top leans to the right, per height. */
  readonly slant: number;
  readonly width: number;
  readonly height: number;
  readonly right: number;
  readonly down: number;
  /** Half the width of the pen. */
  readonly radius: number;
  /** 0: the pen is pressed evenly. 1: the line thins to nothing at its lightest. */
  readonly pressure: number;
  readonly pressurePhase: number;
  /** Slow waves that bend the whole sheet: [amplitude x, amplitude y, phase x, phase y, waves]. */
  readonly bend: readonly [number, number, number, number, number];
  /** Standard deviation by which each control point is missed. */
  readonly tremble: number;
  /** Grey value of the full line, 0 … 1. */
  readonly ink: number;
  /** Standard deviation of the sensor's noise, 0 … 1. */
  readonly noise: number;
}

export function drawHand(random: Random): Hand {
  const size = uniform(random, 0.6, 0.8);
  return {
    rotation: bell(random, 0.1),
    slant: 0.1 + bell(random, 0.14),
    width: size * uniform(random, 0.7, 1.02),
    height: size,
    right: bell(random, 0.045),
    down: bell(random, 0.045),
    radius: uniform(random, 0.036, 0.062),
    pressure: uniform(random, 0, 0.45),
    pressurePhase: uniform(random, 0, 2 * Math.PI),
    bend: [bell(random, 0.025), bell(random, 0.025), uniform(random, 0, 6.3), uniform(random, 0, 6.3), uniform(random, 3, 7)],
    tremble: uniform(random, 0.006, 0.02),
    ink: uniform(random, 0.78, 1),
    noise: uniform(random, 0, 0.03),
  };
}

/** Moves a skeleton's points (0 … 100) to where this hand puts them (0 … 1 of the image). Corners stay corners. */
export function place(points: readonly number[], hand: Hand, random: Random): number[] {
  const placed: number[] = [];
  const cos = Math.cos(hand.rotation);
  const sin = Math.sin(hand.rotation);
  const [bendX, bendY, phaseX, phaseY, waves] = hand.bend;
  for (let i = 0; i < points.length; i += 2) {
    const px = points[i] as number;
    const py = points[i + 1] as number;
    if (i > 0 && px === points[i - 2] && py === points[i - 1]) {
      placed.push(placed[i - 2] as number, placed[i - 1] as number);
      continue;
    }
    const v = (py - 50) / 100;
    const u = (px - 50) / 100 - hand.slant * v;
    const x = (u + bendX * Math.sin(waves * v + phaseX)) * hand.width + bell(random, hand.tremble);
    const y = (v + bendY * Math.sin(waves * u + phaseY)) * hand.height + bell(random, hand.tremble);
    placed.push(0.5 + hand.right + cos * x - sin * y, 0.5 + hand.down + sin * x + cos * y);
  }
  return placed;
}
