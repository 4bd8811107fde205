'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslations } from 'use-intl'
import { SnippetPanel } from '@/components/snippets/snippet-panel'
import { Card } from '@/components/ui/card'
import { InlineCode } from '@/components/ui/inline-code'
import { SectionHeading } from '@/components/ui/section-heading'
import { Text } from '@/components/ui/text'
import { useNotifier } from '@/components/ui/toaster'
import type { ApiTokenRow } from '@/shared/api-token-row'
import { AddTokenButton } from './add-token-button'
import { AddTokenForm } from './add-token-form'
import { EmptyTokens } from './empty-tokens'
import { takeKeptName } from './kept-name'
import { OnePerUserNote } from './one-per-user-note'
import { TokenTable } from './token-table'
import { useTokenList } from './use-token-list'

interface TokensPanelProps {
  tokens: ApiTokenRow[]
  /** The address of this server, for the examples. */
  address: string
}

export function TokensPanel({ tokens: fromServer, address }: TokensPanelProps) {
  const t = useTranslations('tokens')
  const panel = usePanel(fromServer)
  const { tokens, adding, addButton, copyButton } = panel
  const noteId = useId()
  const [token] = tokens

  return (
    <section aria-labelledby="tokens-heading">
      <SectionHeading
        id="tokens-heading"
        title={t('title')}
        about={
          <Text>{t.rich('about', { code: (chunks) => <InlineCode>{chunks}</InlineCode> })}</Text>
        }
        action={
          token &&
          !adding && (
            <AddTokenButton
              ref={addButton}
              inactive
              aria-describedby={noteId}
              className="max-md:self-start"
            />
          )
        }
      />
      <Card>
        {adding && (
          <AddTokenForm
            name={panel.keptName}
            onCreated={panel.created}
            onTaken={panel.taken}
            onCancel={panel.cancelAdding}
          />
        )}
        {!adding && !token && <EmptyTokens addButton={addButton} onAdd={panel.startAdding} />}
        {!adding && token && (
          <>
            <TokenTable
              tokens={tokens}
              copyButton={copyButton}
              onDeleted={panel.deleted}
              onGone={panel.gone}
            />
            <OnePerUserNote id={noteId} />
          </>
        )}
      </Card>
      {!adding && token && <SnippetPanel token={token} address={address} className="mt-8" />}
    </section>
  )
}

/** The events of the panel, and which element receives focus after each. */
function usePanel(fromServer: ApiTokenRow[]) {
  const t = useTranslations('tokens')
  const { toast } = useNotifier()
  const { tokens, show, reload } = useTokenList(fromServer)
  const [adding, setAdding] = useState(false)
  const [keptName, setKeptName] = useState('')
  const addButton = useRef<HTMLButtonElement>(null)
  const copyButton = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    const name = takeKeptName()
    if (name === null) return
    setKeptName(name)
    setAdding(true)
  }, [])

  function endAdding() {
    flushSync(() => {
      setAdding(false)
      setKeptName('')
    })
  }

  function remove(id: string, words: string) {
    show((rows) => rows.filter((token) => token.id !== id))
    addButton.current?.focus()
    toast(words)
  }

  return {
    tokens,
    adding,
    keptName,
    addButton,
    copyButton,
    startAdding: () => setAdding(true),
    cancelAdding() {
      endAdding()
      addButton.current?.focus()
    },
    created(token: ApiTokenRow) {
      endAdding()
      show([token])
      copyButton.current?.focus()
      toast(t('created'))
    },
    /** Another tab created a token first. */
    async taken() {
      if (!(await reload())) return false
      endAdding()
      addButton.current?.focus()
      toast(t('onePerUser'))
      return true
    },
    deleted: (id: string) => remove(id, t('deleted')),
    gone: (id: string) => remove(id, t('goneElsewhere')),
  }
}
