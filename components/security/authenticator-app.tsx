'use client'

import { useTranslations } from 'use-intl'
import { appHeadingId } from '@/components/focus-targets'
import { Remove } from './remove'
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
      <Remove
        means={means}
        path="/api/v1/second-factor/totp"
        label={t('appRemove')}
        title={t('appRemoveTitle')}
        warning={t('appRemoveWarning')}
        action={t('remove')}
        toast={t('appRemoved')}
        focus={appHeadingId}
      />
    </div>
  )
}

export function RecoveryCodes({ left, ...factor }: MeansProps & { left: number }) {
  return <RenewCodes left={left} means={useMeans(factor)} />
}
