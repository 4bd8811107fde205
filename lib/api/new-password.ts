import { guessFault } from '@/lib/accounts/password-fault'
import { ProblemError } from '@/lib/http/problem'

interface NewPassword {
  password: string
  /** Of the account that the password is for. */
  email: string
  /** The input field that contains the password. */
  path: string
}

/** @throws ProblemError `input_invalid` for a password that is too easy to guess */
export async function requireUncommon({ password, email, path }: NewPassword): Promise<void> {
  const message = await guessFault(password, email)
  if (message === null) return
  throw new ProblemError('input_invalid', `${path}: ${message}`, { errors: [{ path, message }] })
}
