import { readdirSync, readFileSync } from "node:fs";

/** The lines of a file of Linux's, none where it is gone. @param {string} file */
const read = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** @param {string} folder */
const numbersIn = (folder) => {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return [];
  }
};

/**
 * Seconds that processors have spent on a process and on all that it started, to the nanosecond; Linux only.
 *
 * @param {number} pid
 * @returns {number}
 */
export const processorTime = (pid) => {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const child of numbersIn("/proc")) {
    // Behind the program's name, which may hold spaces: its state, and who started it.
    const parent = Number(read(`/proc/${child}/stat`).replace(/^.*\) \S+ /s, "").split(" ")[0]);
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  /** @param {number} one @returns {number} */
  const spent = (one) =>
    numbersIn(`/proc/${one}/task`).reduce((sum, thread) => sum + Number(read(`/proc/${one}/task/${thread}/schedstat`).split(" ")[0] ?? 0) / 1e9, 0) +
    (children.get(one) ?? []).reduce((sum, child) => sum + spent(child), 0);
  return spent(pid);
};
