/** Where the check draws its lines. */
export const thresholds = {
  /** A pixel whose strongest and weakest colour are more levels (of 255) apart is coloured. What JPEG leaves of a grey picture is less. */
  colourLevels: 24,
  /** A picture with a smaller share of coloured pixels is grey. */
  colourShare: 0.002,
  /** A picture whose levels are no further apart than this in every channel shows one colour. */
  plainLevels: 6,
  /** A picture is tiny if its shorter side is less than `tinySide` pixels, and less than `tinyShare` of what is usual in the set. */
  tinySide: 32,
  tinyShare: 0.5,
  /** A picture of more pixels is giant. It is checked at a smaller size, so that it fits into memory. */
  giantPixels: 24_000_000,
  /** A picture is extreme if one side is so many times the other, and the usual picture is less than half as far from square. */
  extremeAspect: 4,
  /** Bits of 64 in which the fingerprints of two similar pictures differ at most. */
  similarBits: 7,
  /**
   * How far apart (squared) the shapes of two similar pictures are at most, 0 to 4. Of 200 MNIST digits, JPEG of quality 50 moves 19 in 20 by less than 0.003;
   * of a thousand, the nearest other digit is as near for one.
   */
  similarShape: 0.004,
  /** How far apart (mean of the differences, as a share of 255) their colours are at most. */
  similarColour: 0.03,
  /** How many neighbours a picture has. */
  neighbours: 10,
  /** With fewer pictures, neighbours tell nothing. */
  leastForNeighbours: 50,
  /** Pictures among which neighbours are looked for; of a larger set, an even choice. */
  references: 10_000,
  /** With more classes, there are too few pictures of each among the references. */
  mostClasses: 1_000,
  /** A label looks wrong if another one explains the neighbours' labels so much better: the logarithm of the likelihood ratio for each neighbour. */
  labelEvidence: 2.5,
  /** The largest class over the smallest: from here a note, a warning. */
  imbalanceNote: 3,
  imbalanceWarning: 10,
  /** Training pictures a class should have at least. */
  fewPictures: 10,
  /** Leaks and contradictions are errors if they touch more than this share of the part (of all pictures); else warnings. */
  tolerated: 0.01,
} as const;
