import { recipes, verdicts } from "@convscope/recipes";

// Each recipe is a graph, its data, its settings, and what must come out.
for (const { name, task, expected } of recipes) {
  console.log(name.padEnd(22), task.padEnd(46), expected.slice(0, 1).map(({ measure, atLeast, atMost }) => (atLeast === undefined ? `${measure} ≤ ${atMost}` : `${measure} ≥ ${atLeast}`)).join());
}

// Whether what came out is what was stated.
for (const { measure, value, met } of verdicts([{ measure: "accuracy", atLeast: 0.95 }], { accuracy: 0.97 })) console.log(`${measure} ${value} is ${met ? "" : "not "}what was stated`);
