import { library } from "@convscope/build";

export default library({ entry: { index: "src/index.ts", png: "src/png.node.ts" } });
