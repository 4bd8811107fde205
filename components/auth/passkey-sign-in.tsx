'use client'

import { usePasskeys } from '@/components/passkey-ceremony'
import { PasskeyButton } from './passkey-button'

interface PasskeySignInProps {
  next: string
  /** The relying party's id; null where there are no passkeys. */
  host: string | null
}

/** The sign-in with a passkey where there is no form for a password. */
export function PasskeySignIn({ next, host }: PasskeySignInProps) {
  return usePasskeys(host) && <PasskeyButton onSignedIn={() => location.assign(next)} />
}
