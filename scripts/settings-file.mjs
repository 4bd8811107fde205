/*
 * Reads the settings of a file `.env`. Programs differ in how they parse `#`, quotation marks and
 * backslashes. A value that is cut or a setting that is skipped silently may open an installation
 * to everybody, so each line is either taken whole or stops the start. A message names the line and
 * never the value.
 */
import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, SetupError } from './root.mjs'

/**
 * Loads the settings of the file `.env` in a folder. The environment takes precedence. With DEMO in
 * the environment, the file is that of a real installation, and is not read.
 */
export function loadSettings(folder = root) {
  if (process.env.JETON_IGNORE_DOTENV || process.env.DEMO?.trim()) return
  for (const [name, value] of readSettings(join(folder, '.env'))) process.env[name] ??= value
}

/**
 * @returns {Map<string, string>} the settings of a file; empty if it does not exist
 * @throws {SetupError} where a line is malformed or ambiguous, or the file cannot be read
 */
export function readSettings(file) {
  const bytes = readBytes(file)
  if (bytes === null) return new Map()
  // A byte order mark, which some editors write, is not part of the first name.
  return parseLines(bytes.toString('utf8').replace(/^\uFEFF/, ''), file)
}

function readBytes(file) {
  if (!lstatSync(file, { throwIfNoEntry: false })) return null
  try {
    return readFileSync(file)
  } catch ({ code }) {
    const reason = { EISDIR: 'is a folder', ENOENT: 'is a link to a file that is not there' }[code]
    throw new SetupError(
      `${file} ${reason ?? `cannot be read (${code})`}: give a file that can be read, or remove it`,
    )
  }
}

function parseLines(text, file) {
  const settings = new Map()
  const lines = new Map()
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const refuse = (reason) => new SetupError(`${file}, line ${i + 1}: ${reason}`)
    const setting = parseLine(line, refuse)
    if (!setting) continue
    const [name, value] = setting
    if (lines.has(name))
      throw refuse(`${name} is set in line ${lines.get(name)}, too: keep one of them`)
    lines.set(name, i + 1)
    settings.set(name, value)
  }
  return settings
}

/** @returns the name and the value, or null for a line that sets nothing */
function parseLine(line, refuse) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(line))
    throw refuse('it holds a control character: remove it, or save the file as UTF-8')
  if (/^\s*(#|$)/.test(line)) return null
  if (line.includes('\uFFFD')) throw refuse('it is not UTF-8: save the file as UTF-8')
  const [, name, rest] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*$/.exec(line) ?? []
  if (name === undefined) throw refuse('it is not NAME=value: write it so, or put # before it')
  return [name, /^["'`]/.test(rest) ? unquote(rest, refuse) : bareValue(rest, refuse)]
}

function unquote(text, refuse) {
  const mark = text[0]
  const end = text.indexOf(mark, 1)
  if (end < 0) throw refuse(`the quotation mark ${mark} is not closed in its line: close it`)
  if (!/^\s*(#.*)?$/.test(text.slice(end + 1)))
    throw refuse(
      'something follows the closing quotation mark: put the whole value into marks of another kind',
    )
  const value = text.slice(1, end)
  if (mark === '"' && value.includes('\\'))
    throw refuse(
      'a backslash within double quotation marks may be read in two ways: use single ones',
    )
  return value
}

/** A comment starts with a # that has white space on both sides. */
function bareValue(text, refuse) {
  const value = text.replace(/(^|\s+)#(\s.*)?$/, '')
  if (value.includes('#'))
    throw refuse(
      'a # may begin a comment or belong to the value: put the value into quotation marks',
    )
  if (/["'`]$|^[“”„‘’«]/.test(value))
    throw refuse(
      'a quotation mark ends it and none begins it: put the whole value into straight marks',
    )
  return value
}
