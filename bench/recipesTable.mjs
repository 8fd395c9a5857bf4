import { recipe, recipes } from "../packages/recipes/dist/index.js";
import { short, threadsOf } from "./table.mjs";

/**
 * @typedef {object} Run one recipe, carried out
 * @property {string} recipe
 * @property {number} seed
 * @property {string} engine
 * @property {number} threads
 * @property {readonly string[]} set settings that were not the recipe's own
 * @property {Readonly<Record<string, number>>} measures
 * @property {number} seconds from data to figures, without the pipe
 * @property {number} pipe seconds that starting another process and talking to it takes
 * @property {number} processor seconds of processors, of PyTorch's process only those in which it computes
 * @property {number} load how many processes wanted a processor when it began
 * @property {string} machine
 * @property {string} version of PyTorch; empty where it was another engine
 */

/** @param {readonly string[]} cells */
const rowOf = (cells) => `| ${cells.join(" | ")} |`;

/** What a recipe states, or where that is nothing what it measures first. @param {Run} run */
function shown({ recipe: name, measures }) {
  const stated = recipe(name)?.expected.map(({ measure }) => measure).filter((measure) => measure in measures) ?? [];
  return stated.length > 0 ? stated : Object.keys(measures).slice(0, 3);
}

/** What a recipe states of a measure: `≥ 0.992`. @param {string} name @param {string} measure */
function stated(name, measure) {
  const { atLeast, atMost } = recipe(name)?.expected.find((one) => one.measure === measure) ?? {};
  return [atLeast === undefined ? "" : `≥ ${atLeast}`, atMost === undefined ? "" : `≤ ${atMost}`].filter(Boolean).join(", ");
}

/** The rows of one recipe and seed, a measure each; its times stand in the first. @param {readonly Run[]} runs @param {readonly string[]} engines */
function rowsOf(runs, engines) {
  const [first] = /** @type {[Run]} */ (runs);
  const of = (/** @type {(run: Run) => string} */ cell) => engines.map((engine) => runs.filter((run) => run.engine === engine).map(cell).join());
  const times = [...of(({ seconds }) => short(seconds)), ...of(({ processor }) => short(processor)), short(Math.max(...runs.map(({ pipe }) => pipe)))];
  return shown(first).map((measure, i) => {
    const figures = of(({ measures }) => measures[measure]?.toPrecision(4) ?? "");
    const row = [measure, first.set.length === 0 ? stated(first.recipe, measure) : "", ...figures];
    return rowOf(i === 0 ? [[first.recipe, ...first.set].join(" "), String(first.seed), ...row, ...times] : ["", "", ...row, ...times.map(() => "")]);
  });
}

/** Runs by what tells them apart. @param {readonly Run[]} runs @param {(run: Run) => string} by */
const groups = (runs, by) => [...new Set(runs.map(by))].map((key) => runs.filter((run) => by(run) === key));

const places = new Map(recipes.map(({ name }, i) => [name, i]));

/** As the recipes are listed, then by seed. @param {Run} a @param {Run} b */
const inOrder = (a, b) => (places.get(a.recipe) ?? 0) - (places.get(b.recipe) ?? 0) || a.seed - b.seed;

/** The runs as Markdown: a table for each machine and number of threads. @param {readonly Run[]} runs */
export const recipesTable = (runs) =>
  groups(runs.toSorted(inOrder), (run) => `${run.machine}, ${threadsOf(run)}`)
    .map((here) => {
      const [first] = /** @type {[Run]} */ (here);
      const engines = [...new Set(here.map(({ engine }) => engine))];
      const versions = [...new Set(here.map(({ version }) => version))].filter((version) => version !== "");
      const loads = here.map(({ load }) => load);
      const head = ["recipe", "seed", "measure", "stated", ...engines, ...engines.map((engine) => `seconds: ${engine}`), ...engines.map((engine) => `of processors: ${engine}`), "pipe"];
      return [
        `${[first.machine, threadsOf(first), ...versions.map((version) => `PyTorch ${version}`)].join(", ")}; load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)} when a run began.`,
        "",
        rowOf(head),
        rowOf(head.map((_, i) => (i < 4 ? "---" : "--:"))),
        ...groups(here, (run) => JSON.stringify([run.recipe, run.set, run.seed])).flatMap((runs) => rowsOf(runs, engines)),
      ].join("\n");
    })
    .join("\n\n");
