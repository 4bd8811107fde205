import { join, resolve } from 'node:path'
import { z } from 'zod'
import {
  type AccountSettings,
  accountVariables,
  toAccountSettings,
} from '@/lib/config/account-settings'
import {
  type DatabaseSettings,
  databaseVariables,
  toDatabaseSettings,
} from '@/lib/config/database-settings'
import {
  type DemoSettings,
  demoVariables,
  toDemoSettings,
  withoutRealInstallation,
} from '@/lib/config/demo-settings'
import { type KeySettings, keyVariables, toKeySettings } from '@/lib/config/key-settings'
import { findMisspelt } from '@/lib/config/known-settings'
import { type MailSettings, mailVariables, toMailSettings } from '@/lib/config/mail-settings'
import {
  type ObservationSettings,
  observationVariables,
  toObservationSettings,
} from '@/lib/config/observation-settings'
import { oidcVariables, type SignInSettings, toSignInSettings } from '@/lib/config/oidc-settings'
import {
  type OriginSettings,
  originVariables,
  toOriginSettings,
} from '@/lib/config/origin-settings'
import { type ProxySettings, proxyVariables, toProxySettings } from '@/lib/config/proxy-settings'
import {
  type ServerSettings,
  serverVariables,
  toServerSettings,
} from '@/lib/config/server-settings'
import { fileVariables, withFiles } from '@/lib/config/setting-files'
import { SettingsError } from '@/lib/config/settings-error'
import {
  toVerificationSettings,
  type VerificationSettings,
  verificationVariables,
} from '@/lib/config/verification-settings'
import { oncePerProcess } from '@/lib/once-per-process'
import { typed } from '@/scripts/operator-commands.mjs'

/**
 * The settings, read once from the environment. No other file of the server reads a setting from
 * `process.env`.
 */
export interface Env
  extends AccountSettings,
    DatabaseSettings,
    DemoSettings,
    KeySettings,
    MailSettings,
    ObservationSettings,
    OriginSettings,
    ProxySettings,
    ServerSettings,
    SignInSettings,
    VerificationSettings {}

const variablesOfJeton = z.object({
  ...accountVariables.shape,
  ...databaseVariables.shape,
  ...demoVariables.shape,
  ...keyVariables.shape,
  ...serverVariables.shape,
  ...originVariables.shape,
  ...proxyVariables.shape,
  ...observationVariables.shape,
  ...oidcVariables.shape,
  ...mailVariables.shape,
  ...verificationVariables.shape,
})

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(variablesOfJeton.shape)

/**
 * Settings whose values never appear in messages: they hold a master key or may hold a password, or
 * a header with the token in it that was pasted where its name belongs.
 */
const confidential = [
  'JETON_SECRET',
  'JETON_SECRET_PREVIOUS',
  'DATABASE_URL',
  'SMTP_URL',
  'JETON_OIDC_CLIENT_SECRET',
  'JETON_TOKEN_HEADERS',
]

function complain(name: string, value: string | undefined, message: string): string {
  return confidential.includes(name)
    ? `${name} is not usable: ${message}`
    : `${name} is "${value}": ${message}`
}

/**
 * Parses the settings, of which secrets may be in files: setting-files.ts. An empty variable counts
 * as unset. White space and line ends around a value are ignored, because files and shells leave
 * them there.
 * @param folder the one that paths are relative to
 * @throws SettingsError with one line about the first bad setting
 */
export function parseEnv(
  variables: Record<string, string | undefined>,
  folder = settingsFolder(),
): Env {
  const trimmed = Object.entries(variables).map(
    ([name, value = '']) => [name, value.trim()] as const,
  )
  const given = Object.fromEntries(trimmed.filter(([, value]) => value !== ''))
  refuseMisspelt(given)
  const set = withFiles(withoutRealInstallation(given), folder)
  const result = variablesOfJeton.safeParse(set)
  if (!result.success) {
    const issue = result.error.issues[0]
    const name = String(issue?.path[0])
    throw new SettingsError(complain(name, set[name], issue?.message ?? 'not usable'))
  }
  return {
    ...toAccountSettings(result.data),
    ...toDatabaseSettings(result.data, folder),
    ...toDemoSettings(result.data),
    ...toKeySettings(result.data),
    ...toServerSettings(result.data),
    ...toOriginSettings(result.data),
    ...toProxySettings(result.data),
    ...toObservationSettings(result.data),
    ...toSignInSettings(result.data),
    ...toMailSettings(result.data, result.data.NEXTAUTH_URL),
    ...toVerificationSettings(result.data),
  }
}

function refuseMisspelt(variables: Record<string, string>): void {
  const found = findMisspelt(variables, [...settingNames, ...fileVariables])
  if (!found) return
  const { name, nearest } = found
  throw new SettingsError(
    `${name} is not a setting: ${nearest} is the nearest one, set that or remove ${name}`,
  )
}

/** Returns the settings of this thread. */
export const env = oncePerProcess('env', () => parseEnv(process.env))

/** Whether the environment asks for a demo. */
export const asksForDemo = (): boolean => (process.env.DEMO ?? '').trim() !== ''

/** Changes the data folder of this process and of those that it starts, before `env` is read. */
export function moveData(folder: string): void {
  process.env.JETON_DATA_DIR = folder
}

/** The folder in which the package was started (scripts/packaged.mjs); undefined in a clone. */
const startedIn = () => process.env.JETON_STARTED_IN

/**
 * Returns the folder of the settings file: in a clone, where the process runs, the product's own.
 */
const settingsFolder = () => resolve(startedIn() ?? '.')

/**
 * Returns the path of the settings file, from which settings were read as well
 * (scripts/settings-file.mjs); null when it is ignored.
 */
export const settingsFile = (): string | null =>
  process.env.JETON_IGNORE_DOTENV || asksForDemo() ? null : join(settingsFolder(), '.env')

/**
 * @param script the name of an operator's command among npm's scripts
 * @returns what the user types to run it with these arguments
 */
export const typedCommand = (script: string, ...args: string[]): string =>
  typed(script, startedIn() !== undefined, ...args)

/** Changes the home directory in which libraries look for their files, such as `.pgpass` for pg. */
export function moveHome(folder: string): void {
  process.env.HOME = folder
}
