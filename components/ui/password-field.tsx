'use client'

import { type ComponentProps, useState } from 'react'
import { useTranslations } from 'use-intl'
import { EyeIcon, EyeOffIcon } from '@/components/icons'
import { Field } from './field'

type PasswordFieldProps = Omit<ComponentProps<typeof Field>, 'type' | 'adornment'>

export function PasswordField(props: PasswordFieldProps) {
  const t = useTranslations('password')
  const [shown, setShown] = useState(false)
  const words = shown ? t('hide') : t('show')
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      className="pr-11"
      adornment={
        <button
          type="button"
          aria-label={words}
          title={words}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 grid w-10 place-items-center rounded-m text-muted hover:text-ink"
        >
          {shown ? <EyeOffIcon /> : <EyeIcon />}
        </button>
      }
    />
  )
}
