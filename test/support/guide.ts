import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { blockOf } from '@/lib/services/guide-text'
import type { Seen } from '@/test/support/upstream'

/*
 * The guides' own text: the tests run the code that a reader copies, with other addresses and no
 * other change.
 */

/**
 * Returns a fenced code block of a guide.
 * @param opening the text after the three backticks, such as `nginx` or `js jeton.mjs`
 * @param addresses replacements of the guide's own addresses; each must occur in the block
 */
export function snippetOf(
  guide: string,
  opening: string,
  addresses: Record<string, string> = {},
): string {
  const block = blockOf(readGuide(guide), opening)
  return replaceAddresses(block, addresses)
}

/** @param addresses replacements; each must occur in the text */
export const replaceAddresses = (text: string, addresses: Record<string, string>): string =>
  Object.entries(addresses).reduce(replaceAll, text)

export const readGuide = (guide: string) => readFileSync(`docs/guides/${guide}`, 'utf8')

function replaceAll(text: string, [from, to]: [string, string]): string {
  if (!text.includes(from)) throw new Error(`the snippet does not name ${from}`)
  return text.replaceAll(from, to)
}

/**
 * Puts a snippet where the guide says that it belongs in another one.
 * @param line matches one line of it
 */
export const insertBefore = (text: string, line: RegExp, snippet: string): string =>
  replaceLine(text, line, (found) => `${snippet}\n${found}`)

/** The same, behind a line. */
export const insertAfter = (text: string, line: RegExp, snippet: string): string =>
  replaceLine(text, line, (found) => `${found}\n${snippet}`)

/** The same, in place of a line. */
export function replaceLine(
  text: string,
  line: RegExp,
  replacement: (found: string) => string,
): string {
  const lines = text.split('\n')
  const found = lines.filter((each) => line.test(each))
  if (found.length !== 1) throw new Error(`the snippet has ${found.length} lines of ${line}`)
  return lines.map((each) => (line.test(each) ? replacement(each) : each)).join('\n')
}

/**
 * Makes a folder from which Node finds the packages of this project.
 * @returns its path
 */
export function makeSnippetFolder(): string {
  const parent = 'node_modules/.cache/jeton/guides'
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, 'snippet-'))
}

export const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })

/** @returns the file's path */
export function writeIn(folder: string, name: string, text: string): string {
  const path = join(process.cwd(), folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** @returns the requests that a service in another process has recorded, a line of JSON for each */
export function readSeen(file: string): Seen[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line))
}
