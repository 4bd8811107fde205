'use client'

import { useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { CopyButton } from '@/components/ui/copy-button'
import { inputClass } from '@/components/ui/field'
import { useNotifier } from '@/components/ui/toaster'
import { useCopy } from '@/components/use-copy'

export const copyLinkId = 'copy-link'

/**
 * A one-time link in a field, with Copy. Where the clipboard is refused, the link is selected
 * instead.
 */
export function OneTimeLinkField({ url, label }: { url: string; label: string }) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [isRefused, setRefused] = useState(false)
  const { announce } = useNotifier()
  const { state, copy } = useCopy({ onRefused: select, onFailure: select })

  function select() {
    setRefused(true)
    field.current?.select()
  }

  async function copyLink() {
    if (await copy(Promise.resolve({ kind: 'data', data: url }))) announce(common('copied'))
  }

  return (
    <div className="mt-4 grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="flex items-center gap-2 max-md:flex-col max-md:items-stretch">
        <input
          ref={field}
          id={id}
          value={url}
          readOnly
          spellCheck={false}
          translate="no"
          onFocus={(event) => event.currentTarget.select()}
          className={`${inputClass} font-mono text-sm`}
        />
        <CopyButton
          id={copyLinkId}
          size="normal"
          variant="primary"
          state={state}
          label={t('copyLink')}
          onClick={copyLink}
        />
      </div>
      {isRefused && (
        <p role="alert" className="text-sm font-medium">
          {common('pressCopyKeys')}
        </p>
      )}
    </div>
  )
}
