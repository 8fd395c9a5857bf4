import { ancestors, inferShapes, isSequence, weightSpecs } from "../../packages/core/dist/index.js";
import { fromTorch, toPyTorch, toTorch } from "../../packages/exchange/dist/index.js";
import { concatenateRows, frozenNodes, partsOf, trainableKeys, trainableWeights } from "../../packages/nn/dist/index.js";

/** @typedef {import("../../packages/core/dist/index.js").Graph} Graph */
/** @typedef {import("../../packages/nn/dist/index.js").NdArray} NdArray */
/** @typedef {import("../../packages/nn/dist/index.js").Arrays} Arrays */
/** @typedef {import("../../packages/nn/dist/index.js").Engine} Engine */
/** @typedef {import("../../packages/nn/dist/index.js").Runtime} Runtime */
/** @typedef {import("../../packages/nn/dist/index.js").StepResult} StepResult */
/** @typedef {import("../../packages/nn/dist/index.js").Objective} Objective */
/** @typedef {import("../../packages/nn/dist/index.js").Part} Part */
/** @typedef {{ head: any, arrays: Arrays }} Answer */

/** A batch in parts, as names of arrays tell it: `0/input/x`. @param {readonly Part[]} parts @returns {Arrays} */
const arraysOf = (parts) =>
  Object.fromEntries(
    parts.flatMap(({ inputs, targets, factors }, i) =>
      Object.entries({ input: inputs, target: targets, factor: factors }).flatMap(([what, arrays]) => Object.entries(arrays).map(([name, array]) => [`${i}/${what}/${name}`, array])),
    ),
  );

/** @param {Arrays} inputs @param {Arrays} [targets] */
const whole = (inputs, targets = {}) => arraysOf([{ inputs, targets, factors: {} }]);

/** @param {Objective} objective */
const lossesOf = (objective) => Object.entries(objective).map(([output, { loss, weight }]) => ({ output, loss, weight }));

/** @param {Objective} objective @param {Answer} answer @param {readonly Part[]} parts @returns {StepResult} */
function resultOf(objective, { head, arrays }, parts) {
  const names = Object.keys(objective);
  // JSON has no number that is none.
  const losses = names.map((_, i) => head.losses[i] ?? NaN);
  return {
    loss: names.reduce((sum, name, i) => sum + (objective[name]?.weight ?? NaN) * losses[i], 0),
    losses: Object.fromEntries(names.map((name, i) => [name, losses[i]])),
    outputs: Object.fromEntries(names.map((name) => [name, concatenateRows(parts.map((_, i) => /** @type {NdArray} */ (arrays[`${i}/${name}`])))])),
  };
}

/** `conv1.weight/exp_avg` is of `conv1.weight`, `exp_avg`. @param {string} key */
const split = (key) => [key.slice(0, key.lastIndexOf("/")), key.slice(key.lastIndexOf("/") + 1)];

/**
 * A network of the Python process.
 *
 * @param {Graph} graph @param {Engine} engine @param {number} id
 * @param {(request: Readonly<Record<string, unknown>>, arrays?: Arrays) => Answer} ask
 * @param {<A extends readonly unknown[], T>(call: (...args: A) => T) => (...args: A) => Promise<T>} timed
 * @returns {Runtime}
 */
export function runtime(graph, engine, id, ask, timed) {
  const shapes = inferShapes(graph);
  const inputNames = Object.keys(graph.inputs);
  const tokens = inputNames.filter((name) => isSequence(graph.inputs[name] ?? []));
  const trainableOf = trainableWeights(graph);
  const all = trainableKeys(graph);
  /** PyTorch's name of each weight, by ours. */
  const torchNames = new Map([...weightSpecs(graph)].map(([key, { torchName }]) => [key, torchName === undefined ? key : key.slice(0, key.lastIndexOf("."))]));
  /** @type {Map<string, number>} */
  const views = new Map();

  /** The number of the forward pass that gives these nodes and computes nothing else, over the parts of the whole network. @param {readonly string[]} nodes */
  const view = (nodes) => {
    const key = JSON.stringify(nodes);
    const before = views.get(key);
    if (before !== undefined) return before;
    const source = toPyTorch({ ...graph, nodes: ancestors(graph, nodes), outputs: nodes });
    const number = views.size;
    ask({ do: "view", id, view: number, source, nodes, inputs: inputNames, tokens, shapes: nodes.map((name) => shapes.get(name)) });
    views.set(key, number);
    return number;
  };
  const state = () => ask({ do: "weights", id }).arrays;
  /** Arrays that lie as weights do, from PyTorch's names and order to ours. @param {Arrays} arrays @returns {Arrays} */
  const ours = (arrays) => {
    // All weights are wanted at once: the network's own stand in for the others.
    const found = fromTorch(graph, { ...state(), ...arrays });
    return Object.fromEntries(Object.entries(found).filter(([key]) => (torchNames.get(key) ?? "") in arrays));
  };

  return {
    graph, engine,
    run: timed((inputs, { nodes = graph.outputs, training = false } = {}) => {
      const { arrays } = ask({ do: "run", id, view: view(nodes), training }, whole(inputs));
      return Object.fromEntries(nodes.map((name) => [name, arrays[`0/${name}`]]));
    }),
    measure: timed((batch, objective) => {
      const parts = partsOf(graph, batch, objective);
      return resultOf(objective, ask({ do: "measure", id, view: view(Object.keys(objective)), losses: lossesOf(objective) }, arraysOf(parts)), parts);
    }),
    gradients: timed(({ inputs, of, withRespectTo: { inputs: ofInputs = [], nodes = [], weights = [] }, rule = "true", training = false }) => {
      if (rule !== "true") throw new Error(`PyTorch: gradients must be true ones here. Received the rule ${rule}.`);
      const ends = Object.keys("objective" in of ? of.objective : of.upstream);
      const given = "objective" in of ? arraysOf(partsOf(graph, { ...of, inputs }, of.objective)) : whole(inputs, of.upstream);
      const by = { inputs: ofInputs, nodes, weights: weights.map((key) => torchNames.get(key)) };
      const { head, arrays } = ask({ do: "gradients", id, view: view([...new Set([...ends, ...nodes])]), training, ends, losses: "objective" in of ? lossesOf(of.objective) : [], ...by }, given);
      /** @param {string} what */
      const part = (what) => Object.fromEntries(Object.entries(arrays).flatMap(([key, array]) => (key.startsWith(`${what}/`) ? [[key.slice(what.length + 1), array]] : [])));
      return { value: head.value ?? NaN, inputs: part("input"), nodes: part("node"), weights: ours(part("weight")) };
    }),
    step: timed((batch, { objective, optimizer, learningRate = optimizer.learningRate, trainable = all, rates = {}, parts: count }) => {
      const parts = partsOf(graph, batch, objective, count);
      const frozen = trainable === all ? new Set() : frozenNodes(graph, trainableOf, new Set(trainable));
      const how = {
        optimizer,
        rates: trainable.map((key) => [torchNames.get(key), learningRate * (rates[key] ?? 1)]),
        frozen: graph.nodes.filter(({ name }) => frozen.has(name)).map(({ name, weightsOf = name }) => weightsOf),
      };
      return resultOf(objective, ask({ do: "step", id, view: view(Object.keys(objective)), losses: lossesOf(objective), ...how }, arraysOf(parts)), parts);
    }),
    weights: timed(() => fromTorch(graph, state())),
    setWeights: timed((weights) => void ask({ do: "setWeights", id }, toTorch(graph, weights))),
    optimizerState: timed(() => {
      const { head: { steps, step, slots }, arrays } = ask({ do: "optimizerState", id });
      /** @param {string} slot @returns {Arrays} */
      const ofSlot = (slot) => ours(Object.fromEntries(Object.entries(arrays).flatMap(([key, array]) => (split(key)[1] === slot ? [[split(key)[0], array]] : []))));
      return {
        steps,
        slots: Object.fromEntries(slots.flatMap((/** @type {string} */ slot) => Object.entries(ofSlot(slot)).map(([key, array]) => [`${key}/${slot}`, array]))),
        scalars: Object.fromEntries([...torchNames].flatMap(([key, name]) => (name in step ? [[`${key}/step`, step[name]]] : []))),
      };
    }),
    setOptimizerState: timed(({ steps, slots, scalars }) => {
      const arrays = Object.entries(slots).flatMap(([key, array]) => {
        const [weight = "", slot] = split(key);
        return Object.entries(toTorch(graph, { [weight]: array })).map(([name, torch]) => [`${name}/${slot}`, torch]);
      });
      const step = [...torchNames].flatMap(([key, name]) => (`${key}/step` in scalars ? [[name, scalars[`${key}/step`]]] : []));
      ask({ do: "setOptimizerState", id, steps, step: Object.fromEntries(step) }, Object.fromEntries(arrays));
    }),
    dispose: () => void ask({ do: "dispose", id }),
  };
}
