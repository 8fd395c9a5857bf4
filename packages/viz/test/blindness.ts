import { linear } from "../src/colour.ts";
import type { Rgb } from "../src/colour.ts";

type Matrix = readonly [Rgb, Rgb, Rgb];

/** How people see who lack one kind of cone: on linear RGB. Machado, Oliveira, Fernandes 2009, table of severity 1.0. */
export const sights: Readonly<Record<string, Matrix>> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const times = (m: Matrix, [a, b, c]: Rgb): Rgb => {
  const row = (r: Rgb): number => r[0] * a + r[1] * b + r[2] * c;
  return [row(m[0]), row(m[1]), row(m[2])];
};

const cones: Matrix = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]];
const axes: Matrix = [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]];

/** A colour in Oklab (Ottosson 2020) as a sight sees it. */
function seen(colour: Rgb, sight: Matrix): Rgb {
  const light = times(sight, [linear(colour[0]), linear(colour[1]), linear(colour[2])]);
  const [l, m, s] = times(cones, [Math.max(0, light[0]), Math.max(0, light[1]), Math.max(0, light[2])]);
  return times(axes, [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)]);
}

/** How far two colours are apart for a sight: 0 same, 1 black and white; 0.02 is about the least difference side by side. */
export function apart(a: Rgb, b: Rgb, sight: Matrix): number {
  const [x, y] = [seen(a, sight), seen(b, sight)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}
