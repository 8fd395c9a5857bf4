/**
 * Every bench: `npm run bench` compares libraries on whole nets, `npm run bench -- kernels` measures single kernels of a backend,
 * `npm run bench -- core` what is computed without a tensor, `npm run bench -- ort` the ways to write a convolution for ONNX Runtime,
 * `npm run bench -- browser` what computes in Chromium, `npm run bench -- pipeline` how fast batches come from files and from memory, `npm run bench -- augmented` whether augmentation keeps a network waiting,
 * `npm run bench -- recipes` what every recipe comes to beside PyTorch, `npm run bench -- insight` what Grad-CAM costs, `npm run bench -- figures` how long figures of 10,000 points take. Each file says what options it takes.
 */
const [, , first = ""] = process.argv;
const benches = { augmented: "./augmented.mjs", browser: "./browser.mjs", core: "./coreBench.mjs", epoch: "./epoch.mjs", figures: "./figures.mjs", insight: "./insight.mjs", kernels: "./kernels.mjs", nets: "./compare.mjs", ort: "./ort.mjs", pipeline: "./pipeline.mjs", recipes: "./recipes.mjs" };
if (first === "" || first.startsWith("-")) process.argv.splice(2, 0, "nets");
const file = benches[/** @type {keyof typeof benches} */ (process.argv[2])];
if (file === undefined) {
  console.error(`bench: there is no bench "${first}". Known: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}
try {
  await import(file);
} catch (error) {
  const wrong = error instanceof RangeError || (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  if (!wrong) throw error;
  console.error(error.message);
  process.exit(2);
}
