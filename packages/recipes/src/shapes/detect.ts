import { shapeScenes, type SceneDataset, type SceneSplit } from "@convscope/datasets/pure";
import { adam, cosine, detectionScores, huber, network, sparseCategoricalCrossentropy, type DetectionScores, type PictureDetections, type PictureTruth } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { slidingBoxes } from "./anchors.ts";
import { detections } from "./detections.ts";
import { boxOffset, classScore, detector } from "./detector.ts";
import { percent } from "./parts.ts";
import { regionData } from "./regionData.ts";

/** A small figure is 9 to 17 pixels wide, a large one 16 to 29. */
const sizes: readonly number[] = [12, 17, 24];

/**
 * Detection in the way of Fast R-CNN (arXiv:1504.08083) on drawn scenes of one to three figures. Regions come from a sliding window (see
 * `slidingBoxes`); in training some are drawn for each picture and epoch, a quarter of them of figures, true boxes among them
 * (section 2.3), at detection all are looked at. The loss is the cross-entropy of the class plus the smooth L1 distance of the offsets
 * (equations 1 to 3, λ = 1). Boxes of one class that overlap by more than 0.3 are one: only the surest is kept.
 *
 * Measured on test pictures: `map50`, the mean average precision from an intersection over union of ½ on, as Pascal VOC counts, and
 * `map75`, from ¾ on, which asks for tight boxes.
 */
export const detectShapes: ProgramRecipe = program({
  name: "detect-shapes",
  title: "Which figures are where, however many there are",
  task: "object detection",
  teaches: "The picture goes through the convolutions once; regions are cut out of the maps, classified and corrected. What is found twice is suppressed.",
  data: [],
  minutes: 2,
  settings: { epochs: 10, train: 800, test: 200, batch: 8, regions: 32, learningRate: 0.001 },
  expected: [{ measure: "map50", atLeast: 0.93 }, { measure: "map75", atLeast: 0.8 }],
  async run(bench, { epochs, train, test, batch, regions, learningRate }) {
    const data = shapeScenes({ train, test });
    const [height, width] = data.inputShape;
    const windows = slidingBoxes(height, width, sizes);
    const classes = data.classes.length + 1;
    const net = await network(detector(data.inputShape, regions, classes), { engine: bench.engine, seed: bench.seed });
    try {
      const { history } = await bench.fit("training", net, regionData(data, windows, regions, bench.seed), {
        // The mean over all values, of which the offsets have so many a region, becomes the sum over each region's.
        loss: { [classScore]: sparseCategoricalCrossentropy(), [boxOffset]: { loss: huber(), weight: 4 * classes } },
        optimizer: adam({ learningRate }), schedule: cosine(), epochs, batchSize: batch,
      });
      const weights = await net.weights();
      const all = await network(detector(data.inputShape, windows.length, classes), { engine: bench.engine, seed: bench.seed, weights });
      try {
        const found = await detections(all, data.test, windows, data.classes.length);
        const [half, strict] = [0.5, 0.75].map((overlap) => detectionScores(found, truthOf(data.test), { classes: data.classes.length, overlap })) as [DetectionScores, DetectionScores];
        return {
          measures: { map50: half.meanAveragePrecision, map75: strict.meanAveragePrecision },
          figures: { detections: figureOf(data, found) },
          networks: { detector: { graph: all.graph, weights } },
          histories: { training: history },
          table: [["class", "AP at IoU 0.5", "AP at IoU 0.75"], ...data.classes.map((name, i) => [name, ...[half, strict].map(({ averagePrecision }) => (averagePrecision[i] ?? NaN).toFixed(3))])],
        };
      } finally {
        all.dispose();
      }
    } finally {
      net.dispose();
    }
  },
});

const truthOf = ({ figures }: SceneSplit): PictureTruth[] => figures.map((of) => ({ boxes: of.map(({ box }) => box), labels: of.map(({ label }) => label) }));

/** Those of which a detector would be asked: more likely there than not. */
const sure = ({ boxes, labels, scores }: PictureDetections): PictureDetections => {
  const places = boxes.map((_, i) => i).filter((i) => (scores[i] ?? 0) > 0.5);
  return { boxes: places.map((i) => boxes[i] ?? []), labels: places.map((i) => labels[i] ?? NaN), scores: places.map((i) => scores[i] ?? NaN) };
};

function figureOf({ test, classes }: SceneDataset, found: readonly PictureDetections[]): string {
  const area = test.shape[1] * test.shape[2] * 3;
  const pictures = found.slice(0, 12).map(sure).map(({ boxes, labels, scores }, i) => ({
    image: test.images.subarray(i * area, (i + 1) * area), shape: test.shape.slice(1),
    boxes: (test.figures[i] ?? []).flatMap(({ box }) => [...box]), found: boxes.flatMap((box) => Array.from(box)),
    caption: Array.from(labels, (label, k) => `${classes[label]} ${percent(scores[k] ?? NaN)}`).join(", ") || "nothing",
  }));
  return pictureSheet(pictures, { title: "Detections in test pictures, those surer than 50 %" });
}
