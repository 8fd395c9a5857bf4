export { textCnn } from "./textCnn.ts";
