import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { clientOf, signUp } from '@/test/support/client'
import { type Installation, startServer } from '@/test/support/server'

/*
 * One server for every test file that needs nothing special of it: no settings, no restart, no empty installation, and no more of its
 * data folder than the rows of its own accounts. The files keep apart by having accounts of their own. It has its owner already.
 */

declare module 'vitest' {
  interface ProvidedContext {
    sharedServer: Installation
  }
}

export const sharedServer = (): Installation => inject('sharedServer')

/** Vitest calls this before the first of these files. @returns what it calls after the last */
export async function setup({ provide }: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const { address, dataDir, stop } = await startServer()
  await signUp(clientOf(address))
  provide('sharedServer', { address, dataDir })
  return async () => {
    const code = await stop()
    if (code !== 0) throw new Error(`The shared server ended with ${code}.`)
  }
}
