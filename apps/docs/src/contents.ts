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
    title: "Foundations",
    pages: [
      { path: "learn/history", title: "What a network learns, and how it came about", about: "Say what learning is, and place the milestones from 1943 to 2018." },
      { path: "learn/perceptron", title: "The perceptron", about: "Teach a single neuron, correction by correction, and see what it cannot learn." },
      { path: "learn/regression-and-logistic", title: "Linear and logistic regression", about: "Fit a line and a probability by descent." },
    ],
  },
  {
    folder: "learn",
    title: "Images and filtering",
    pages: [
      { path: "learn/images-as-numbers", title: "Images as numbers", about: "Read a picture as a grid of numbers, split its colours, and scale it." },
      { path: "learn/convolution", title: "Convolution by hand", about: "Slide a kernel over a picture, product by product." },
      { path: "learn/kernels", title: "Kernels that every course shows", about: "Blur, sharpen and find edges with weights written by hand." },
      { path: "learn/template-matching", title: "Looking for a pattern", about: "Find a shape by the mean of products, and by normalised correlation." },
      { path: "learn/translation", title: "Wherever it is", about: "See why a detector finds its pattern anywhere, and what pooling forgives." },
    ],
  },
  {
    folder: "learn",
    title: "Layers and their numbers",
    pages: [
      { path: "learn/output-size", title: "How large the output is", about: "Predict the size of what a layer gives, with padding, strides and dilation." },
    ],
  },
  {
    folder: "lab",
    title: "Laboratory",
    pages: [
      { path: "lab/convolution", title: "Convolution stepper", about: "Type a kernel, draw a picture, and see every product." },
      { path: "lab/architecture", title: "Architecture explorer", about: "Any network of the zoo or a file of your own: zoom, choose a layer, read its numbers." },
      { path: "lab/layer", title: "Layer calculator", about: "Shapes, parameters and MACs of any layer, each with its working." },
      { path: "lab/training", title: "Train in the tab", about: "Train a network on your own machine, stop it, go on, and look inside." },
    ],
  },
];

export const pathOf = ({ path }: Page): string => `/${path}`;
