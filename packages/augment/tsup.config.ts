import { library } from "@convscope/build";

export default library({ entry: ["src/index.ts", "src/transformer.ts", "src/tfjs.ts"] });
