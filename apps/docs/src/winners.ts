import type { Winner } from "@convscope/viz";

/** Top-5 errors on the test set of the ImageNet challenge: arXiv:1409.0575 for 2010 to 2014, arXiv:1512.03385 for 2015, the challenge's page for 2016, arXiv:1709.01507 for 2017. Depth counts layers with weights. AlexNet with the pictures of the challenge alone; the entry that won, with more, had 15.3 %. */
export const imagenetWinners: readonly Winner[] = [
  { year: 2010, name: "features by hand", error: 0.282 },
  { year: 2011, name: "features by hand", error: 0.258 },
  { year: 2012, name: "AlexNet", error: 0.164, depth: 8 },
  { year: 2013, name: "ZFNet", error: 0.117, depth: 8 },
  { year: 2014, name: "VGG", error: 0.073, depth: 19 },
  { year: 2014, name: "GoogLeNet", error: 0.067, depth: 22 },
  { year: 2015, name: "ResNet", error: 0.0357, depth: 152 },
  { year: 2016, name: "fusion of networks", error: 0.0299 },
  { year: 2017, name: "SENet", error: 0.0225, depth: 154 },
];

/** How often a person was wrong who had trained for it: arXiv:1409.0575, section 6.4. */
export const personError = 0.051;

/** Which share of its mistakes `later` no longer makes. */
export const share = (earlier: Winner, later: Winner): number => 1 - later.error / earlier.error;
