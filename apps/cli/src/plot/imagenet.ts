import type { Winner } from "@convscope/viz";

/** Top-5 errors of the ImageNet challenge's classification, as published on image-net.org; 2014 with its second place. */
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

/** A person who had trained for it: arXiv:1409.0575, section 6.4. */
export const person = { name: "a person", error: 0.051 } as const;
