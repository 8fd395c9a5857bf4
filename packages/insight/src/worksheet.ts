import { product } from "@convscope/core";
import { known, type Arrays, type Batch, type NdArray, type Network, type Objective } from "@convscope/nn";

export interface WorksheetOptions {
  /** Half the difference that an input or weight is moved by, as a share of its size, at least so much; 0.01 unless given. float32 sees no smaller ones. */
  readonly difference?: number;
}

/** One line of a worksheet: an array of the network, and how the loss changes with each of its numbers. */
export interface WorksheetRow {
  readonly kind: "input" | "weight" | "node";
  readonly name: string;
  /** Inputs and nodes with the batch first. */
  readonly value: NdArray;
  /** ∂loss/∂value by backpropagation. */
  readonly gradient: NdArray;
  /** The same by central differences: the loss with each number a little larger, less that with it a little smaller. Inputs and weights only. */
  readonly differences?: NdArray;
}

export interface Worksheet {
  readonly loss: number;
  readonly rows: readonly WorksheetRow[];
  /** The greatest difference between a derivative and its central difference, as a share of the greatest derivative of its array. */
  readonly disagreement: number;
}

/** Numbers of which each costs two forward passes. */
const most = 4096;

/**
 * Every value and every derivative of a small network for a batch, as one would work them out on paper, and the derivatives again by central
 * differences. Rectifiers have a kink: a difference across it lies between the slopes of its sides.
 *
 * @throws RangeError for a network with more than 4,096 inputs and weights.
 */
export async function worksheet(network: Network, { inputs, targets, weights: sampleWeights }: Batch, objective: Objective, options: WorksheetOptions = {}): Promise<Worksheet> {
  known("worksheet", options, "difference");
  const { difference = 0.01 } = options;
  if (!(difference > 0 && difference < 1)) throw new RangeError(`worksheet: difference must be a number > 0 and < 1. Received ${difference}.`);
  const { graph } = network;
  const all = await network.weights();
  const floats = Object.entries(inputs).filter(([, { data }]) => data instanceof Float32Array);
  const nodes = graph.nodes.map(({ name }) => name);
  const request = { inputs, of: { objective, targets, ...(sampleWeights && { weights: sampleWeights }) } };
  const found = await network.gradients({ ...request, withRespectTo: { inputs: floats.map(([name]) => name), nodes, weights: Object.keys(all) } });
  const count = [...floats.map(([, array]) => array), ...Object.values(all)].reduce((sum, { shape }) => sum + product(shape), 0);
  if (count > most) throw new RangeError(`worksheet: a network with at most ${most} inputs and weights in all, each of which is moved twice. Received ${count}. Take a smaller network or batch.`);
  const values = await network.run(inputs, { nodes });
  const lossWith = async (changed: Arrays): Promise<number> => (await network.measure({ inputs: { ...inputs, ...changed }, targets, ...(sampleWeights && { weights: sampleWeights }) }, objective)).loss;

  const inputRows: WorksheetRow[] = [];
  for (const [name, value] of floats) inputRows.push({ kind: "input", name, value, gradient: found.inputs[name] as NdArray, differences: await centralDifferences(value, difference, (array) => lossWith({ [name]: array })) });
  const weightRows: WorksheetRow[] = [];
  try {
    for (const [name, value] of Object.entries(all)) {
      const differences = await centralDifferences(value, difference, async (array) => {
        await network.setWeights({ [name]: array });
        return lossWith({});
      });
      await network.setWeights({ [name]: value });
      weightRows.push({ kind: "weight", name, value, gradient: found.weights[name] as NdArray, differences });
    }
  } finally {
    await network.setWeights(all);
  }
  const nodeRows = nodes.map((name): WorksheetRow => ({ kind: "node", name, value: values[name] as NdArray, gradient: found.nodes[name] as NdArray }));
  const rows = [...inputRows, ...nodes.flatMap((name) => [...weightRows.filter((row) => row.name.slice(0, row.name.lastIndexOf(".")) === name), ...nodeRows.filter((row) => row.name === name)])];
  return { loss: found.value, rows, disagreement: Math.max(0, ...rows.map(disagreementOf)) };
}

async function centralDifferences({ shape, data }: NdArray, share: number, loss: (array: NdArray) => Promise<number>): Promise<NdArray> {
  const differences = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const step = share * Math.max(1, Math.abs(data[i] ?? 0));
    const moved = async (by: number): Promise<number> => {
      const copy = Float32Array.from(data);
      copy[i] = (copy[i] ?? 0) + by;
      return loss({ shape, data: copy });
    };
    differences[i] = ((await moved(step)) - (await moved(-step))) / (2 * step);
  }
  return { shape, data: differences };
}

function disagreementOf({ gradient, differences }: WorksheetRow): number {
  if (!differences) return 0;
  const slopes = Array.from(gradient.data);
  return Math.max(0, ...slopes.map((value, i) => Math.abs(value - (differences.data[i] ?? 0)))) / Math.max(1e-6, ...slopes.map(Math.abs));
}
