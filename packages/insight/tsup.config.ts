import { library } from "@convscope/build";

export default library();
