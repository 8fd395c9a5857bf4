import type { SceneDataset } from "@convscope/datasets";
import { arrayData, randomOf, type Box, type Data } from "@convscope/nn";
import { assigned } from "./anchors.ts";
import { boxOffset, classScore } from "./detector.ts";
import { pixels } from "./parts.ts";

/**
 * Training pictures with regions drawn anew for each epoch from those of the sliding window and the true boxes: up to a quarter that
 * belong to figures, the rest background, as arXiv:1504.08083, section 2.3, draws them, except that any background will do there.
 */
export function regionData({ train, classes: { length } }: SceneDataset, sliding: readonly Box[], regions: number, seed: number): Data {
  const classes = length + 1;
  const pictures = arrayData({ inputs: { image: pixels(train) }, targets: {} });

  function drawn(picture: number, epoch: number): readonly Box[] {
    const known = train.figures[picture] ?? [];
    const candidates = [...known.map(({ box }) => box), ...sliding];
    const order = Array.from(randomOf(seed, "regions", epoch, picture).permutation(candidates.length), (place) => candidates[place] as Box);
    const [inside, outside] = [true, false].map((of) => order.filter((region) => assigned(region, known).label > 0 === of)) as [Box[], Box[]];
    return [...inside.slice(0, Math.floor(regions / 4)), ...outside].slice(0, regions);
  }

  return {
    length: pictures.length,
    async batch(indices, epoch = 0) {
      const [n, row] = [indices.length, regions * 4 * classes];
      const [boxes, counts, labels, offsets] = [new Float32Array(n * regions * 4), new Float32Array(n * row), new Int32Array(n * regions), new Float32Array(n * row)];
      indices.forEach((picture, i) => {
        drawn(picture, epoch).forEach((region, r) => {
          const of = assigned(region, train.figures[picture] ?? []);
          boxes.set(region, (i * regions + r) * 4);
          labels[i * regions + r] = of.label;
          if (of.label === 0) return;
          const at = i * row + (r * classes + of.label) * 4;
          counts.fill(1, at, at + 4);
          offsets.set(of.offsets, at);
        });
      });
      const { inputs } = await pictures.batch(indices);
      return {
        inputs: { ...inputs, boxes: { shape: [n, regions, 4], data: boxes }, counts: { shape: [n, regions, 4 * classes], data: counts } },
        targets: { [classScore]: { shape: [n, regions], data: labels }, [boxOffset]: { shape: [n, regions, 4 * classes], data: offsets } },
      };
    },
  };
}
