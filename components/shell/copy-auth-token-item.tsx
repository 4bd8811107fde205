'use client'

import { useId } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { type ApiResult, callApi } from '@/components/api'
import { CheckIcon, KeyIcon } from '@/components/icons'
import { MenuItem } from '@/components/ui/menu/menu-items'
import { browserZone } from '@/components/ui/time'
import { useNotifier } from '@/components/ui/toaster'
import { useCopy } from '@/components/use-copy'
import { useFailureText } from '@/components/use-failure-text'
import { formatMoment } from '@/lib/i18n/format'
import type { IssuedAuthToken } from '@/shared/issued-auth-token'

interface CopyAuthTokenItemProps {
  lifetime: string
  onRefused: (token: string) => void
}

export function CopyAuthTokenItem({ lifetime, onRefused }: CopyAuthTokenItemProps) {
  const t = useTranslations('menu')
  const common = useTranslations('common')
  const { state, copyAuthToken } = useCopyAuthToken(onRefused)
  const id = useId()
  const isCopied = state === 'copied'
  return (
    <MenuItem
      onClick={copyAuthToken}
      aria-labelledby={`${id}-words`}
      aria-describedby={`${id}-lifetime`}
      className="items-start"
    >
      {isCopied ? (
        <CheckIcon className="mt-0.5 text-ok" />
      ) : (
        <KeyIcon className="mt-0.5 text-muted" />
      )}
      <span>
        <span id={`${id}-words`}>{isCopied ? common('copied') : t('copyAuthToken')}</span>
        <span id={`${id}-lifetime`} className="block text-xs text-balance text-muted">
          {t('authTokenLifetime', { lifetime })}
        </span>
      </span>
    </MenuItem>
  )
}

function useCopyAuthToken(onRefused: (token: string) => void) {
  const t = useTranslations('menu')
  const locale = useLocale()
  const { toast } = useNotifier()
  const failureText = useFailureText()
  const { state, copy } = useCopy({
    onRefused,
    onFailure: (failure) => toast(failureText(failure)),
  })

  async function copyAuthToken() {
    const issued = callApi<IssuedAuthToken>('POST', '/api/v1/auth/token')
    const copied = await copy(issued.then(tokenOf))
    const result = await issued
    if (!copied || result.kind !== 'data') return
    const time = formatMoment(result.data.expires_at, new Date(), locale, browserZone())
    toast(t('authTokenCopied', { time }))
  }

  return { state, copyAuthToken }
}

function tokenOf(result: ApiResult<IssuedAuthToken>): ApiResult<string> {
  return result.kind === 'data' ? { kind: 'data', data: result.data.token } : result
}
