/** @type {import("node:module").ResolveHook} */
export const resolve = (specifier, context, next) => (specifier === "@convscope/engine-ort" ? { url: new URL("./loader.mjs", import.meta.url).href, shortCircuit: true } : next(specifier, context));
