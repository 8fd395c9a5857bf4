import { library } from "@convscope/build";

// The two builds of the kernels are chunks of their own: only the one that is needed is loaded.
export default library({ splitting: true });
