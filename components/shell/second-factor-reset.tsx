'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { AlertIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'

/** The notice that an owner has removed the second factor, until the user has read it. */
export function SecondFactorReset() {
  const t = useTranslations('shell')
  const [isRead, setRead] = useState(false)
  if (isRead) return null

  async function note() {
    const result = await callApi('DELETE', '/api/v1/second-factor/reset-notice')
    if (result.kind === 'data') setRead(true)
  }

  return (
    <section
      role="status"
      className="mb-7 grid gap-3 rounded-m bg-danger-soft px-4 py-3 text-danger"
    >
      <p className="flex gap-2">
        <AlertIcon className="mt-0.5" />
        <span>{t('secondFactorReset')}</span>
      </p>
      <div className="flex gap-2.5">
        <Button size="small" onClick={note}>
          {t('understood')}
        </Button>
        <Link href="/account/security" prefetch={false} className={buttonClass({ size: 'small' })}>
          {t('toSecurity')}
        </Link>
      </div>
    </section>
  )
}
