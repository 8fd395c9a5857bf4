/** Batches count less the longer ago they were: so much of the mean before is kept at each step. */
const kept = 0.9;

/** Losses of the batches as a mean that forgets, which does not begin anew at an epoch as the mean of an epoch does. */
export class SmoothedLoss {
  #mean = 0;
  #weight = 0;
  #epoch = 0;
  #seen = 0;
  #sum = 0;

  /** Takes the mean of the epoch so far, and gives the smoothed loss of its batches. */
  add({ epoch, seen, loss }: { readonly epoch: number; readonly seen: number; readonly loss: number }): number {
    if (epoch !== this.#epoch) [this.#epoch, this.#seen, this.#sum] = [epoch, 0, 0];
    const batch = seen > this.#seen ? (loss * seen - this.#sum) / (seen - this.#seen) : loss;
    [this.#seen, this.#sum] = [seen, loss * seen];
    this.#mean = kept * this.#mean + (1 - kept) * batch;
    this.#weight = kept * this.#weight + (1 - kept);
    return this.#mean / this.#weight;
  }
}
