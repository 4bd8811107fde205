/** What is there at once where it can be, so that nothing waits a turn of the event loop for it, and a promise where it takes time. */
export type MaybePromise<T> = T | Promise<T>

/** Goes on with a value, now or when it is there. */
export function mapMaybePromise<T, U>(
  value: MaybePromise<T>,
  goOn: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return value instanceof Promise ? value.then(goOn) : goOn(value)
}
