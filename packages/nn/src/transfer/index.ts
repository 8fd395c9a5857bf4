export { advise, type Advice, type AdviseOptions } from "./advise.ts";
export { distillation, type Distillation, type DistillationOptions } from "./distillation.ts";
export { distilled, type DistilledOptions } from "./distilled.ts";
export { features, headInput, type Features, type FeaturesOptions } from "./features.ts";
export { freeze, trunkNodes, type FreezeOptions, type Freezing } from "./freeze.ts";
export { linearProbe, probeAccuracy, type LinearProbe, type LinearProbeOptions } from "./linearProbe.ts";
export { transferWeights, type Drawn, type Transferred, type TransferOptions } from "./transferWeights.ts";
