export { diagnose, type DiagnoseOptions } from "./diagnose.ts";
export { doctorChecks, type CheckName } from "./checks.ts";
export type { Check } from "./check.ts";
export type { Checked, Diagnosis, Examined, Finding } from "./finding.ts";
export type { Kept, Subject } from "./subject.ts";
