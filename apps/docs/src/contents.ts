/** A page of the site, in the order in which it is read. */
export interface Page {
  /** Below the pages' folder, without its ending: `learn/convolution`. */
  readonly path: string;
  readonly title: string;
  /** One sentence that says what one can do afterwards. */
  readonly about: string;
}

/** The rooms of the site, by their folders. */
export const rooms = { learn: "Learn", lab: "Laboratory" } as const;

/** Pages that belong together. */
export interface Part {
  readonly folder: keyof typeof rooms;
  readonly title: string;
  readonly pages: readonly Page[];
}

/** Everything that the site's menus list. A page without a place here, or a place without a page, fails a test. */
export const parts: readonly Part[] = [
  {
    folder: "learn",
    title: "Images and filtering",
    pages: [{ path: "learn/convolution", title: "Convolution by hand", about: "Slide a kernel over a picture, product by product." }],
  },
  {
    folder: "learn",
    title: "Layers and their numbers",
    pages: [{ path: "learn/output-size", title: "How large the output is", about: "Predict the size of what a layer gives, with padding, strides and dilation." }],
  },
  {
    folder: "lab",
    title: "Laboratory",
    pages: [
      { path: "lab/convolution", title: "Convolution stepper", about: "Type a kernel, draw a picture, and see every product." },
      { path: "lab/layer", title: "Layer calculator", about: "Shapes, parameters and MACs of any layer, each with its working." },
    ],
  },
];

export const pathOf = ({ path }: Page): string => `/${path}`;
