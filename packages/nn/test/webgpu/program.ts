import { custom, graph, relu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { autoChoice, backendLoaders, backendStatus, capabilities, chooseBackend, type BackendStatus, type Capability } from "../../src/index.ts";
import { tfjsLoader } from "../../src/tfjs/loaders.ts";
import { webgpu } from "../../src/tfjs/webgpu.ts";
import { twoSteps, type Stepped } from "../browser/steps.ts";
import { checks } from "./checks.ts";

/** What this program prints first, as JSON. */
export interface Printed {
  readonly status: BackendStatus | undefined;
  readonly auto: string | undefined;
  readonly stepped: Stepped;
  /** Of a layer that reads values in the middle of a step, and one for which TensorFlow.js writes a program that is wrong. */
  readonly reading: readonly Capability[];
}

/** What it prints of each check, a line each. */
export interface Outcome {
  readonly name: string;
  /** What differed; nothing where all went well. */
  readonly error?: string;
}

// The package has another name here, so that a clone's command does not find it and load it at every start.
const where = webgpu(() => import("webgpu-for-tests"));
const loaders = backendLoaders({ engines: [tfjsLoader(where)] });
const rows = await backendStatus(loaders);
const engine = await chooseBackend("webgpu", loaders);
const reads = custom({ name: "reads", outputShape: ([x = []]) => x, run: ([x]: readonly tf.Tensor[]) => tf.tensor(x?.dataSync() ?? [], x?.shape) });
const wrong = custom({ name: "wrong", outputShape: ([x = []]) => x, run: ([x]: readonly tf.Tensor[]) => tf.cast(tf.transpose(tf.cast(x as tf.Tensor, "int32"), [0, 2, 1]), "float32") });
const reading = graph("reading", [3, 3], { relu: relu(), reads, wrong });
const printed: Printed = { status: rows.find(({ name }) => name === "webgpu"), auto: autoChoice(rows)?.name, stepped: await twoSteps(engine), reading: await capabilities(reading, engine) };
console.log(JSON.stringify(printed));

// One device for all checks: each would ask for a card again.
const opened = { ...where, register: () => Promise.resolve({ name: "webgpu", threads: 1 }) };
for (const { name, check } of checks) {
  const outcome = await check({ where: opened, engine }).then(
    () => ({}),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  console.log(JSON.stringify({ name, ...outcome } satisfies Outcome));
}
