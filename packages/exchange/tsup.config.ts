import { library } from "@convscope/build";

export default library({ entry: { index: "src/index.ts", imagenet: "src/imagenet.ts", node: "src/node/index.ts", onnx: "src/onnx/index.ts" } });
