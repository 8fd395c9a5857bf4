import { FormatError } from "@convscope/files/bytes";

/** Makes the errors of one file. */
export interface Wrong {
  /** For a file that is not what it should be. */
  damaged(what: string): FormatError;
  /** For a file that asks for more than weights. */
  refused(what: string): FormatError;
}

export const wrongIn = (file: string): Wrong => ({
  damaged: (what) => new FormatError(`${file}: ${what} The file is damaged or not one of PyTorch's; fetch or write it again.`),
  refused: (what) => new FormatError(`${file}: ${what} Only weights are read and nothing is run. In Python, save them alone: torch.save(model.state_dict(), "weights.pth").`),
});
