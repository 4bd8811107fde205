import { isCommonPassword } from '@/lib/auth/common-passwords'
import { ProblemError } from '@/lib/http/problem'
import { isGuessable } from '@/lib/password-rules'

interface NewPassword {
  password: string
  /** Whose it will be. */
  email: string
  /** The field that holds it. */
  path: string
}

/** @throws ProblemError `input_invalid` for a password that anybody would try first */
export async function requireUncommon({ password, email, path }: NewPassword): Promise<void> {
  if (isGuessable(password, email)) {
    throw refusal(
      path,
      'Choose a password that is not made of your email address or the name of this product.',
    )
  }
  if (await isCommonPassword(password)) {
    throw refusal(path, 'This is one of the most common passwords. Choose another.')
  }
}

const refusal = (path: string, message: string) =>
  new ProblemError('input_invalid', `${path}: ${message}`, { errors: [{ path, message }] })
