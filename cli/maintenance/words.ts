import { nextSecretFile, secretFile } from '@/lib/config/master-key'
import type { Env } from '@/lib/config/settings'

/**
 * Replaces control and other invisible characters, which a terminal would interpret or which could
 * reverse the rest of its line.
 */
export const printable = (text: string) => text.replace(/\p{C}/gu, '·')

/** Formats a number with thousands separators. */
export const grouped = (number: number) => number.toLocaleString('en')

/** @param rows the number of rows, by table */
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

/** Returns the location of the master key. */
export const secretPlace = ({ secret, dataDir }: Env) =>
  secret === undefined ? secretFile(dataDir) : 'JETON_SECRET'

/** Returns the location of the other master key during a rotation. */
export const nextPlace = ({ secret, dataDir }: Env) =>
  secret === undefined ? nextSecretFile(dataDir) : 'JETON_SECRET_PREVIOUS'
