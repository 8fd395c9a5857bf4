export { captionShapes } from "./caption.ts";
export { detectShapes } from "./detect.ts";
export { localiseShapes } from "./localise.ts";
export { segmentShapes, segmentShapesFcn } from "./segment.ts";
