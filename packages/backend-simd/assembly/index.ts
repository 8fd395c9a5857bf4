export { setScratch, setThreads, work } from "./queue";
export * from "./convolution";
export * from "./elementwise";
export * from "./reduction";
export * from "./spatial";
