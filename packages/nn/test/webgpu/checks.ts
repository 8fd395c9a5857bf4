import { kinds } from "@convscope/core";
import { expectClose, layersByKind, type Placed } from "@convscope/test-kit";
import fc from "fast-check";
import type { Engine } from "../../src/index.ts";
import type { Check, Where } from "../goldens/check.ts";
import { convolutions } from "../goldens/convolutions.ts";
import { lossesOfTorch } from "../goldens/losses.ts";
import { normalizations, numericNormalizations } from "../goldens/normalizations.ts";
import { numericPoolings, poolings } from "../goldens/poolings.ts";
import { checkGradients, checkOutputs, checkSteps, nets, trajectories } from "../goldens/smallnets.ts";
import { madeUpRun } from "../madeUp.ts";

/** Where a check computes: the backend, and the engine on it. */
export interface Place {
  readonly where: Where;
  readonly engine: Engine;
}

/** A comparison that runs in the program, and has a test of its own in Node. */
export interface PlacedCheck {
  readonly name: string;
  check(place: Place): Promise<void>;
}

/** How many samples of each kind of layer are compared. */
const samples = 4;
/** How many of the 20 steps of a small net are taken: a graphics card made up in software is slow. Three show the momentum. */
const steps = 3;
/** The nets that Adam trains here too, the quickest ones. */
const adams: readonly string[] = ["cnn_bn", "depthsep"];
const isTaken = ({ net, trajectory }: (typeof trajectories)[number]): boolean => trajectory.optimiser.startsWith("SGD") || adams.includes(net.name);

/** What is left out for time, with the reason: the same nets go down the same gradients with SGD. */
export const leftOut: readonly string[] = trajectories.filter((of) => !isTaken(of)).map(({ title }) => `${title}: left out, as a graphics card made up in software is slow; SGD trains this net, and Adam ${adams.join(" and ")}`);

/** Some layers of each kind, forward and backward; a layer of one's own computes whatever it does. */
const layers: readonly PlacedCheck[] = kinds.filter((kind) => kind !== "custom").map((kind) => ({
  name: `${kind}: ${samples} layers and their gradients are those of cpu`,
  async check({ where }) {
    const placed: fc.Arbitrary<Placed> = layersByKind[kind];
    for (const [seed, sample] of fc.sample(placed, { numRuns: samples, seed: 7 }).entries()) {
      const [here, there] = [await madeUpRun(sample, seed % 2 === 0, seed, where), await madeUpRun(sample, seed % 2 === 0, seed, "cpu")];
      for (const [name, { data }] of Object.entries(there)) {
        const largest = Array.from(data).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
        expectClose(here[name]?.data ?? [], data, { relative: 0, absolute: 1e-3 * largest + 1e-6 }, `${JSON.stringify(sample)}, ${name}`);
      }
    }
  },
}));

const onPlace = ({ name, check }: Check): PlacedCheck => ({ name: `PyTorch's numbers: ${name}`, check: ({ where }) => check(where) });

/** Small nets of PyTorch's. */
const small: readonly PlacedCheck[] = [
  ...nets.map((net) => ({ name: `${net.name}: every layer's output equals PyTorch's`, check: ({ engine }: Place) => checkOutputs(net, engine) })),
  ...nets.map((net) => ({ name: `${net.name}: loss and gradients of every weight equal PyTorch's`, check: ({ engine }: Place) => checkGradients(net, engine) })),
  ...trajectories.filter(isTaken).map(({ net, trajectory, title }) => ({ name: `${title}: the first ${steps} of 20 steps go PyTorch's way`, check: ({ engine }: Place) => checkSteps(net, trajectory, engine, steps) })),
];

/** Everything that is compared on WebGPU. */
export const checks: readonly PlacedCheck[] = [...layers, ...[...convolutions, ...numericPoolings, ...poolings, ...numericNormalizations, ...normalizations, ...lossesOfTorch].map(onPlace), ...small];
