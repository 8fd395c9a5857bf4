import DefaultTheme from "vitepress/theme-without-fonts";
import { defineAsyncComponent } from "vue";
import type { App } from "vue";
import type { Theme } from "vitepress";
import "./style.css";

/** Every component by its name: pages use it as a tag, and only pages that do load it. */
const components = import.meta.glob("../../src/components/*.vue");

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }: { app: App }) {
    for (const [path, load] of Object.entries(components)) app.component(/([^/]+)\.vue$/.exec(path)?.[1] ?? path, defineAsyncComponent(load as () => Promise<never>));
  },
};

export default theme;
