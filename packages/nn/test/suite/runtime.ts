import { add, batchNormalization, branches, conv2d, dense, dropout, embedding, flatten, from, globalAveragePooling1d, graph, heads, relu, sequence, shared, side, type Graph } from "@convscope/core";
import { expectClose } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { adam, halfSquaredError, meanSquaredError, nadam, network, sgd, sparseCategoricalCrossentropy, type Arrays, type Batch, type Engine, type NdArray, type Network, type Objective, type Optimizer, type StepOptions } from "../../src/index.ts";

const floats = (shape: readonly number[], ...data: readonly number[]): NdArray => ({ shape, data: Float32Array.from(data) });
const numbers = (shape: readonly number[], seed = 1): NdArray => floats(shape, ...Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(seed + 1.7 * i)));
const labels = (...of: readonly number[]): NdArray => ({ shape: [of.length], data: Int32Array.from(of) });
const sum = (outputs: Graph["outputs"], ...weights: readonly number[]): Objective => Object.fromEntries(outputs.map((name, i) => [name, { loss: meanSquaredError({ reduction: "sum" }), weight: weights[i] ?? 1 }]));
const listed = (arrays: Arrays, name: string): number[] => [...(arrays[name]?.data ?? [])];

/** y = w₂ · relu(w₁ · x), where nothing is negative. */
export const line: Graph = graph("line", [1], { first: dense(1, { useBias: false }), relu: relu(), second: dense(1, { useBias: false }) });
const weighted = (first: number, second: number): Arrays => ({ "first.weight": floats([1, 1], first), "second.weight": floats([1, 1], second) });

const small = graph("small", [6, 6, 2], { conv: conv2d(3, 3), bn: batchNormalization(), relu: relu(), drop: dropout(0.5), flatten: flatten(), fc: dense(2) });
const batch = { inputs: { input: numbers([4, 6, 6, 2]) }, targets: { fc: labels(0, 1, 1, 0) } };
const entropy: Objective = { fc: { loss: sparseCategoricalCrossentropy(), weight: 1 } };

/** What every engine must pass: everything that a runtime is asked for. `other` is another engine, which computes at the same time. */
export function runtimeSuite(engineOf: () => Promise<Engine>, other: () => Promise<Engine>): void {
  const open = async (of: Graph, options: { readonly weights?: Arrays; readonly seed?: number } = {}): Promise<Network> => network(of, { engine: await engineOf(), ...options });

  test("any node can be asked for, the graph's inputs too", async () => {
    const net = await open(line, { weights: weighted(3, 5) });
    const values = await net.run({ input: floats([2, 1], 1, -1) }, { nodes: ["second", "input", "first", "second"] });
    expect([listed(values, "input"), listed(values, "first"), listed(values, "second")]).toEqual([[1, -1], [3, -3], [15, 0]]);
    await expect(net.run({ input: floats([1, 1], 1) }, { nodes: ["secnd"] })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: line: there is no node "secnd". Did you mean "second"? Known: input, first, relu, second.]`);
    net.dispose();
  });

  test("derivatives with respect to inputs, nodes and weights are those of the chain rule", async () => {
    const net = await open(line, { weights: weighted(3, 5) });
    const { value, inputs, nodes, weights } = await net.gradients({
      inputs: { input: floats([2, 1], 2, -1) },
      of: { upstream: { second: floats([2, 1], 10, 10) } },
      withRespectTo: { inputs: ["input"], nodes: ["first", "relu", "second"], weights: ["first.weight", "second.weight"] },
    });
    expect(value).toBe(300);
    expect(listed(inputs, "input")).toEqual([150, 0]);
    expect([listed(nodes, "first"), listed(nodes, "relu"), listed(nodes, "second")]).toEqual([[50, 0], [50, 50], [10, 10]]);
    expect([listed(weights, "first.weight"), listed(weights, "second.weight")]).toEqual([[100], [60]]);
    net.dispose();
  });

  test("what does not reach the end has derivative zero", async () => {
    const net = await open(line, { weights: weighted(3, 5) });
    const { inputs, nodes, weights } = await net.gradients({ inputs: { input: floats([1, 1], 2) }, of: { upstream: { first: floats([1, 1], 1) } }, withRespectTo: { inputs: ["input"], nodes: ["second"], weights: ["second.weight"] } });
    expect([listed(inputs, "input"), listed(nodes, "second"), listed(weights, "second.weight")]).toEqual([[3], [0], [0]]);
    net.dispose();
  });

  test("the derivative of a loss is that of its weighted sum over outputs", async () => {
    const two = graph("two", [1], heads({ a: dense(1, { useBias: false }), b: dense(1, { useBias: false }) }));
    const net = await open(two, { weights: { "a.weight": floats([1, 1], 1), "b.weight": floats([1, 1], 1) } });
    const request = { inputs: { input: floats([1, 1], 2) }, targets: { a: floats([1, 1], 0), b: floats([1, 1], 1) } };
    const { value, weights } = await net.gradients({ inputs: request.inputs, of: { objective: sum(["a", "b"], 1, 0.5), targets: request.targets }, withRespectTo: { weights: ["a.weight", "b.weight"] } });
    // (2 − 0)² + ½ · (2 − 1)²; 2 · (2 − 0) · 2 and ½ · 2 · (2 − 1) · 2
    expect([value, listed(weights, "a.weight"), listed(weights, "b.weight")]).toEqual([4.5, [8], [2]]);
    expect((await net.measure(request, sum(["a", "b"], 1, 0.5))).loss).toBe(4.5);
    net.dispose();
  });

  test("a head beside the path teaches what it stands on, and a head without a loss stays", async () => {
    const aux = graph("aux", [1], { body: dense(1, { useBias: false }), aux: side(dense(1, { useBias: false })), head: dense(1, { useBias: false }) });
    const net = await open(aux, { weights: { "body.weight": floats([1, 1], 1), "aux.weight": floats([1, 1], 2), "head.weight": floats([1, 1], 3) } });
    expect(aux.outputs).toEqual(["head", "aux"]);
    const { loss, outputs } = await net.step({ inputs: { input: floats([1, 1], 1) }, targets: { aux: floats([1, 1], 0) } }, { objective: { aux: { loss: halfSquaredError({ reduction: "sum" }), weight: 0.5 } }, optimizer: sgd({ learningRate: 0.1 }) });
    expect([loss, Object.keys(outputs)]).toEqual([1, ["aux"]]);
    const after = await net.weights();
    // d/d body = ½ · 2 · 2, d/d aux = ½ · 2 · 1
    expectClose([after["body.weight"], after["aux.weight"], after["head.weight"]].flatMap((w) => [...(w?.data ?? [])]), [0.8, 1.9, 3]);
    net.dispose();
  });

  test("the gradients of a shared layer's uses add up", async () => {
    const again = shared(dense(1, { useBias: false }));
    const net = await open(graph("squared", [1], { one: again, two: again }), { weights: { "one.weight": floats([1, 1], 3) } });
    const { value, weights } = await net.gradients({ inputs: { input: floats([1, 1], 5) }, of: { upstream: { two: floats([1, 1], 1) } }, withRespectTo: { weights: ["one.weight"] } });
    // d/dw of w²x is 2wx.
    expect([value, listed(weights, "one.weight")]).toEqual([45, [30]]);
    net.dispose();
  });

  test("a shared layer remembers one use after the other", async () => {
    const bn = shared(batchNormalization({ momentum: 0.5, scale: false, center: false }));
    const twice = graph("twice", { left: [1], right: [1] }, { join: branches([[from("left"), bn], [from("right"), bn]], add()), fc: dense(1) });
    const net = await open(twice);
    const mean = Object.keys(await net.weights()).find((name) => name.endsWith("running_mean")) ?? "";
    await net.step({ inputs: { left: floats([2, 1], 3, 5), right: floats([2, 1], 9, 11) }, targets: { fc: floats([2, 1], 0, 0) } }, { objective: sum(["fc"]), optimizer: sgd() });
    // 0 → ½ · 4 = 2 → ½ · 2 + ½ · 10 = 6
    expect(listed(await net.weights(), mean)).toEqual([6]);
    net.dispose();
  });

  test("a layer none of whose weights may change runs as at inference", async () => {
    const net = await open(small);
    const before = await net.weights();
    await net.step(batch, { objective: entropy, optimizer: sgd({ learningRate: 0.1 }), trainable: ["fc.weight"] });
    const after = await net.weights();
    expect(Object.keys(before).filter((name) => String(before[name]?.data) !== String(after[name]?.data))).toEqual(["fc.weight"]);
    await net.step(batch, { objective: entropy, optimizer: sgd({ learningRate: 0.1 }), trainable: ["bn.bias"] });
    const moved = await net.weights();
    expect(Object.keys(after).filter((name) => String(after[name]?.data) !== String(moved[name]?.data))).toEqual(["bn.bias", "bn.running_mean", "bn.running_var"]);
    net.dispose();
  });

  test("a factor on the learning rate of a weight", async () => {
    const target = { inputs: { input: floats([1, 1], 1) }, targets: { second: floats([1, 1], 0) } };
    const net = await open(line, { weights: weighted(1, 1) });
    await net.step(target, { objective: sum(["second"]), optimizer: sgd({ learningRate: 0.1 }), rates: { "first.weight": 0.5 } });
    const { "first.weight": first, "second.weight": second } = await net.weights();
    expectClose([...(first?.data ?? []), ...(second?.data ?? [])], [0.9, 0.8]);
    await net.step(target, { objective: sum(["second"]), optimizer: sgd(), learningRate: 0 });
    expect(await net.weights()).toEqual({ "first.weight": first, "second.weight": second });
    net.dispose();
  });

  test("running as in training drops, and remembers nothing", async () => {
    const net = await open(small);
    const before = await net.weights();
    const [train, train2, infer] = [await net.run(batch.inputs, { training: true }), await net.run(batch.inputs, { training: true }), await net.run(batch.inputs)];
    expect(train).toEqual(train2);
    expect(train).not.toEqual(infer);
    expect(await net.weights()).toEqual(before);
    net.dispose();
  });

  test.each<Optimizer>([sgd({ momentum: 0.9 }), adam({ amsgrad: true }), nadam()])("a training goes on bit by bit as if it had not stopped: $kind", async (optimizer) => {
    const whole = await open(small, { seed: 3 });
    const how = (step: number) => ({ objective: entropy, optimizer, ...(step < 2 && { trainable: ["fc.weight", "fc.bias"] }) });
    for (let step = 0; step < 3; step++) await whole.step(batch, how(step));
    const [weights, state] = [await whole.weights(), await whole.optimizerState()];
    const rest = await open(small, { seed: 3, weights });
    await rest.setOptimizerState(JSON.parse(JSON.stringify(state), (_, value: unknown) => revived(value)) as typeof state);
    for (let step = 3; step < 5; step++) expect(await rest.step(batch, how(step))).toEqual(await whole.step(batch, how(step)));
    expect(await rest.weights()).toEqual(await whole.weights());
    expect(await rest.optimizerState()).toEqual(await whole.optimizerState());
    expect([state.steps, state.scalars["fc.weight/step"], state.scalars["conv.weight/step"]]).toEqual([3, 3, 1]);
    whole.dispose();
    rest.dispose();
  });

  test("a weight thawed later begins its optimiser's count at one, as if the optimiser were new to it", async () => {
    const [late, fresh] = [await open(line, { weights: weighted(1, 1) }), await open(line, { weights: weighted(1, 1) })];
    const target = { inputs: { input: floats([1, 1], 1) }, targets: { second: floats([1, 1], 0) } };
    const how = { objective: sum(["second"]), optimizer: adam({ learningRate: 0.1 }) };
    await late.step(target, { ...how, learningRate: 0, trainable: ["second.weight"] });
    await late.step(target, how);
    await fresh.step(target, how);
    expect(listed(await late.weights(), "first.weight")).toEqual(listed(await fresh.weights(), "first.weight"));
    late.dispose();
    fresh.dispose();
  });

  test("another optimiser begins anew", async () => {
    const net = await open(line, { weights: weighted(1, 1) });
    const target = { inputs: { input: floats([1, 1], 1) }, targets: { second: floats([1, 1], 0) } };
    await net.step(target, { objective: sum(["second"]), optimizer: sgd({ momentum: 0.9 }), learningRate: 0 });
    await net.step(target, { objective: sum(["second"]), optimizer: adam({ learningRate: 0.1 }) });
    expectClose(listed(await net.weights(), "first.weight"), [0.9]);
    expect((await net.optimizerState()).scalars).toEqual({ "first.weight/step": 1, "second.weight/step": 1 });
    net.dispose();
  });

  test("tokens are looked up, and have no derivative", async () => {
    const words = graph("words", sequence(3, 5), { embed: embedding(5, 2), pool: globalAveragePooling1d(), fc: dense(1) });
    const net = await open(words);
    const input: NdArray = { shape: [1, 3], data: Int32Array.of(0, 4, 4) };
    const { weights } = await net.gradients({ inputs: { input }, of: { upstream: { pool: floats([1, 2], 3, 6) } }, withRespectTo: { weights: ["embed.weight"] } });
    expectClose(listed(weights, "embed.weight"), [1, 2, 0, 0, 0, 0, 0, 0, 2, 4]);
    await expect(net.run({ input: { shape: [1, 3], data: Int32Array.of(0, 5, 1) } })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: words: input "input" must hold whole numbers from 0 to 4. Received 5.]`);
    await expect(net.gradients({ inputs: { input }, of: { upstream: { pool: floats([1, 2], 1, 1) } }, withRespectTo: { inputs: ["input"] } })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: words: tokens have no derivative. Received the input "input". Ask for that of the node that looks them up.]`);
    net.dispose();
  });

  test("some weights are replaced, or on any fault none", async () => {
    const net = await open(line, { weights: weighted(1, 2) });
    await net.setWeights({ "second.weight": floats([1, 1], 7) });
    expect(await net.weights()).toEqual(weighted(1, 7));
    await expect(net.setWeights({ "first.weight": floats([1, 1], 5), "second.weight": floats([2, 1], 1, 1), "third.weight": floats([1], 1) })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [GraphError: line: the arrays must fit the graph. 2 of them do not:
      second.weight: must be 1×1. Received 2×1.
      third.weight: not a weight of this graph.]
    `);
    await expect(net.setWeights({ "first.weight": floats([1, 1], 5), "second.weight": floats([1, 1], 1, 1) })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: second.weight: an array of shape [1, 1] must hold 1 numbers. Received 2.]`);
    expect(await net.weights()).toEqual(weighted(1, 7));
    await expect(open(line, { weights: { "first.weight": floats([1, 1], 5) } })).rejects.toThrowErrorMatchingInlineSnapshot(`
      [GraphError: line: the arrays must fit the graph. 1 of them does not:
      second.weight: missing, 1×1.]
    `);
    net.dispose();
  });

  test("calls that overlap do what they would do one after the other, and those before the end are answered", async () => {
    const [patient, hasty] = [await open(small), await open(small)];
    const how = { objective: entropy, optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) };
    const asks: readonly ((net: Network) => Promise<unknown>)[] = [
      (net) => net.step(batch, how), (net) => net.run(batch.inputs), (net) => net.weights(), (net) => net.step(batch, how), (net) => net.setWeights({ "fc.bias": floats([2], 5, -5) }),
      (net) => net.measure(batch, entropy), (net) => net.gradients({ inputs: batch.inputs, of: { objective: entropy, targets: batch.targets }, withRespectTo: { weights: ["conv.weight"] } }),
      (net) => net.step(batch, how), (net) => net.optimizerState(), (net) => net.weights(),
    ];
    const expected: unknown[] = [];
    for (const ask of asks) expected.push(await ask(patient));
    const found = asks.map((ask) => ask(hasty));
    hasty.dispose();
    expect(await Promise.all(found)).toEqual(expected);
    patient.dispose();
  });

  test("overlapping calls on different backends do not disturb each other", async () => {
    const [here, there] = [await open(line, { weights: weighted(3, 5) }), await network(line, { engine: await other(), weights: weighted(2, 2) })];
    const x = floats([1, 1], 1);
    const values = await Promise.all([here.predict(x), there.predict(x), here.predict(x), there.weights(), here.weights()]);
    expect(values.slice(0, 3).map((value) => (value as NdArray).data[0])).toEqual([15, 4, 15]);
    here.dispose();
    there.dispose();
  });
}

const one = { input: floats([2, 1], 1, 1) };
const step: StepOptions = { objective: sum(["second"]), optimizer: sgd() };
const good: Batch = { inputs: one, targets: { second: floats([2, 1], 1, 1) } };

/** What is asked wrongly, of a network of which graph, and how. */
export const refusals: readonly (readonly [what: string, of: Graph, ask: (net: Network) => Promise<unknown>])[] = [
  ["an input that is missing", line, (net) => net.run({})],
  ["an input that is unknown", line, (net) => net.run({ ...one, inputs: floats([1], 1) })],
  ["an input of a wrong shape", line, (net) => net.run({ input: floats([2], 1, 1) })],
  ["an input that holds too little", line, (net) => net.run({ input: floats([2, 1], 1) })],
  ["a batch that differs", graph("pair", { a: [1], b: [1] }, branches([from("a"), from("b")], add())), (net) => net.run({ a: floats([2, 1], 1, 1), b: floats([1, 1], 1) })],
  ["an upstream of a wrong shape", line, (net) => net.gradients({ inputs: one, of: { upstream: { second: floats([1], 1) } }, withRespectTo: { inputs: ["input"] } })],
  ["a derivative of nothing", line, (net) => net.gradients({ inputs: one, of: { upstream: {} }, withRespectTo: { inputs: ["input"] } })],
  ["a derivative with respect to nothing", line, (net) => net.gradients({ inputs: one, of: { upstream: { second: floats([2, 1], 1, 1) } }, withRespectTo: {} })],
  ["a derivative with respect to a weight that is not", line, (net) => net.gradients({ inputs: one, of: { upstream: { second: floats([2, 1], 1, 1) } }, withRespectTo: { weights: ["first.bias"] } })],
  ["a target that is missing", line, (net) => net.step({ inputs: one, targets: {} }, step)],
  ["a loss of no output", line, (net) => net.step(good, { ...step, objective: {} })],
  ["a weight to train that is not", line, (net) => net.step(good, { ...step, trainable: ["fist.weight"] })],
  ["a rate for a weight that is not", line, (net) => net.step(good, { ...step, rates: { "second.bias": 2 } })],
  ["weights of samples of no output", line, (net) => net.step({ ...good, weights: { secnd: floats([2], 1, 1) } }, step)],
  ["fewer weights than samples", line, (net) => net.step({ ...good, weights: { second: floats([1], 1) } }, step)],
  ["a weight of a sample below 0", line, (net) => net.measure({ ...good, weights: { second: floats([2], 1, -1) } }, step.objective)],
  ["a batch in no part", line, (net) => net.step(good, { ...step, parts: 0 })],
  ["parts of a batch whose target does not fit", line, (net) => net.step({ ...good, targets: { second: floats([1, 1], 1) } }, { ...step, parts: 2 })],
  ["nothing to train", line, (net) => net.step(good, { ...step, trainable: [] })],
  ["one array for two inputs", graph("pair", { a: [1], b: [1] }, branches([from("a"), from("b")], add())), (net) => net.predict(floats([1, 1], 1))],
  ["an optimiser's state of another graph", line, (net) => net.setOptimizerState({ steps: 1, slots: { "conv.weight/exp_avg": floats([1], 1) }, scalars: {} })],
  ["an optimiser's state of another shape", line, (net) => net.setOptimizerState({ steps: 1, slots: { "first.weight/exp_avg": floats([1], 1) }, scalars: {} })],
];

/** Everything that can be asked after the end. */
export const afterTheEnd: readonly ((net: Network) => Promise<unknown>)[] = [
  (net) => net.run(one), (net) => net.predict(one), (net) => net.weights(), (net) => net.step(good, step), (net) => net.measure(good, step.objective), (net) => net.setWeights({}), (net) => net.optimizerState(),
];

/** Typed arrays come out of JSON as records of their places. */
function revived(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("shape" in value && "data" in value)) return value;
  return { shape: value.shape, data: Float32Array.from(Object.values(value.data as object) as number[]) };
}

