import type { Random } from "../random.ts";
import { parseRecord, type Factories } from "../record.ts";
import { constant, generateConstant, ones, zeros, type Constant } from "./constant.ts";
import type { ArraySpec, Generator } from "./initializer.ts";
import { generateOrthogonal, orthogonal, type Orthogonal } from "./orthogonal.ts";
import { generateNormal, randomNormal, type RandomNormal } from "./randomNormal.ts";
import { generateUniform, randomUniform, type RandomUniform } from "./randomUniform.ts";
import { generateVarianceScaling, glorotNormal, glorotUniform, heNormal, heUniform, lecunNormal, lecunUniform, torchUniform, varianceScaling, type VarianceScaling } from "./varianceScaling.ts";

/** What an array holds before training, as data: plain, JSON-safe, told apart by `kind`. */
export type Initializer = Constant | Orthogonal | RandomNormal | RandomUniform | VarianceScaling;
export type InitializerKind = Initializer["kind"];

/** How each kind fills an array. A kind without a row does not compile. */
const generators: { readonly [K in InitializerKind]: Generator<Extract<Initializer, { readonly kind: K }>> } = {
  constant: generateConstant,
  orthogonal: generateOrthogonal,
  randomNormal: generateNormal,
  randomUniform: generateUniform,
  varianceScaling: generateVarianceScaling,
};

/** The factory of every kind. */
export const initializers: Factories<Initializer> = { constant, orthogonal, randomNormal, randomUniform, varianceScaling };

/** Those with a name of their own, which are special cases of a kind. */
const named: { readonly [name: string]: () => Initializer } = { zeros, ones, glorotUniform, glorotNormal, heUniform, heNormal, lecunUniform, lecunNormal, torchUniform };

/**
 * Reads an initialiser from a configuration: `"heNormal"`, `"orthogonal"` or `{ kind: "constant", value: 1 }`.
 *
 * @throws RangeError naming the wrong kind or option, and the nearest that exists.
 */
export function parseInitializer(json: unknown): Initializer {
  const short = typeof json === "string" && Object.hasOwn(named, json) ? named[json] : undefined;
  return short ? short() : parseRecord("initializer", initializers, json);
}

/** The numbers of one array. */
export const generate = (initializer: Initializer, spec: ArraySpec, random: Random): Float32Array => (generators[initializer.kind] as Generator<Initializer>)(initializer, spec, random);
