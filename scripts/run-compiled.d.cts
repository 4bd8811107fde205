import type { Script } from 'node:vm'

export function compiledName(name: string): string
export function compile(name: string, folder: string): { script: Script; digest: Buffer }
export function runCompiled(name: 'app' | 'server'): unknown
