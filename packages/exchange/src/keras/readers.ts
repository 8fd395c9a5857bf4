import type { Readers } from "./reader.ts";
import { activationReaders } from "./readers/activations.ts";
import { convolutionReaders } from "./readers/convolutions.ts";
import { poolingReaders } from "./readers/pooling.ts";
import { sequenceReaders, wrap } from "./readers/sequences.ts";
import { shapeReaders } from "./readers/shapes.ts";

const plain: Readers = { ...activationReaders, ...convolutionReaders, ...poolingReaders, ...sequenceReaders, ...shapeReaders };

/** How each class of Keras layers is read, by its name. */
export const readers: Readers = { ...plain, ...wrap(plain) };
