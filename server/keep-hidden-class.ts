import { createHook } from 'node:async_hooks'

/*
 * Node allocates a small object for every `process.nextTick`, some ten per request. V8 allocates it
 * inline as long as it knows the object's hidden class. V8 drops the hidden class when a garbage
 * collection finds no such object alive, which soon happens on an idle server. From then on, until
 * the process ends, every such object takes the slow path. See
 * docs/decisions/0026-next-tick-hidden-class.md.
 */

const kept: object[] = []

/**
 * Keeps one such object of this thread alive, and its hidden class with it. Call it before any
 * other work.
 * @returns the kept objects
 */
export function keepHiddenClass(): readonly object[] {
  if (kept.length > 0) return kept
  const init = (_id: number, type: string, _trigger: number, resource: object) => {
    if (type === 'TickObject') kept.push(resource)
  }
  const hook = createHook({ init }).enable()
  process.nextTick(() => {})
  hook.disable()
  return kept
}
