/**
 * A value where it is available synchronously, so that its consumer does not wait for a turn of the
 * event loop; otherwise a promise.
 */
export type MaybePromise<T> = T | Promise<T>

/** Applies a function to the value, synchronously if it is available. */
export function mapMaybePromise<T, U>(
  value: MaybePromise<T>,
  goOn: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return value instanceof Promise ? value.then(goOn) : goOn(value)
}
