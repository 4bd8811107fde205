/** How often something took how long: plain numbers, so that counting costs next to nothing. */
export class TimeHistogram {
  /** Upper bounds in seconds, rising. */
  readonly bounds: readonly number[]
  /** How many took at most as long as each bound and longer than the one before it; the last one holds the rest. */
  readonly counts: number[]
  sumSeconds = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Array(bounds.length + 1).fill(0)
  }

  /** @param times how many took as long as that */
  add(milliseconds: number, times = 1): void {
    const seconds = milliseconds / 1000
    let i = 0
    while (i < this.bounds.length && seconds > (this.bounds[i] as number)) i += 1
    this.counts[i] = (this.counts[i] as number) + times
    this.sumSeconds += seconds * times
  }
}
