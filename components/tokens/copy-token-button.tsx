'use client'

import { useState } from 'react'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import type { ButtonLook } from '@/components/ui/button-class'
import { CopyButton } from '@/components/ui/copy-button'
import { useCopySecret } from './use-copy-secret'

export const copyButtonId = 'copy-token'

export function CopyTokenButton({ id, ...look }: { id: string } & ButtonLook) {
  const [uncopied, setUncopied] = useState<string | null>(null)
  const { state, copySecret } = useCopySecret({ id, onRefused: setUncopied })
  return (
    <>
      <CopyButton id={copyButtonId} {...look} state={state} onClick={() => copySecret()} />
      {uncopied && (
        <ManualCopyDialog of="token" text={uncopied} onDismiss={() => setUncopied(null)} />
      )}
    </>
  )
}
