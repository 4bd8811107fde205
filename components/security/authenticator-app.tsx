'use client'

import { useTranslations } from 'use-intl'
import { RemoveApp } from './remove-app'
import { RenewCodes } from './renew-codes'
import { SetUpApp } from './set-up-app'
import { type MeansProps, useMeans } from './use-means'

export function AuthenticatorApp({ isOn, ...factor }: MeansProps & { isOn: boolean }) {
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

export function RecoveryCodes({ left, ...factor }: MeansProps & { left: number }) {
  return <RenewCodes left={left} means={useMeans(factor)} />
}
