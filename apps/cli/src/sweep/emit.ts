import { mkdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { writeAtomic } from "@convscope/files";
import type { Board } from "./board.ts";

/** What can spread a sweep over machines. */
export type Spreader = "ray" | "torchrun";
export const spreaders: readonly Spreader[] = ["ray", "torchrun"];

/** Writes a script that carries out the same configurations on many machines; gives its path. What is relative in them is so to `cwd`. */
export async function emitScript(board: Board, spreader: Spreader, cwd: string): Promise<string> {
  const path = join(board.folder, `sweep_${spreader}.py`);
  mkdirSync(board.folder, { recursive: true });
  await writeAtomic(path, scripts[spreader](board.spec.metric, relative(board.folder, cwd).split(sep).join("/")));
  return path;
}

/** How a trial is trained and read, in both scripts. */
const common = (root: string): string => `import json
import os
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
CONFIGS = sorted((HERE / "configs").glob("*.json"))
# Data and weights whose paths are relative are looked for from here, wherever the script is started.
ROOT = (HERE / ${JSON.stringify(root)}).resolve()
# How the command is started; "npx --no-install convscope" where it is a dependency of a project.
CONVSCOPE = os.environ.get("CONVSCOPE", "convscope").split()


def train(config, threads=None):
    """Trains one configuration into trials/NAME, or goes on there, and gives what --json says."""
    out = HERE / "trials" / config.stem
    begin = ["--resume"] if (out / "run.json").exists() else [str(config)]
    count = [] if threads is None or begin == ["--resume"] else ["--threads", str(threads)]
    done = subprocess.run([*CONVSCOPE, "train", *begin, "--out", str(out), *count, "--json"], capture_output=True, text=True, cwd=ROOT)
    if done.returncode != 0:
        raise RuntimeError(f"{config.name}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
    return json.loads(done.stdout)
`;

const worth = (metric: string): string => `METRIC = "${metric}"
MODE = "${metric === "valLoss" ? "min" : "max"}"


def best(result):
    """The metric of held-out data at its best epoch."""
    values = [epoch[METRIC] for epoch in result["history"] if epoch.get(METRIC) is not None]
    return (min if MODE == "min" else max)(values)
`;

const scripts: { readonly [S in Spreader]: (metric: string, root: string) => string } = {
  ray: (metric, root) => `"""Carries out the configurations of this folder on a Ray cluster, one trial a task.

    pip install "ray[tune]"
    python sweep_ray.py

Every machine needs Node, convscope and this folder at the same path (a shared disk).
CPUS=4 python sweep_ray.py gives each trial four processors. What is finished is not trained again.
"""
${common(root)}
${worth(metric)}

def trial(settings):
    from ray import tune
    # The training itself holds out data, keeps its best weights and can be gone on with.
    tune.report({METRIC: best(train(CONFIGS[settings["trial"]], threads=int(os.environ.get("CPUS", "1"))))})


if __name__ == "__main__":
    from ray import tune
    tuner = tune.Tuner(
        tune.with_resources(trial, {"cpu": int(os.environ.get("CPUS", "1"))}),
        param_space={"trial": tune.grid_search(list(range(len(CONFIGS))))},
        tune_config=tune.TuneConfig(metric=METRIC, mode=MODE),
    )
    found = tuner.fit().get_best_result()
    print(CONFIGS[found.config["trial"]].name, found.metrics[METRIC])
`,
  torchrun: (metric, root) => `"""Carries out the configurations of this folder with any launcher that sets RANK and WORLD_SIZE.

    torchrun --nnodes=4 --nproc-per-node=2 --rdzv-backend=c10d --rdzv-endpoint=HOST:29500 sweep_torchrun.py

or, without PyTorch, RANK=0 WORLD_SIZE=2 python sweep_torchrun.py and RANK=1 … beside it. Process r trains the
configurations r, r + WORLD_SIZE, … into this folder, which all machines must share. When all are done,
"convscope sweep --resume --out FOLDER" on one of them prints the table. What is finished is not trained again.
"""
${common(root)}
${worth(metric)}

if __name__ == "__main__":
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    threads = max(1, (os.cpu_count() or 1) // int(os.environ.get("LOCAL_WORLD_SIZE", "1")))
    failed = 0
    for config in CONFIGS[rank::world]:
        try:
            print(f"{rank}: {config.name} {METRIC} {best(train(config, threads)):.4f}", flush=True)
        except RuntimeError as error:
            failed += 1
            print(f"{rank}: {error}", flush=True)
    raise SystemExit(1 if failed else 0)
`,
};
