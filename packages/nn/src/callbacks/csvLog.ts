import type { Callback, EpochLog } from "../callback.ts";

export interface TextLogOptions {
  /**
   * Receives the text piece by piece. The first piece is the beginning of a file, with the epochs that were finished before where a
   * training goes on; so each training, also one that goes on, writes its file anew, and no line is in it twice.
   */
  readonly write: (text: string) => void | Promise<void>;
}

/** A table of the history as comma-separated values (RFC 4180): a head, then a line for each epoch. What is not a number is `NaN`. */
export function csvLog({ write }: TextLogOptions): Callback {
  let columns: readonly string[] | undefined;
  /** The head can be known only with the first epoch. */
  const lines = (logs: readonly EpochLog[]): string => {
    const head = columns ? [] : [Object.keys(logs[0] ?? {})];
    columns ??= head[0] ?? [];
    return [...head.map((names) => names.map(quoted)), ...logs.map((log) => columns?.map((name) => String(log[name] ?? "")) ?? [])].map((row) => `${row.join(",")}\n`).join("");
  };
  return {
    async onTrainBegin({ history }) {
      columns = undefined;
      if (history.length > 0) await write(lines(history));
    },
    onEpochEnd: (log) => write(lines([log])),
  };
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
