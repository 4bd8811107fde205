'use client'

import { type ComponentProps, useState } from 'react'
import { useTranslations } from 'use-intl'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import { useNotifier } from '@/components/ui/toaster'
import { useCopy } from '@/components/use-copy'

interface CopyTextButtonProps extends Omit<ComponentProps<typeof CopyButton>, 'state' | 'onClick'> {
  text: string
}

/** Copies an example that is there already. */
export function CopyTextButton({ text, ...props }: CopyTextButtonProps) {
  const t = useTranslations('common')
  const { announce } = useNotifier()
  const [uncopied, setUncopied] = useState<string | null>(null)
  const { state, copy } = useCopy({ onRefused: setUncopied, onFailure: () => {} })

  async function press() {
    if (await copy(Promise.resolve({ kind: 'data', data: text }))) announce(t('copied'))
  }

  return (
    <>
      <CopyButton {...props} state={state} onClick={press} />
      {uncopied && (
        <ManualCopyDialog of="example" text={uncopied} onDismiss={() => setUncopied(null)} />
      )}
    </>
  )
}
