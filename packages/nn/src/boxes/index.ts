export { boxIou } from "./boxIou.ts";
export { keptBoxes } from "./keptBoxes.ts";
export { boxOffsets, movedBox, type Box, type Offsets } from "./offsets.ts";
