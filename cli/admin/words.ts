import { Refusal } from '@/cli/maintenance/refusal'

/** Returns the number of ended sessions as part of a sentence. */
export const sessionsWords = (count: number) =>
  count === 1 ? 'its one session was ended' : `its ${count} sessions were ended`

export const accountMissing = (email: string) => new Refusal(`there is no account ${email}`, 2)

export const passwordRefused = (fault: string) =>
  new Refusal(`the password cannot be used: ${fault}`, 2)
