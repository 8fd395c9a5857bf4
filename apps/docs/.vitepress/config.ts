import { fileURLToPath } from "node:url";
import { themeProperties } from "@convscope/viz";
import { defineConfig, type DefaultTheme } from "vitepress";
import { writeServiceWorker } from "./offline.ts";
import { parts, pathOf, rooms } from "../src/contents.ts";
import { packages } from "../src/packages.ts";

const sidebar = (folder: string): DefaultTheme.SidebarItem[] =>
  parts.filter((part) => part.folder === folder).map(({ title, pages }) => ({ text: title, items: pages.map((page) => ({ text: page.title, link: pathOf(page) })) }));

const packagePages: DefaultTheme.SidebarItem = { text: "Packages", items: packages.map(({ name }) => ({ text: name, link: `/reference/api/${name}` })) };

/** A file of a package. */
const source = (path: string): string => fileURLToPath(new URL(`../../../packages/${path}`, import.meta.url));

/** A host without a root of its own, such as a project page, sets it. */
const base = process.env["CONVSCOPE_BASE"] ?? "/";

export default defineConfig({
  title: "Convscope",
  description: "Convolutional networks you can see through: a course, a laboratory and a reference, all in TypeScript.",
  lang: "en",
  srcDir: "pages",
  base,
  // Figures follow the page's switch between light and dark, which may differ from the reader's setting.
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}logo.svg` }], ["style", {}, `html .convscope{${themeProperties("light")}}html.dark .convscope{${themeProperties("dark")}}`]],
  cleanUrls: true,
  lastUpdated: false,
  markdown: { math: true, theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  vite: {
    // By their sources these split into what each page needs of them; built, each is one file, and every lesson would load all of it.
    resolve: {
      alias: [
        { find: /^@convscope\/(augment|core|models|nn|viz)$/, replacement: source("$1/src/index.ts") },
        { find: "@convscope/datasets/pure", replacement: source("datasets/src/pure.ts") },
      ],
    },
    build: { chunkSizeWarningLimit: 1500 },
    worker: { format: "es" },
  },
  buildEnd: ({ outDir }) => writeServiceWorker(outDir, base),
  themeConfig: {
    logo: "/logo.svg",
    nav: Object.entries(rooms).map(([folder, text]) => ({ text, link: `/${folder}/`, activeMatch: `^/${folder}/` })),
    sidebar: Object.fromEntries(Object.keys(rooms).map((folder) => [`/${folder}/`, folder === "reference" ? [...sidebar(folder), packagePages] : sidebar(folder)])),
    outline: { level: [2, 3] },
    // Types of parameters would stand before the pages that explain the word, and make the index several times as large.
    search: { provider: "local", options: { _render: (text, env, md) => (env.relativePath.startsWith("reference/api/") ? "" : md.render(text, env)) } },
    externalLinkIcon: true,
  },
});
