import DefaultTheme from "vitepress/theme-without-fonts";
import { defineAsyncComponent } from "vue";
import type { App } from "vue";
import { withBase, type Theme } from "vitepress";
import "./style.css";

/** Every component by its name: pages use it as a tag, and only pages that do load it. */
const components = import.meta.glob("../../src/components/*.vue");

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }: { app: App }) {
    // Keeps the site for when there is no network; while one writes it, nothing is kept.
    if (import.meta.env.PROD && !import.meta.env.SSR && "serviceWorker" in navigator) addEventListener("load", () => void navigator.serviceWorker.register(withBase("/sw.js")).catch(() => undefined));
    for (const [path, load] of Object.entries(components)) app.component(/([^/]+)\.vue$/.exec(path)?.[1] ?? path, defineAsyncComponent(load as () => Promise<never>));
  },
};

export default theme;
