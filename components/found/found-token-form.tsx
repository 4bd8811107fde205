'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { FieldError } from '@/components/ui/notices'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import { endToken } from './end-token'
import { tokensIn } from './tokens-in'

/** Ends a token that somebody has found. It does not tell whether it was one. */
export function FoundTokenForm() {
  const t = useTranslations('found')
  const failureText = useFailureText()
  const [isEnded, setEnded] = useState(false)
  const { form, errors, sending, submit } = useForm(['token'], async (data) => {
    const tokens = tokensIn(String(data.get('token')))
    if (tokens.length === 0) return { token: t('tokenMissing') }
    for (const token of tokens) {
      const failure = await endToken(token)
      if (failure) return { form: failureText(failure) }
    }
    setEnded(true)
    return null
  })
  if (isEnded)
    return (
      <div role="status" className="grid gap-2">
        <p>{t('ended')}</p>
        <p className="text-muted">{t('copies')}</p>
      </div>
    )
  return (
    <Form ref={form} onSubmit={submit} className="grid gap-4">
      <p className="text-muted">{t('about')}</p>
      <Field
        name="token"
        label={t('label')}
        hint={t('hint')}
        error={errors.token}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        required
        className="font-mono"
      />
      {errors.form && <FieldError>{errors.form}</FieldError>}
      <Button type="submit" variant="primary" inactive={sending} className="mt-1 min-h-[38px]">
        {sending ? t('ending') : t('end')}
      </Button>
    </Form>
  )
}
