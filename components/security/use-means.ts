'use client'

import { usePasskeys } from '@/components/passkey-ceremony'
import type { Means } from './confirm-dialog'

export interface MeansProps {
  hasPassword: boolean
  hasPasskeys: boolean
  /** The relying party's id; null where there are no passkeys. */
  host: string | null
}

/** By what the user can confirm on this page. */
export const useMeans = ({ hasPassword, hasPasskeys, host }: MeansProps): Means => ({
  password: hasPassword,
  passkey: usePasskeys(host) && hasPasskeys,
})
