import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { SettingsError } from '@/lib/config/settings-error'

/*
 * Secrets that a container platform mounts as files. A variable with `_FILE` at the end of its name
 * gives the path of the file that holds the setting.
 */

/** The settings that may be in a file of their own: those that hold a secret. */
const inFiles = [
  'JETON_SECRET',
  'JETON_SECRET_PREVIOUS',
  'DATABASE_URL',
  'SMTP_URL',
  'JETON_OIDC_CLIENT_SECRET',
]

const fileVariableOf = (setting: string) => `${setting}_FILE`

/** The names of the variables that give a path. */
export const fileVariables = inFiles.map(fileVariableOf)

/** Settings are short: a larger file is another one. */
const maxBytes = 65_536

/**
 * Returns the variables, with the contents of files in place of their paths.
 * @param variables those that are set and not empty
 * @param folder the one that paths are relative to
 * @throws SettingsError if a setting is given twice, or its file cannot be read or is empty
 */
export function withFiles(
  variables: Record<string, string>,
  folder: string,
): Record<string, string> {
  const result = { ...variables }
  for (const setting of inFiles) {
    const variable = fileVariableOf(setting)
    const path = variables[variable]
    if (path === undefined) continue
    if (variables[setting] !== undefined)
      throw new SettingsError(`${setting} and ${variable} are both set: keep one of the two`)
    delete result[variable]
    result[setting] = read(path, variable, folder)
  }
  return result
}

function read(path: string, variable: string, folder: string): string {
  const complain = (message: string) => new SettingsError(`${variable} is "${path}": ${message}`)
  try {
    const file = resolve(folder, path)
    if (statSync(file).size > maxBytes) throw complain('the file is too large to hold a setting')
    const value = readFileSync(file, 'utf8').trim()
    if (value === '') throw complain('the file is empty')
    return value
  } catch (error) {
    if (error instanceof SettingsError) throw error
    throw complain(`the file cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
