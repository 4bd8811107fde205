/** A histogram of durations: plain numbers, so that counting costs almost nothing. */
export class TimeHistogram {
  /** Upper bounds in seconds, ascending. */
  readonly bounds: readonly number[]
  /**
   * The number of durations at most as long as each bound and longer than the previous one; the
   * last element counts those above all bounds.
   */
  readonly counts: number[]
  sumSeconds = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Array(bounds.length + 1).fill(0)
  }

  /**
   * Adds a duration.
   * @param times how many had this duration
   */
  add(milliseconds: number, times = 1): void {
    const seconds = milliseconds / 1000
    let i = 0
    while (i < this.bounds.length && seconds > (this.bounds[i] as number)) i += 1
    this.counts[i] = (this.counts[i] as number) + times
    this.sumSeconds += seconds * times
  }
}
