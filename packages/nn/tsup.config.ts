import { library } from "@convscope/build";

// Node cannot resolve tfjs-core's modules one by one, so the file that registers its gradients is bundled, as a chunk that is loaded when first needed.
export default library({ noExternal: [/^@tensorflow\/tfjs-core\/dist\//], splitting: true });
