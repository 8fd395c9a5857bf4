/** Writes the reference of every package from its types into `pages/reference/api`: `node api.mjs`, part of the build. */
import { readdirSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Application, Converter, ReflectionKind } from "typedoc";

/** @param {string} path from this file */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const packages = readdirSync(here("../../packages")).filter((name) => name !== "test-kit" && existsSync(here(`../../packages/${name}/src/index.ts`)));

const app = await Application.bootstrapWithPlugins({
  plugin: ["typedoc-plugin-markdown"],
  entryPoints: packages.map((name) => here(`../../packages/${name}/src/index.ts`)),
  tsconfig: here("../../tsconfig.json"),
  out: here("pages/reference/api"),
  name: "Packages",
  readme: "none",
  disableSources: true,
  excludeInternal: true,
  // An error of ours is documented by its own members, not by those that Node and the language give it.
  excludeExternals: true,
  groupOrder: ["Functions", "Variables", "Classes", "Interfaces", "*"],
  // Types are checked elsewhere.
  skipErrorChecking: true,
  logLevel: "Error",
  // @ts-expect-error -- an option of the plugin
  outputFileStrategy: "modules",
  entryFileName: "index",
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
});
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
  for (const module of project.children ?? []) module.name = module.name.replace(/\/src$/, "");
  // Parameters that are taken apart have no name of their own.
  for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
    if (parameter.name !== "__namedParameters" || !parameter.parent?.isSignature()) continue;
    parameter.name = parameter.parent.parameters?.[0] === parameter ? "given" : "options";
  }
});
const project = await app.convert();
if (!project) process.exit(1);
await app.generateOutputs(project);
if (app.logger.hasErrors()) process.exit(1);
