'use client'

import { type Ref, useState } from 'react'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import type { ButtonLook } from '@/components/ui/button-class'
import { CopyButton } from '@/components/ui/copy-button'
import { useCopySecret } from './use-copy-secret'

interface CopyTokenButtonProps extends ButtonLook {
  id: string
  onGone: (id: string) => void
  ref?: Ref<HTMLButtonElement>
}

export function CopyTokenButton({ id, onGone, ...button }: CopyTokenButtonProps) {
  const [uncopied, setUncopied] = useState<string | null>(null)
  const { state, copySecret } = useCopySecret({ id, onGone, onRefused: setUncopied })
  return (
    <>
      <CopyButton {...button} state={state} onClick={() => copySecret()} />
      {uncopied && (
        <ManualCopyDialog of="token" text={uncopied} onDismiss={() => setUncopied(null)} />
      )}
    </>
  )
}
