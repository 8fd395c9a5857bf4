import { library } from "@convscope/build";

// Filters alone need no TensorFlow.js.
export default library({ entry: { index: "src/index.ts", filtering: "src/filtering/index.ts" } });
