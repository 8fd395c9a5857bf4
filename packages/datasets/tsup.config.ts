import { library } from "@convscope/build";

// The pipeline's worker is a file beside the rest, which starts it by name.
export default library({ entry: { index: "src/index.ts", pure: "src/pure.ts", worker: "src/pipeline/worker.ts" } });
