'use client'

import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { useRefresh } from '@/components/ui/refresh'
import { Verbatim } from '@/components/ui/text'
import { useCopy } from '@/components/use-copy'

interface NewCodesProps {
  codes: string[]
  toast: string
  /** The id of the element that receives focus once they are kept. */
  focus: string
}

/** Shows new recovery codes, once. */
export function NewCodes({ codes, toast, focus }: NewCodesProps) {
  const t = useTranslations('security')
  const refresh = useRefresh()
  const heading = useRef<HTMLHeadingElement>(null)
  const text = codes.join('\n')
  const [manual, setManual] = useState<string>()
  const { state, copy } = useCopy({ onRefused: setManual, onFailure: () => {} })
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="grid gap-4">
      <div>
        <h3 ref={heading} tabIndex={-1} className="font-semibold outline-none">
          {t('codesTitle')}
        </h3>
        <p className="mt-0.5 text-muted">{t('codesKeep')}</p>
      </div>
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-m border border-line bg-wash px-4 py-3 font-mono text-sm max-md:grid-cols-1">
        {codes.map((code) => (
          <li key={code}>
            <Verbatim>{code}</Verbatim>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2.5">
        <CopyButton
          state={state}
          onClick={() => copy(Promise.resolve({ kind: 'data', data: text }))}
        />
        <Button size="small" onClick={() => download('jeton-recovery-codes.txt', `${text}\n`)}>
          {t('download')}
        </Button>
        <Button size="small" variant="primary" onClick={() => refresh({ toast, focus })}>
          {t('codesKept')}
        </Button>
      </div>
      {manual && (
        <ManualCopyDialog of="codes" text={manual} onDismiss={() => setManual(undefined)} />
      )}
    </div>
  )
}

/** Saves a text as a file on the user's device. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
