'use client'

import type { RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { BlankCounter } from '@/components/brand-mark'
import { AddTokenButton } from './add-token-button'

interface EmptyTokensProps {
  addButton: RefObject<HTMLButtonElement | null>
  onAdd: () => void
}

export function EmptyTokens({ addButton, onAdd }: EmptyTokensProps) {
  const t = useTranslations('tokens')
  return (
    <div className="grid justify-items-center px-6 pt-11 pb-12 text-center">
      <BlankCounter />
      <h3 className="mt-2.5 text-lg font-semibold">{t('emptyTitle')}</h3>
      <p className="mt-1.5 mb-4.5 max-w-[46ch] text-muted">{t('emptyText')}</p>
      <AddTokenButton ref={addButton} onClick={onAdd} />
    </div>
  )
}
