import { defineAsyncComponent, type Component } from "vue";

/** Parts of lessons that stand on the page from the start, and whose code is fetched when a reader turns to them. */
const loaders = {
  ArchitectureExplorer: () => import("./components/ArchitectureExplorer.vue"),
  AttributionMaps: () => import("./components/AttributionMaps.vue"),
  BetweenDigits: () => import("./components/BetweenDigits.vue"),
  ImagenetWinners: () => import("./components/ImagenetWinners.vue"),
  InsideFinder: () => import("./components/InsideFinder.vue"),
  LatentMap: () => import("./components/LatentMap.vue"),
  ModelBubbles: () => import("./components/ModelBubbles.vue"),
  SanityCheck: () => import("./components/SanityCheck.vue"),
  ZooTable: () => import("./components/ZooTable.vue"),
} as const;

export type LaterName = keyof typeof loaders;

/** What the server has drawn is done: nothing in it moves. */
export const still: readonly LaterName[] = ["ZooTable"];

/** What the server draws, and what a page that is come to by a link within the site shows at once. */
export const laterParts: { readonly [name in LaterName]: Component } = {
  ArchitectureExplorer: defineAsyncComponent(loaders.ArchitectureExplorer),
  AttributionMaps: defineAsyncComponent(loaders.AttributionMaps),
  BetweenDigits: defineAsyncComponent(loaders.BetweenDigits),
  ImagenetWinners: defineAsyncComponent(loaders.ImagenetWinners),
  InsideFinder: defineAsyncComponent(loaders.InsideFinder),
  LatentMap: defineAsyncComponent(loaders.LatentMap),
  ModelBubbles: defineAsyncComponent(loaders.ModelBubbles),
  SanityCheck: defineAsyncComponent(loaders.SanityCheck),
  ZooTable: defineAsyncComponent(loaders.ZooTable),
};

export const load = async (name: LaterName): Promise<Component> => (await loaders[name]()).default;
