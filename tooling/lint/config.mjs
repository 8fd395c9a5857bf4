import { createNodeResolver, importX } from "eslint-plugin-import-x";
import vue from "eslint-plugin-vue";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { boundaries } from "./boundaries.mjs";
import { comments } from "./comments.mjs";

const configs = ["**/*.config.{ts,mts,js,mjs}", "**/.vitepress/**", "apps/docs/**/*.{data,paths}.ts"];
const tests = ["**/*.test.ts", "**/*.test-d.ts", "**/testing.ts", "**/test/**", "**/bench/**", "tooling/**"];

/** Code whose promises are worth a type-aware look: elsewhere next to nothing is asynchronous. One program for all: a project each would read `core` many times. */
const asynchronous = ["packages/{files,datasets,nn,engine-ort,insight,backend-simd}/src/**/*.ts", "apps/cli/src/**/*.ts"];

const plugin = { rules: { boundaries, comments } };

/** The house style as ESLint rules, for a workspace whose root is `root`. @param {{ root: string }} options */
export const houseStyle = ({ root }) =>
  defineConfig(
    { ignores: ["**/node_modules/**", "**/dist/**", "**/coverage/**", "**/runs/**", "**/.turbo/**", "**/cache/**", "golden/**", "packages/*/assembly/**", "packages/*/src/generated/**"] },
    { linterOptions: { reportUnusedDisableDirectives: "error" } },
    {
      files: ["**/*.{js,mjs,ts}"],
      plugins: { convscope: plugin },
      rules: {
        eqeqeq: ["error", "always", { null: "ignore" }],
        "convscope/comments": "error",
        "max-lines": ["error", { max: 320, skipBlankLines: true, skipComments: true }],
        "no-console": "off",
        "no-var": "error",
        "object-shorthand": "error",
        "prefer-const": "error",
        "prefer-template": "error",
        "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
        "no-restricted-globals": ["error", { name: "Buffer", message: "Buffer is Node's alone: use Uint8Array." }],
      },
    },
    {
      files: ["**/*.ts"],
      extends: [tseslint.configs.strict, tseslint.configs.stylistic],
      plugins: { "import-x": importX },
      settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts"] })], "import-x/extensions": [".ts"] },
      rules: {
        "import-x/no-cycle": ["error", { ignoreExternal: true }],
        "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description", minimumDescriptionLength: 8 }],
        "@typescript-eslint/consistent-indexed-object-style": "off",
        "@typescript-eslint/consistent-type-definitions": "off",
        "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
        "@typescript-eslint/no-empty-function": "off",
        "@typescript-eslint/no-import-type-side-effects": "error",
        "@typescript-eslint/no-inferrable-types": "off",
        "@typescript-eslint/no-invalid-void-type": "off",
        "@typescript-eslint/no-non-null-assertion": "off",
        "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
        "@typescript-eslint/unified-signatures": "off",
        "no-restricted-syntax": [
          "error",
          { selector: "TSAsExpression > TSAsExpression.expression > TSUnknownKeyword", message: "`as unknown as` hides a lie: narrow the value, or say what it is." },
          { selector: "TSEnumDeclaration", message: "Use a union of strings." },
          { selector: "TSModuleDeclaration[kind='namespace']", message: "Use a file." },
        ],
      },
    },
    {
      files: asynchronous,
      ignores: tests,
      languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: root } },
      rules: { "@typescript-eslint/no-floating-promises": "error", "@typescript-eslint/no-misused-promises": "error", "@typescript-eslint/await-thenable": "error" },
    },
    {
      files: ["**/*.vue"],
      extends: [tseslint.configs.strict, tseslint.configs.stylistic, vue.configs["flat/recommended"]],
      plugins: { convscope: plugin },
      languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: [".vue"] } },
      rules: {
        "convscope/comments": "error",
        // vue-tsc knows all names.
        "no-undef": "off",
        "@typescript-eslint/consistent-type-definitions": "off",
        "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
        // How a tag is laid out says nothing about what it does.
        "vue/max-attributes-per-line": "off",
        "vue/singleline-html-element-content-newline": "off",
        "vue/multiline-html-element-content-newline": "off",
        "vue/html-self-closing": ["error", { html: { void: "always" } }],
        "vue/require-default-prop": "off",
        "vue/first-attribute-linebreak": "off",
      },
    },
    { files: ["packages/**/*.ts", "apps/**/*.{ts,vue}"], plugins: { convscope: plugin }, rules: { "convscope/boundaries": ["error", { root }] } },
    { files: tests, rules: { "@typescript-eslint/no-dynamic-delete": "off", "no-restricted-globals": "off" } },
    // vitest makes a reporter of what a file exports as default.
    { files: [...configs, "tooling/test/unfinished.mjs"], rules: { "no-restricted-exports": "off" } },
  );
