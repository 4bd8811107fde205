import { z } from 'zod'
import { duration } from '@/lib/config/duration'

export interface AccountSettings {
  authTokenTtlSeconds: number
  signUp: 'open' | 'closed'
  rateLimit: 'on' | 'off'
  /** For how long after a sign-in a person's API token is accepted; undefined: without limit. */
  tokenNeedsSignInSeconds: number | undefined
  /** The users that need a second factor. */
  secondFactor: 'optional' | 'owners' | 'everyone'
  /** How long entries are kept in the audit log. */
  activityDays: number | 'forever'
}

const ttl = duration(1, 365 * 86_400, 'such as 90m, 10h or "2 days", from 1s to 365d')

const signInAge = duration(3_600, 3_650 * 86_400, 'such as 30d, from 1h to 3650d')

/** The database refuses to delete younger rows: see prisma/migrations. */
const minActivityDays = 30

const activityDays = z.string().transform((text, context) => {
  if (text === 'forever') return text
  if (/^\d{1,5}$/.test(text) && Number(text) >= minActivityDays) return Number(text)
  context.addIssue(`give a number of days, from ${minActivityDays} to 99999, or forever`)
  return z.NEVER
})

export const accountVariables = z.object({
  NC_JWT_EXPIRES_IN: ttl.default(36_000),
  JETON_SIGNUP: z.enum(['open', 'closed'], { error: 'give open or closed' }).default('open'),
  JETON_RATE_LIMIT: z.enum(['on', 'off'], { error: 'give on or off' }).default('on'),
  JETON_TOKEN_NEEDS_SIGNIN: signInAge.optional(),
  JETON_SECOND_FACTOR: z
    .enum(['optional', 'owners', 'everyone'], { error: 'give optional, owners or everyone' })
    .default('optional'),
  JETON_ACTIVITY_DAYS: activityDays.default(365),
})

export const toAccountSettings = (
  variables: z.output<typeof accountVariables>,
): AccountSettings => ({
  authTokenTtlSeconds: variables.NC_JWT_EXPIRES_IN,
  signUp: variables.JETON_SIGNUP,
  rateLimit: variables.JETON_RATE_LIMIT,
  tokenNeedsSignInSeconds: variables.JETON_TOKEN_NEEDS_SIGNIN,
  secondFactor: variables.JETON_SECOND_FACTOR,
  activityDays: variables.JETON_ACTIVITY_DAYS,
})
