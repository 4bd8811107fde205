'use client'

import { type Ref, useState } from 'react'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import { useCopySecret } from './use-copy-secret'

interface CopyTokenButtonProps {
  id: string
  onGone: (id: string) => void
  ref?: Ref<HTMLButtonElement>
}

export function CopyTokenButton({ id, onGone, ref }: CopyTokenButtonProps) {
  const [uncopied, setUncopied] = useState<string | null>(null)
  const { state, copySecret } = useCopySecret({ id, onGone, onRefused: setUncopied })
  return (
    <>
      <CopyButton ref={ref} state={state} onClick={() => copySecret()} />
      {uncopied && <ManualCopyDialog of="token" text={uncopied} onDismiss={() => setUncopied(null)} />}
    </>
  )
}
