import type { Terminal } from "./terminal.ts";

/** How one calls the command here: through npx where npm started it, since in a clone it is on no PATH. */
export const invocation = (env: Terminal["env"]): string => ((env["npm_execpath"] ?? env["npm_command"] ?? "") === "" ? "convscope" : "npx --no-install convscope");

const call = /\bconvscope (?=(?:models|summary|diagram|compare|explain|layer|audit|design|quiz|data|augment|doctor|find-lr|train|rerun|recipes|sweep|evaluate|report|predict|look|filter|plot|weights|advise|export|import|backends|bench|complete)\b)/g;

/** A message whose calls of the command are as one types them here. */
export const asTyped = (message: string, env: Terminal["env"]): string => message.replace(call, `${invocation(env)} `);
