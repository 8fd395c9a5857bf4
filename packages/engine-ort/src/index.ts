export { ort } from "./loader.ts";
