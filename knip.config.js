const tests = ["src/**/*.test.ts", "test/**/*.test.ts"];

/** @type {import("knip").KnipConfig} */
export default {
  rules: { types: "off", enumMembers: "off", namespaceMembers: "off", nsExports: "off", nsTypes: "off" },
  workspaces: {
    ".": {
      entry: ["bench/{augmented,run,browser,compare,coreBench,epoch,figure,figures,insight,kernels,ort,pipeline,recipes}.mjs", "bench/{browser,contenders}/*.mjs", "bench/torch/{loader,register,resolve}.mjs", "tooling/*.mjs", "tooling/test/{kernels.ts,unfinished.mjs}", "tooling/fuzz/{child,parsers}.mjs", "tooling/{bench,golden,size}/**/*.{mjs,ts}", "tooling/**/*.test.ts", "examples/*.mjs"],
      project: ["bench/**/*.mjs", "tooling/**/*.{mjs,js,ts}", "examples/*.mjs"],
      // Of every Linux and macOS.
      ignoreBinaries: ["mkfifo"],
      // The command, for `npx convscope` in this folder; packages that scripts written in this clone may import; test tools, which are the root's for every package; turbo, which pnpm starts; publint and attw, which the pack check starts by path.
      ignoreDependencies: ["@convscope/cli", "@convscope/models", "@convscope/viz", "@convscope/test-kit", "fast-check", "turbo", "publint", "@arethetypeswrong/cli"],
    },
    "packages/*": {
      entry: ["examples/*.ts", "bench/*.ts", "test/{browser,webgpu}/{page,worker,steps}.ts", ...tests],
      project: ["src/**/*.ts", "test/**/*.ts", "bench/**/*.ts", "examples/**/*.ts"],
    },
    "apps/*": {
      // Small disks that fill up, for tests.
      ignoreBinaries: ["mount", "umount"],
      entry: ["bin/*.js", "examples/*.ts", ...tests],
      project: ["src/**/*.ts", "test/**/*.ts", "examples/**/*.ts"],
    },
    "apps/docs": {
      entry: ["api.mjs", ".vitepress/{config,offline}.ts", ".vitepress/theme/index.ts", "pages/**/*.paths.ts", "src/*.data.ts", "src/components/*.vue", "src/**/*.worker.ts", ...tests],
      project: ["src/**/*.{ts,vue}", "test/**/*.ts", ".vitepress/**/*.ts"],
      // Named to typedoc by a word.
      ignoreDependencies: ["typedoc-plugin-markdown"],
    },
    "tooling/build": { entry: ["library.js"] },
  },
};
