/** A page of the site, in the order in which it is read. */
export interface Page {
  /** Below the pages' folder, without its ending: `learn/convolution`. */
  readonly path: string;
  readonly title: string;
  /** One sentence that says what one can do afterwards. */
  readonly about: string;
}

/** The rooms of the site, by their folders. */
export const rooms = { learn: "Learn", lab: "Laboratory", guide: "Guides", reference: "Reference" } as const;

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
      { path: "learn/activations", title: "Activations", about: "Know each activation by its values and slopes, and see one saturate and one die." },
      { path: "learn/losses", title: "Losses", about: "Say what an answer costs: squared error, cross-entropy, label smoothing." },
      { path: "learn/gradient-descent", title: "Gradient descent", about: "Choose a learning rate, and see why inputs are scaled." },
      { path: "learn/backpropagation", title: "Backpropagation", about: "Work out every slope of a small network by the chain rule." },
      { path: "learn/mlp", title: "Networks of dense layers", about: "Count a multilayer perceptron, and choose its last layer." },
      { path: "learn/vanishing-gradients", title: "Vanishing gradients", about: "See how much of the loss reaches the first layers, and what helps." },
      { path: "learn/why-not-dense", title: "Why pictures are not for dense layers", about: "Compare dense, local and shared connections." },
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
      { path: "learn/volumes", title: "Volumes", about: "Follow a filter through all channels, and count the maps that come out." },
      { path: "learn/pooling", title: "Pooling", about: "Make maps smaller by the largest, the mean and other summaries of a window." },
      { path: "learn/counting-parameters", title: "Counting parameters", about: "Count the weights of any layer and of whole nets, and find the slip in a table." },
      { path: "learn/costs", title: "What a network costs", about: "Count multiplications and bytes, and see which layers take them." },
      { path: "learn/factorisation", title: "Smaller kernels for larger ones", about: "Replace a large kernel by several small ones, and count what is saved." },
      { path: "learn/receptive-field", title: "What a unit sees", about: "Follow the receptive field through a stack, and draw it on a picture." },
      { path: "learn/normalisation-and-initialisation", title: "Normalisation and initialisation", about: "Keep the numbers in a deep net neither too small nor too large." },
    ],
  },
  {
    folder: "learn",
    title: "Data",
    pages: [
      { path: "learn/data-sets", title: "Data sets and splits", about: "Read a data set's files, part it without leaks, and weigh rare classes." },
      { path: "learn/augmentation", title: "Augmentation", about: "Make more pictures of few, keep their labels true, and move masks and boxes along." },
    ],
  },
  {
    folder: "learn",
    title: "Training",
    pages: [
      { path: "learn/training-loop", title: "The training loop", about: "Count steps, work out what each optimiser does, and draw learning rates." },
      { path: "learn/evaluation", title: "Evaluation", about: "Read a confusion matrix, choose a threshold, and say which number fits the question." },
      { path: "learn/overfitting", title: "Overfitting", about: "See a network learn by heart, and know what keeps it from that." },
      { path: "learn/transfer", title: "Transfer learning", about: "Begin with trained weights: what to freeze, what to train, and how fast." },
      { path: "learn/beyond-classification", title: "Beyond classification", about: "Name output, loss and measure of nine other tasks, and work them out by hand." },
    ],
  },
  {
    folder: "learn",
    title: "The zoo",
    pages: [
      { path: "learn/lenet-to-vgg", title: "From LeNet-5 to VGG", about: "Follow the sizes and parameters of the first four, and say where their weights are." },
      { path: "learn/inception-and-resnet", title: "Inception and ResNet", about: "Say what branches, 1×1 convolutions and shortcuts are for, in numbers." },
      { path: "learn/efficient-and-beyond", title: "Efficient networks and beyond", about: "Compare networks by what they cost, and know what depthwise kernels and compound scaling save." },
    ],
  },
  {
    folder: "learn",
    title: "Looking inside",
    pages: [
      { path: "learn/filters-and-maps", title: "Filters and feature maps", about: "See what a network's units look for: kernels, maps, patches, and pictures drawn for them." },
      { path: "learn/attribution", title: "What speaks for a class", about: "Explain an answer by the pixels, work out Grad-CAM by hand, and test whether an explanation explains." },
      { path: "learn/latent-space", title: "Latent space", about: "Place pictures as points, find the nearest, lay them out, and go from one to another." },
    ],
  },
  {
    folder: "learn",
    title: "Slips of lectures",
    pages: [{ path: "learn/slips", title: "Slips of lectures", about: "Audit a table, and tell each wrong claim from the truth by its working or its source." }],
  },
  {
    folder: "lab",
    title: "Laboratory",
    pages: [
      { path: "lab/convolution", title: "Convolution stepper", about: "Type a kernel, draw a picture, and see every product." },
      { path: "lab/architecture", title: "Architecture explorer", about: "Any network of the zoo or a file of your own: zoom, choose a layer, read its numbers." },
      { path: "lab/builder", title: "Network builder", about: "Compose layers, see shapes and parameters at once, and take the code along." },
      { path: "lab/compare", title: "Model comparison", about: "Parameters, work and accuracy of the zoo as bubbles, and why two networks differ." },
      { path: "lab/pooling", title: "Pooling stepper", about: "Type a picture, choose a window, and see every number that comes out." },
      { path: "lab/filter", title: "Filter a picture", about: "Send a picture of your own, or the camera's, through a kernel." },
      { path: "lab/augment", title: "Augmentation previewer", about: "See what each step of augmentation makes of a picture, its mask and its box, draw by draw." },
      { path: "lab/receptive-field", title: "Receptive-field explorer", about: "Point at a unit of any network and see what it sees of the picture." },
      { path: "lab/layer", title: "Layer calculator", about: "Shapes, parameters and MACs of any layer, each with its working." },
      { path: "lab/training", title: "Train in the tab", about: "Train a network on your own machine, stop it, go on, and look inside." },
      { path: "lab/activations", title: "Activations and losses", about: "Plot activations with their slopes, losses, and softmax." },
      { path: "lab/gradient-descent", title: "Gradient descent playground", about: "Go down several landscapes at rates of your own, with momentum." },
      { path: "lab/backprop", title: "Backpropagation worksheet", about: "Type numbers, and follow every value forwards and every slope back." },
    ],
  },
  {
    folder: "guide",
    title: "Guides",
    pages: [
      { path: "guide/getting-started", title: "Getting started", about: "Install, count, train, look and export, on the command line and in a program." },
      { path: "guide/node-and-browser", title: "Node, browsers and workers", about: "Use the packages in a program, a Vite app, a worker and a plain page." },
      { path: "guide/backends", title: "Backends", about: "Choose what computes, switch it, and know what it costs." },
      { path: "guide/own-data", title: "Data of your own", about: "Train on folders, lists, arrays and Parquet files, after a look at whether they are any good." },
      { path: "guide/transfer-learning", title: "Transfer learning", about: "Begin with a trained network, and choose what of it keeps its weights." },
      { path: "guide/exchange", title: "From and to PyTorch, Keras and ONNX", about: "Take networks and weights in, and out again." },
      { path: "guide/deployment", title: "Deployment", about: "Take a trained network to Python, a page or a host." },
      { path: "guide/own-layer", title: "A layer of your own", about: "Bring a layer with its rules, and have it counted, drawn and trained." },
      { path: "guide/performance", title: "Performance", about: "What a step costs beside PyTorch, and how to measure your own machine." },
    ],
  },
  {
    folder: "reference",
    title: "Reference",
    pages: [
      { path: "reference/conventions", title: "Conventions", about: "What one name, one number and one array mean in all packages." },
      { path: "reference/cli/", title: "The command line", about: "Every command with its options and examples." },
      { path: "reference/api/", title: "Packages", about: "Everything that each package exports, from its types." },
    ],
  },
];

export const pathOf = ({ path }: Page): string => `/${path}`;
