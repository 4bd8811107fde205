'use client'

import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Card } from '@/components/ui/card'
import { TabList } from '@/components/ui/tab-list'
import { InlineCode, Text } from '@/components/ui/text'
import { CopySnippetButton } from './copy-snippet-button'
import { type SnippetLanguage, type SnippetToken, snippet, snippetLanguages } from './snippets'

interface SnippetTabsProps {
  /** Null before there is a token: the examples then contain a placeholder. */
  token: SnippetToken | null
  address: string
}

export function SnippetTabs({ token, address }: SnippetTabsProps) {
  const t = useTranslations('snippets')
  const panelId = useId()
  const [language, setLanguage] = useState<SnippetLanguage>('curl')
  const [before, after] = snippet(language, address)
  const shown = token?.token_hint ?? t('placeholder')

  return (
    <Card>
      <TabList
        label={t('languages')}
        tabs={snippetLanguages.map((value) => ({ value, label: t(value) }))}
        value={language}
        onSelect={setLanguage}
        panelId={panelId}
      />
      <div
        id={panelId}
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
        tabIndex={0}
        aria-labelledby={`${panelId}-${language}`}
        className="overflow-x-auto border-t border-line px-4 py-3.5 focus-visible:-outline-offset-2"
      >
        <pre translate="no" className="min-h-12 font-mono text-[0.8125rem] leading-[1.7]">
          {before}
          <span className="text-accent">{shown}</span>
          {after}
        </pre>
      </div>
      {token && (
        <div className="flex items-center justify-between gap-3 border-t border-line bg-wash py-2.5 pr-3 pl-4 max-md:flex-col max-md:items-stretch max-md:pr-4">
          <p className="text-sm text-muted">
            <Text>
              {t.rich('copiesRealToken', {
                hint: token.token_hint,
                code: (chunks) => <InlineCode>{chunks}</InlineCode>,
              })}
            </Text>
          </p>
          <CopySnippetButton id={token.id} write={(secret) => `${before}${secret}${after}`} />
        </div>
      )}
    </Card>
  )
}
