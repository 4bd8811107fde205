'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import { CopyButton } from '@/components/ui/copy-button'
import { Verbatim } from '@/components/ui/text'
import { useNotifier } from '@/components/ui/toaster'
import { useCopy } from '@/components/use-copy'

/** The secret of an authenticator app, in fours to be typed, with Copy. */
export function AppSecret({ secret }: { secret: string }) {
  const t = useTranslations('security')
  const common = useTranslations('common')
  const { announce } = useNotifier()
  const [manual, setManual] = useState<string>()
  const { state, copy } = useCopy({ onRefused: setManual, onFailure: () => {} })

  async function copySecret() {
    if (await copy(Promise.resolve({ kind: 'data', data: secret }))) announce(common('copied'))
  }

  return (
    <div className="grid gap-1.5">
      <p className="text-sm font-medium">{t('appSecret')}</p>
      <div className="flex items-center gap-3">
        <p className="min-w-0 grow font-mono text-sm text-balance [overflow-wrap:anywhere]">
          <Verbatim>{secret.match(/.{1,4}/g)?.join(' ')}</Verbatim>
        </p>
        <CopyButton state={state} onClick={copySecret} />
      </div>
      {manual && (
        <ManualCopyDialog of="secret" text={manual} onDismiss={() => setManual(undefined)} />
      )}
    </div>
  )
}
