import { createHook } from 'node:async_hooks'

/*
 * Node makes a small object for every `process.nextTick`: some ten for each request. V8 writes it inline as long as it knows its shape, and forgets the shape
 * when a garbage collection finds none of them alive, as it does soon where there is little to do; from then on every one is made the long way, until the
 * process ends. docs/decisions/0026-the-shape-of-a-tick.md.
 */

const kept: object[] = []

/** Keeps one such object of this thread, and its shape with it. Before there is anything to do. @returns what is kept */
export function keepTickShape(): readonly object[] {
  if (kept.length > 0) return kept
  const init = (_id: number, type: string, _trigger: number, resource: object) => {
    if (type === 'TickObject') kept.push(resource)
  }
  const hook = createHook({ init }).enable()
  process.nextTick(() => {})
  hook.disable()
  return kept
}
