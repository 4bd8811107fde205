'use client'

import { useTranslations } from 'use-intl'
import { usePasskeys } from '@/components/passkey-ceremony'
import { RemoveApp } from './remove-app'
import { RenewCodes } from './renew-codes'
import { SetUpApp } from './set-up-app'

interface FactorProps {
  hasPassword: boolean
  hasPasskeys: boolean
  /** The relying party's id; null where there are no passkeys. */
  host: string | null
}

const useMeans = ({ hasPassword, hasPasskeys, host }: FactorProps) => ({
  password: hasPassword,
  passkey: usePasskeys(host) && hasPasskeys,
})

export function AuthenticatorApp({ isOn, ...factor }: FactorProps & { isOn: boolean }) {
  const t = useTranslations('security')
  const means = useMeans(factor)
  if (!isOn) return <SetUpApp means={means} />
  return (
    <div className="grid gap-3">
      <p>{t('appOn')}</p>
      <RemoveApp means={means} />
    </div>
  )
}

export function RecoveryCodes({ left, ...factor }: FactorProps & { left: number }) {
  return <RenewCodes left={left} means={useMeans(factor)} />
}
