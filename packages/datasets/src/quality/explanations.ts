import { thresholds } from "./thresholds.ts";

/** What the check looks for. */
export type FindingKind =
  | "unreadable" | "passedOver" | "missing" | "leak" | "contradiction"
  | "grey" | "coloured" | "tiny" | "plain" | "equal" | "similarLeak" | "imbalance" | "few"
  | "similar" | "doubtful" | "giant" | "extreme";

/** What a finding says of itself, whatever the data. */
interface Explanation {
  readonly title: (count: number) => string;
  readonly explanation: string;
  readonly wayOut: string;
}

const counted = (one: string, several: string) => (count: number): string => `${count.toLocaleString("en-GB")} ${count === 1 ? one : several}`;
const pictures = (what: string) => counted(`picture ${what}`, `pictures ${what}`);

/** A row for each kind of finding. */
export const explanations: { readonly [Kind in FindingKind]: Explanation } = {
  unreadable: {
    title: counted("picture cannot be read", "pictures cannot be read"),
    explanation: "A training skips them, or stops.",
    wayOut: "Replace the files by good copies, or delete them.",
  },
  passedOver: {
    title: counted("entry is not used", "entries are not used"),
    explanation: "The folder or its lists hold something that is no picture of the set.",
    wayOut: "Read the reasons; what is missing in the set may be among them.",
  },
  missing: {
    title: counted("class is missing from a part", "classes are missing from a part"),
    explanation: "A network cannot learn a class without training pictures, and nothing is measured for a class without test pictures.",
    wayOut: "Split again, stratified; add pictures of the class; or take it out.",
  },
  leak: {
    title: pictures("of a held-out part also in another part"),
    explanation: "The pixels are equal. What the network has seen in training measures its memory: results look better than they are.",
    wayOut: "Remove the copies from the training part, then train again.",
  },
  contradiction: {
    title: pictures("in copies with different labels"),
    explanation: "The pixels are equal and the labels are not, so that one of them is wrong, or the picture shows both.",
    wayOut: "Decide for one label, and keep one of each.",
  },
  grey: {
    title: pictures("grey among coloured ones"),
    explanation: "If they are mostly of one class, a network learns that grey means this class.",
    wayOut: "Replace them, or train on grey pictures or with random greyscale for all classes.",
  },
  coloured: {
    title: pictures("coloured among grey ones"),
    explanation: "If they are mostly of one class, a network learns that colour means this class.",
    wayOut: "Make them grey as well.",
  },
  tiny: {
    title: pictures("tiny"),
    explanation: `The shorter side has less than ${thresholds.tinySide} pixels, and less than half of what is usual here: enlarged, they are blurs, often thumbnails or icons.`,
    wayOut: "Replace them by the originals, or delete them.",
  },
  plain: {
    title: pictures("of a single colour"),
    explanation: "They show nothing: often what a broken download or a missing picture leaves.",
    wayOut: "Replace or delete them.",
  },
  equal: {
    title: counted("copy of another picture in its part", "copies of other pictures in their part"),
    explanation: "The pixels are equal. They count twice in training, and a validation part that is split off later holds what was learned.",
    wayOut: "Keep one of each.",
  },
  similarLeak: {
    title: pictures("of a held-out part like one of another part"),
    explanation: "They look the same but for size, brightness or compression: frames of one film, or copies that were saved again. Results may look better than they are.",
    wayOut: "Look at the pairs. Put all pictures of one scene into the same part.",
  },
  imbalance: {
    title: () => "classes of very different sizes",
    explanation: "A network that always answers the largest class already has that share right, and learns the small ones last.",
    wayOut: "Weight the classes, add pictures of the small ones, and judge by macro F1 instead of accuracy.",
  },
  few: {
    title: counted("class with hardly any training pictures", "classes with hardly any training pictures"),
    explanation: `With fewer than ${thresholds.fewPictures} pictures, a network learns the pictures, not the class.`,
    wayOut: "Add pictures, augment strongly, or merge or leave out the class.",
  },
  similar: {
    title: counted("picture much like another in its part", "pictures much like others in their part"),
    explanation: "They look the same but for size, brightness or compression. They add little, and a random split would put some of them on both sides.",
    wayOut: "Look at them. Split by scene, not by picture.",
  },
  doubtful: {
    title: counted("label worth a look", "labels worth a look"),
    explanation: "Most of the pictures that look most like them have another label. Some are wrong labels, some are rare views of their class.",
    wayOut: "Look at them, worst first, and correct what is wrong.",
  },
  giant: {
    title: pictures("larger than needed"),
    explanation: `They have more than ${thresholds.giantPixels / 1e6} million pixels: decoding them takes most of the time of a training.`,
    wayOut: "Shrink them once, to about twice the size that the network sees.",
  },
  extreme: {
    title: pictures("of extreme proportions"),
    explanation: `One side is more than ${thresholds.extremeAspect} times the other: a square cut out of the middle shows a small part, a squeezed one something else.`,
    wayOut: "Look at them; cut them to what they show.",
  },
};
