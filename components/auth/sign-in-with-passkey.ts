import { askForPasskey } from '@/components/passkey-ceremony'
import { type Refusal, startSession } from './start-session'

/**
 * @param isOffered as for `askForPasskey`
 * @returns null when the session has started
 */
export async function signInWithPasskey(
  isOffered = false,
): Promise<Refusal | { kind: 'cancelled' } | null> {
  const asked = await askForPasskey('/api/v1/auth/passkey/options', isOffered)
  if (asked.kind !== 'data') return asked
  return startSession({ passkey: JSON.stringify(asked.data) })
}
