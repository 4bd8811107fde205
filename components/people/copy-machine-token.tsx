'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import { useNotifier } from '@/components/ui/toaster'
import { useCopy } from '@/components/use-copy'
import { useFailureText } from '@/components/use-failure-text'

export const copyMachineTokenId = 'copy-machine-token'

interface CopyMachineTokenProps {
  id: string
  /** There is no token any more. */
  onGone: () => void
}

/** Fetches the token within the click, and copies it: the page never holds it. */
export function CopyMachineToken({ id, onGone }: CopyMachineTokenProps) {
  const t = useTranslations()
  const { announce, toast } = useNotifier()
  const failureText = useFailureText()
  const [uncopied, setUncopied] = useState<string | null>(null)
  const { state, copy } = useCopy({
    onRefused: setUncopied,
    onFailure: (failure) => {
      if (!isProblem(failure, 'not_found')) return toast(failureText(failure))
      toast(t('tokens.goneElsewhere'))
      onGone()
    },
  })

  async function copySecret() {
    const secret = callApi<{ token: string }>('GET', `/api/v1/users/${id}/token/secret`)
    const copied = await copy(
      secret.then((result) =>
        result.kind === 'data' ? { kind: 'data', data: result.data.token } : result,
      ),
    )
    if (copied) announce(t('common.copied'))
  }

  return (
    <>
      <CopyButton
        id={copyMachineTokenId}
        size="normal"
        variant="primary"
        state={state}
        onClick={copySecret}
      />
      {uncopied && (
        <ManualCopyDialog of="token" text={uncopied} onDismiss={() => setUncopied(null)} />
      )}
    </>
  )
}
