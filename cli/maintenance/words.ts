import { nextSecretFile, secretFile } from '@/lib/config/master-key'
import type { Env } from '@/lib/config/settings'

/** Without what a terminal obeys, or what turns the rest of its line around. */
export const printable = (text: string) => text.replace(/\p{C}/gu, '·')

/** A number with its thousands apart. */
export const grouped = (number: number) => number.toLocaleString('en')

/** @param rows how many rows each table has */
export function rowLines(rows: Map<string, number>): string[] {
  const names = [...rows.keys()]
  const width = Math.max(...names.map((name) => name.length))
  const digits = Math.max(...[...rows.values()].map((count) => grouped(count).length))
  return names.map(
    (name) =>
      `  ${printable(name).padEnd(width)}  ${grouped(rows.get(name) ?? 0).padStart(digits)}`,
  )
}

export const sumOf = (rows: Map<string, number>) =>
  [...rows.values()].reduce((sum, count) => sum + count, 0)

/** Where the master secret is. */
export const secretPlace = ({ secret, dataDir }: Env) =>
  secret === undefined ? secretFile(dataDir) : 'JETON_SECRET'

/** Where the other one is, while it is rotated. */
export const nextPlace = ({ secret, dataDir }: Env) =>
  secret === undefined ? nextSecretFile(dataDir) : 'JETON_SECRET_PREVIOUS'
