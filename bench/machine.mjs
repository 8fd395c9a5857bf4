import { cpus, release, totalmem, type } from "node:os";

/** The machine, without which a time says nothing. */
export const describeMachine = () => ({
  cpu: cpus()[0]?.model.trim() ?? "unknown processor",
  cores: cpus().length,
  /** GiB. */
  memory: Math.round(totalmem() / 2 ** 30),
  os: `${type()} ${release()}`,
  node: process.versions.node,
});

/** The machine as part of a file's name. */
export const machineSlug = () => {
  const { cpu, cores } = describeMachine();
  return `${cpu} ${cores}`.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
};
