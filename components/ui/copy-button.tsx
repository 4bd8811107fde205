'use client'

import type { ComponentProps } from 'react'
import { useTranslations } from 'use-intl'
import { CheckIcon, CopyIcon } from '@/components/icons'
import type { CopyState } from '@/components/use-copy'
import { Button } from './button'

interface CopyButtonProps extends ComponentProps<typeof Button> {
  state: CopyState
}

/** As wide in both of its words, so that nothing moves. */
export function CopyButton({ state, ...props }: CopyButtonProps) {
  const t = useTranslations('common')
  const isCopied = state === 'copied'
  return (
    <Button size="small" className="min-w-23" aria-busy={state === 'copying' || undefined} {...props}>
      {isCopied ? <CheckIcon className="text-ok" /> : <CopyIcon className="text-muted" />}
      {isCopied ? t('copied') : t('copy')}
    </Button>
  )
}
