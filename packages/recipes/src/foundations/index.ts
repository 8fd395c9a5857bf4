export { logisticByHand } from "./logisticByHand.ts";
export { mlpDigits } from "./mlpDigits.ts";
export { mlpRegression } from "./mlpRegression.ts";
export { perceptronRule } from "./perceptron.ts";
export { vanishingGradients } from "./vanishingGradients.ts";
