import { houseStyle } from "./tooling/lint/config.mjs";

export default houseStyle({ root: import.meta.dirname });
