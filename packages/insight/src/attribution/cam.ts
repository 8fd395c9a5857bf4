import { GraphError, inferShapes, nodeOf } from "@convscope/core";
import { known, type NdArray, type Network } from "@convscope/nn";
import { ask, mapNode, upstreamOf, type Question, type TargetOptions } from "../target.ts";
import { explained, type Attribution } from "./gradient.ts";

export interface CamOptions extends TargetOptions {
  /** The node whose maps are weighed; the last that makes maps unless given. */
  readonly layer?: string;
}

/** A map over the places of a layer, `[N, h, w]`, none below 0. */
export interface ClassActivationMap extends Attribution {
  readonly layer: string;
}

/** The maps of a layer, and the derivatives of the scores with respect to them: `[N, h, w, C]`. */
export interface Maps {
  readonly question: Question;
  readonly layer: string;
  readonly shape: readonly [samples: number, height: number, width: number, channels: number];
  readonly values: ArrayLike<number>;
}

/** Grad-CAM: the maps of a layer, weighed by their mean gradient, and what speaks for the class of that. arXiv:1610.02391. */
export const gradCam = (network: Network, x: NdArray, options: CamOptions = {}): Promise<ClassActivationMap> =>
  cam("gradCam", network, x, options, (gradients) => {
    const weight = mean(gradients);
    return () => weight;
  });

/** Grad-CAM++: positive gradients, weighed by how much each place adds, so that each of several objects counts. arXiv:1710.11063, equation 19. */
export const gradCamPlusPlus = (network: Network, x: NdArray, options: CamOptions = {}): Promise<ClassActivationMap> =>
  cam("gradCamPlusPlus", network, x, options, (gradients, values) => {
    const total = values.reduce((sum, value) => sum + value, 0);
    let weight = 0;
    for (const g of gradients) {
      const alpha = g === 0 ? 0 : 1 / (2 + total * g);
      if (g > 0 && Number.isFinite(alpha)) weight += alpha * g;
    }
    return () => weight;
  });

/** LayerCAM: each value of a map weighed by its own positive gradient, which is sharp in early layers too. doi:10.1109/TIP.2021.3089943. */
export const layerCam = (network: Network, x: NdArray, options: CamOptions = {}): Promise<ClassActivationMap> =>
  cam("layerCam", network, x, options, (gradients) => (place) => Math.max(0, gradients[place] ?? 0));

/** The weights of one channel's places, of the gradients and the values at them. */
type Weighing = (gradients: Float64Array, values: Float64Array) => (place: number) => number;

async function cam(where: string, network: Network, x: NdArray, options: CamOptions, weigh: Weighing): Promise<ClassActivationMap> {
  known(where, options, "target", "output", "layer");
  const { question, layer, shape: [samples, height, width, channels], values } = await mapsOf(network, x, options);
  const { nodes } = await network.gradients({ inputs: { [question.input]: x }, of: { upstream: { [question.node]: upstreamOf(question) } }, withRespectTo: { nodes: [layer] } });
  const slopes = nodes[layer]?.data ?? [];
  const places = height * width;
  const data = new Float32Array(samples * places);
  const [g, a] = [new Float64Array(places), new Float64Array(places)];
  for (let i = 0; i < samples; i++) {
    for (let c = 0; c < channels; c++) {
      for (let place = 0; place < places; place++) {
        const at = (i * places + place) * channels + c;
        g[place] = slopes[at] ?? 0;
        a[place] = values[at] ?? 0;
      }
      const weight = weigh(g, a);
      for (let place = 0; place < places; place++) data[i * places + place]! += weight(place) * (a[place] ?? 0);
    }
  }
  return { ...explained(question, [samples, height, width], data.map((value) => Math.max(0, value))), layer };
}

/**
 * What a layer makes of samples.
 *
 * @throws GraphError for a layer that does not exist or makes no maps.
 */
export async function mapsOf(network: Network, x: NdArray, options: CamOptions): Promise<Maps> {
  const question = await ask(network, x, options);
  const layer = options.layer ?? mapNode(network.graph, question.node);
  nodeOf(network.graph, layer);
  const [height = 0, width = 0, channels = 0, ...more] = inferShapes(network.graph).get(layer) ?? [];
  if (channels === 0 || more.length > 0) throw new GraphError(`${network.graph.name}: layer must make maps, [height, width, channels]. Received "${layer}", which makes [${(inferShapes(network.graph).get(layer) ?? []).join(", ")}].`);
  const values = await network.run({ [question.input]: x }, { nodes: [layer] });
  return { question, layer, shape: [x.shape[0] ?? 0, height, width, channels], values: values[layer]?.data ?? [] };
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
