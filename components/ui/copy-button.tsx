'use client'

import type { ComponentProps } from 'react'
import { useTranslations } from 'use-intl'
import { CheckIcon, CopyIcon } from '@/components/icons'
import type { CopyState } from '@/components/use-copy'
import { Button } from './button'
import { Text } from './text'

interface CopyButtonProps extends Omit<ComponentProps<typeof Button>, 'children'> {
  state: CopyState
  /** The label before it is pressed, if "Copy" is not enough. */
  label?: string
}

/** Equally wide with both labels, so that the layout does not shift. */
export function CopyButton({ state, label, ...props }: CopyButtonProps) {
  const t = useTranslations('common')
  const [copyColor, checkColor] = props.variant === 'primary' ? [] : ['text-muted', 'text-ok']
  return (
    <Button
      size="small"
      className={label ? 'min-w-37' : 'min-w-23'}
      aria-busy={state === 'copying' || undefined}
      {...props}
    >
      {state === 'copied' ? (
        <CheckIcon className={checkColor} />
      ) : (
        <CopyIcon className={copyColor} />
      )}
      <Text>{state === 'copied' ? t('copied') : (label ?? t('copy'))}</Text>
    </Button>
  )
}
