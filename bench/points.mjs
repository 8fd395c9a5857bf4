import { model } from "../packages/models/dist/index.js";
import * as viz from "../packages/viz/dist/index.js";

const count = 10_000;
/** As good as random, and the same each time, 0 … 1. @param {number} i */
const noise = (i) => (Math.imul(i + 1, 0x9e3779b1) >>> 8) / 2 ** 24;
/** @template T @param {number} length @param {(i: number) => T} of */
const times = (length, of) => Array.from({ length }, (_, i) => of(i));
/** Losses and accuracies, four values an epoch. @param {number} epochs */
const history = (epochs) => times(epochs, (i) => ({ epoch: i + 1, loss: 2 / (1 + i / 100) + noise(i) / 10, accuracy: 1 - 1 / (2 + i / 100), valLoss: 2.2 / (1 + i / 100) + noise(i + 7) / 10, valAccuracy: 0.9 - 0.8 / (2 + i / 100) + noise(i) / 20 }));
/** A rising curve. @param {number} length @param {number} bend @returns {[number, number][]} */
const rising = (length, bend) => times(length, (i) => [i / (length - 1), (i / (length - 1)) ** bend]);
const classes = times(10, (i) => `class ${i}`);

/** Figures of 10,000 points, and diagrams: each makes its data, and gives what draws them. @type {Readonly<Record<string, () => () => string>>} */
export const points = {
  trainingCurves: () => { const all = history(count / 4); return () => viz.trainingCurves(all); },
  "trainingCurves, 10,000 epochs": () => { const all = history(count); return () => viz.trainingCurves(all); },
  compareTrainings: () => { const runs = times(10, (i) => ({ name: `run ${i}`, history: history(count / 40) })); return () => viz.compareTrainings(runs); },
  lineChart: () => { const series = times(5, (s) => ({ name: `series ${s}`, points: times(count / 5, (i) => /** @type {[number, number]} */ ([i, noise(i * 5 + s)])) })); return () => viz.lineChart(series); },
  learningRateCurve: () => { const rates = times(count / 2, (i) => 10 ** (i / 800 - 7)); const losses = rates.map((_, i) => 1 + noise(i)); return () => viz.learningRateCurve({ rates, losses, smoothed: rates.map(() => 1.5) }); },
  scatter: () => { const data = { points: times(2 * count, noise), labels: times(count, (i) => i % 10), classes }; return () => viz.scatter(data); },
  rocCurve: () => { const curves = classes.map((name, i) => ({ name, points: rising(count / 10, 1 / (i + 2)) })); return () => viz.rocCurve(curves); },
  prCurve: () => { const curves = classes.map((name, i) => ({ name, points: rising(count / 10, i + 2).map(([a, b]) => /** @type {[number, number]} */ ([a, 1 - b])) })); return () => viz.prCurve(curves); },
  histogramsOverTime: () => { const layers = times(10, (l) => ({ name: `layer ${l}`, histograms: times(20, (e) => ({ epoch: e + 1, from: -1, to: 1, counts: times(50, (i) => noise(i + 50 * e + l)) })) })); return () => viz.histogramsOverTime(layers, { limit: 20 }); },
  confusionMatrix: () => { const matrix = times(100, (i) => times(100, (j) => Math.floor(100 * noise(100 * i + j)))); return () => viz.confusionMatrix({ matrix, classes: times(100, String) }); },
  heatmapOverlay: () => { const map = { shape: [100, 100], data: Float32Array.from({ length: count }, (_, i) => noise(i)) }; const image = new Uint8Array(224 * 224 * 3).map((_, i) => 128 + 90 * Math.sin(i / 4000) + 30 * Math.sin(i / 90) + 4 * noise(i)); return () => viz.heatmapOverlay([{ image, shape: [224, 224, 3], map }]); },
  lossSurface: () => { const loss = { shape: [100, 100], data: Float32Array.from({ length: count }, (_, i) => (i % 100 / 50 - 1) ** 2 + 4 * (i / 5000 - 1) ** 2) }; return () => viz.lossSurface({ loss, x: [-1, 1], y: [-1, 1] }); },
  "diagram, resnet152, blocks": () => { const graph = model("resnet152"); return () => viz.diagram(graph); },
  "diagram, resnet152, layers": () => { const graph = model("resnet152"); return () => viz.diagram(graph, { style: "layers" }); },
  "diagram, inception_v4, layers": () => { const graph = model("inception_v4"); return () => viz.diagram(graph, { style: "layers" }); },
};
