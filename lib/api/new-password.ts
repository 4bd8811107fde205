import { guessFault } from '@/lib/accounts/password-fault'
import { ProblemError } from '@/lib/http/problem'

interface NewPassword {
  password: string
  /** Whose it will be. */
  email: string
  /** The field that holds it. */
  path: string
}

/** @throws ProblemError `input_invalid` for a password that anybody would try first */
export async function requireUncommon({ password, email, path }: NewPassword): Promise<void> {
  const message = await guessFault(password, email)
  if (message === null) return
  throw new ProblemError('input_invalid', `${path}: ${message}`, { errors: [{ path, message }] })
}
