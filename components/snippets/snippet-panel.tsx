'use client'

import { useId } from 'react'
import { useTranslations } from 'use-intl'
import { SnippetTabs } from './snippet-tabs'
import type { SnippetToken } from './snippets'

interface SnippetPanelProps {
  token: SnippetToken
  address: string
  className?: string
}

export function SnippetPanel({ token, address, className = '' }: SnippetPanelProps) {
  const t = useTranslations('snippets')
  const id = useId()
  return (
    <section aria-labelledby={id} className={className}>
      <h2 id={id} className="mb-2.5 text-lg font-semibold">
        {t('title')}
      </h2>
      <SnippetTabs token={token} address={address} />
    </section>
  )
}
