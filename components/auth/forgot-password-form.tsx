'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApiAsAnyone, faultyField } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { FieldError } from '@/components/ui/notices'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'

/** Asks for a link by mail. It does not tell whether the address has an account. */
export function ForgotPasswordForm() {
  const t = useTranslations('links')
  const auth = useTranslations('auth')
  const failureText = useFailureText()
  const [isAsked, setAsked] = useState(false)
  const { form, errors, sending, submit } = useForm(['email'], async (data) => {
    const email = String(data.get('email')).trim()
    if (!email) return { email: auth('emailMissing') }
    const result = await callApiAsAnyone('POST', '/api/v1/auth/password/forgot', { email })
    if (result.kind === 'data') {
      setAsked(true)
      return null
    }
    return faultyField(result, 'email')
      ? { email: auth('emailInvalid') }
      : { form: failureText(result) }
  })
  if (isAsked) return <p role="status">{t('asked')}</p>
  return (
    <Form ref={form} onSubmit={submit} className="grid gap-4">
      <Field
        name="email"
        type="email"
        label={auth('email')}
        error={errors.email}
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
        required
      />
      {errors.form && <FieldError>{errors.form}</FieldError>}
      <Button type="submit" variant="primary" inactive={sending} className="mt-1 min-h-[38px]">
        {sending ? t('asking') : t('ask')}
      </Button>
    </Form>
  )
}
