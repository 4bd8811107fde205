'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import { useCopySecret } from '@/components/tokens/use-copy-secret'
import { CopyButton } from '@/components/ui/copy-button'
import { useNotifier } from '@/components/ui/toaster'

interface CopySnippetButtonProps {
  /** The token's. */
  id: string
  write: (secret: string) => string
}

/** Copies the example with the whole token in it: what is pasted runs. */
export function CopySnippetButton({ id, write }: CopySnippetButtonProps) {
  const t = useTranslations('tokens')
  const router = useRouter()
  const { toast } = useNotifier()
  const [uncopied, setUncopied] = useState<string | null>(null)
  const { state, copySecret } = useCopySecret({ id, onRefused: setUncopied, onGone: leave })

  function leave() {
    toast(t('goneElsewhere'))
    router.refresh()
  }

  return (
    <>
      <CopyButton state={state} onClick={() => copySecret(write)} />
      {uncopied && <ManualCopyDialog text={uncopied} onDismiss={() => setUncopied(null)} />}
    </>
  )
}
