import { Refusal } from '@/cli/maintenance/refusal'

/** Returns the number of ended sessions as part of a sentence. */
export const sessionsWords = (count: number) =>
  count === 1 ? 'its one session was ended' : `its ${count} sessions were ended`

export const accountMissing = (email: string) => new Refusal(`there is no account ${email}`, 2)

export const lastOwner = (email: string) =>
  new Refusal(`${email} is the last owner who can sign in: make somebody else an owner first`, 2)

export const withoutPassword = (email: string) =>
  new Refusal(
    `${email} has no password: it is a machine, has not joined yet, or signs in without one`,
    2,
  )

export const passwordsOff = () => new Refusal('JETON_PASSWORDS is off: no password signs in', 2)

export const passwordRefused = (fault: string) =>
  new Refusal(`the password cannot be used: ${fault}`, 2)
