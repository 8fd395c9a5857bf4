import { library } from "@convscope/build";

// The worker is a file beside the rest, which starts it by name.
export default library({ entry: { index: "src/index.ts", worker: "src/node/worker.ts" } });
