export { alexnetFromScratch } from "./alexnetFromScratch.ts";
export { catsAndDogs } from "./catsAndDogs.ts";
export { degradation } from "./degradation.ts";
export { imbalanced } from "./imbalanced.ts";
export { multiLabel } from "./multiLabel.ts";
export { reluAgainstTanh } from "./reluAgainstTanh.ts";
