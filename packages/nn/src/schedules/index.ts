export { constant as constantRate, type Constant as ConstantRate } from "./constant.ts";
export { cosine, type Cosine } from "./cosine.ts";
export { parseSchedule, scheduleFactor, schedules, type Schedule, type ScheduleKind } from "./table.ts";
