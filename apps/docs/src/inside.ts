import type { NodeMaps, SheetPicture } from "@convscope/viz";
import recorded from "./recorded/inside.json" with { type: "json" };
import { bytesOf, cropOf, nth, sampleOf, unpacked, type Numbers } from "./recorded.ts";
import { shown } from "./shown.ts";

/** What is shown of the network that tells circles, squares and triangles apart. */
export type View = "kernels" | "maps" | "patches" | "drawn";

/** Its layers with maps, each with the side of what a unit sees. */
export const insideLayers: readonly { readonly node: string; readonly field: number }[] = [{ node: "one.unit.relu", field: 3 }, { node: "two.unit.relu", field: 8 }, { node: "three.relu", field: 18 }, { node: "four.relu", field: 26 }];

export const patchChannels: readonly number[] = recorded.patches[0]?.channels.map(({ channel }) => channel) ?? [];
export const mappedPictures = recorded.maps[0]?.maps.shape[0] ?? 0;
export const drawnNodes: readonly string[] = recorded.drawn.map(({ node }) => node);

export const firstKernels = (which: "trained" | "untrained"): Numbers => unpacked(recorded.first[which]);

/** What layers made of one of the first pictures, and how many of their maps are the same everywhere. */
export function mapsOf(node: string, picture: number): NodeMaps {
  const found = recorded.maps.find((one) => one.node === node);
  if (!found) throw new RangeError(`There are no maps of ${node}.`);
  return { node, maps: nth(unpacked(found.maps), picture) };
}

/** The parts of 300 pictures that a channel answers to most, each as it is, or marked in its picture. */
export function patchesOf(node: string, channel: number, whole: boolean): readonly SheetPicture[] {
  const found = recorded.patches.find((one) => one.node === node)?.channels.find((one) => one.channel === channel);
  return (found?.patches ?? []).map(({ sample, value, box }) => {
    const picture = sampleOf(sample);
    const caption = shown(value);
    if (!whole) return { ...cropOf(picture, box), caption };
    return { image: picture.image, shape: picture.shape, caption: `${caption}, ${picture.label}`, boxes: [box.left, box.top, box.right + 1, box.bottom + 1] };
  });
}

/** Pictures that were drawn for units or classes by ascent, with the answer at the start and at the end. */
export function drawnFor(node: string): readonly SheetPicture[] {
  const found = recorded.drawn.find((one) => one.node === node);
  if (!found) return [];
  const pictures = unpacked(found.pictures);
  const names = ["circle", "square", "triangle"];
  return found.channels.map((channel, i) => {
    const { shape, data } = nth(pictures, i);
    return { image: bytesOf(data), shape, caption: `${node === "fc" ? names[channel] : channel}: ${shown(found.before[i] ?? NaN)} → ${shown(found.after[i] ?? NaN)}` };
  });
}
