import { getTranslations } from '@/lib/i18n/server'
import { SnippetTabs } from './snippet-tabs'
import type { SnippetToken } from './snippets'

interface SnippetPanelProps {
  token: SnippetToken
  address: string
  className?: string
}

export async function SnippetPanel({ token, address, className = '' }: SnippetPanelProps) {
  const t = await getTranslations('snippets')
  const id = 'snippets-heading'
  return (
    <section aria-labelledby={id} className={className}>
      <h2 id={id} className="mb-2.5 text-lg font-semibold">
        {t('title')}
      </h2>
      <SnippetTabs token={token} address={address} />
    </section>
  )
}
