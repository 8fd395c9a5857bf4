import type { WeightSpec } from "@convscope/core";
import { ones, zeros } from "./constant.ts";
import { orthogonal } from "./orthogonal.ts";
import { randomNormal } from "./randomNormal.ts";
import { randomUniform } from "./randomUniform.ts";
import { parseInitializer, type Initializer } from "./table.ts";
import { glorotUniform, torchUniform } from "./varianceScaling.ts";

/** An initialiser for each role of a weight. */
export type InitScheme = { readonly [R in WeightSpec["role"]]: Initializer };

/** A library's way, or initialisers for some roles, the others as Keras has them: `{ kernel: heNormal() }`. */
export type WeightInit = "keras" | "torch" | Partial<InitScheme>;

const common = { scale: ones(), shift: zeros(), mean: zeros(), variance: ones(), constant: randomNormal({ deviation: 0.02 }) } as const;

const schemes: { readonly [S in Extract<WeightInit, string>]: InitScheme } = {
  keras: { ...common, kernel: glorotUniform(), recurrent: orthogonal(), bias: zeros(), embedding: randomUniform() },
  torch: { ...common, kernel: torchUniform(), recurrent: torchUniform(), bias: torchUniform(), embedding: randomNormal({ deviation: 1 }) },
};

/**
 * The whole scheme of a choice.
 *
 * @throws RangeError for a library, a role or an initialiser that is not known.
 */
export function schemeOf(init: WeightInit): InitScheme {
  if (typeof init === "string") {
    const scheme: InitScheme | undefined = Object.hasOwn(schemes, init) ? schemes[init] : undefined;
    if (!scheme) throw new RangeError(`init: must be "keras", "torch" or initialisers by role. Received "${String(init)}".`);
    return scheme;
  }
  const roles = Object.keys(schemes.keras);
  const strange = Object.keys(init).find((role) => !roles.includes(role));
  if (strange !== undefined) throw new RangeError(`init: unknown role ${strange}. Roles: ${roles.join(", ")}.`);
  return { ...schemes.keras, ...Object.fromEntries(Object.entries(init).map(([role, initializer]) => [role, parseInitializer(initializer)])) };
}
