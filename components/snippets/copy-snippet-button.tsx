'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import { useCopySecret } from '@/components/tokens/use-copy-secret'
import { CopyButton } from '@/components/ui/copy-button'

interface CopySnippetButtonProps {
  /** The token's id. */
  id: string
  write: (secret: string) => string
}

/** Copies the example with the whole token in it, so that it runs as pasted. */
export function CopySnippetButton({ id, write }: CopySnippetButtonProps) {
  const t = useTranslations('snippets')
  const [uncopied, setUncopied] = useState<string | null>(null)
  const { state, copySecret } = useCopySecret({ id, onRefused: setUncopied })

  return (
    <>
      <CopyButton state={state} label={t('copy')} onClick={() => copySecret(write)} />
      {uncopied && (
        <ManualCopyDialog of="example" text={uncopied} onDismiss={() => setUncopied(null)} />
      )}
    </>
  )
}
