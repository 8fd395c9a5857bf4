import { defineAsyncComponent, type Component } from "vue";

/** Parts of lessons that stand on the page from the start, and whose code is fetched when a reader turns to them. */
const loaders = {
  ArchitectureExplorer: () => import("./components/ArchitectureExplorer.vue"),
  ImagenetWinners: () => import("./components/ImagenetWinners.vue"),
  ModelBubbles: () => import("./components/ModelBubbles.vue"),
  ZooTable: () => import("./components/ZooTable.vue"),
} as const;

export type LaterName = keyof typeof loaders;

/** A table that the server has drawn is done: nothing in it moves. */
export const still: readonly LaterName[] = ["ZooTable"];

/** What the server draws, and what a page that is come to by a link within the site shows at once. */
export const laterParts: { readonly [name in LaterName]: Component } = {
  ArchitectureExplorer: defineAsyncComponent(loaders.ArchitectureExplorer),
  ImagenetWinners: defineAsyncComponent(loaders.ImagenetWinners),
  ModelBubbles: defineAsyncComponent(loaders.ModelBubbles),
  ZooTable: defineAsyncComponent(loaders.ZooTable),
};

export const load = async (name: LaterName): Promise<Component> => (await loaders[name]()).default;
